#include <algorithm>
#include <set>

#include "protocol/limits.hpp"
#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

namespace {

constexpr std::size_t kMostAtOnce = 100;

Refusal not_found(std::string field) {
  return Refusal(ErrorCode::not_found).field(std::move(field));
}

/// Indexes from `first` to `last`, both in it; empty where last < first. `point` is what was asked for.
struct Window {
  Index first{1};
  Index last;
  Index point;
};

/// `size` indexes of 1…end with `middle` in the middle, moved where an end is near.
Window around(Index middle, std::int64_t size, Index end) {
  const auto top = std::max<std::int64_t>(1, end.value - size + 1);
  const auto first = std::clamp<std::int64_t>(middle.value - size / 2, 1, top);
  return {Index{first}, Index{std::min(end.value, first + size - 1)}, middle};
}

/// A place is a room's chat (thread 0) or a thread. Indexes in it are dense, so that a page is a window of them.
struct Place {
  RoomId room;
  ThreadId thread;
};

/// The first index at or after a time, by bisection, for times do not go back in a place; behind the end where there is none.
Index first_at(store::Reader& reader, const Place& place, Time time, Index end) {
  std::int64_t low = 1;
  std::int64_t high = end.value + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto standing = reader.one(select::standing, place.room, place.thread, Index{middle});
    if (!standing) return end;
    (standing->at < time ? low : high) = standing->at < time ? middle + 1 : middle;
  }
  return Index{low};
}

Answer<Window> window_of(const MessageHistory::Params& params, const Place& place, std::int64_t size, Index end,
                         store::Reader& reader) {
  if (params.before) {
    const auto last = std::clamp<std::int64_t>(params.before->value, 1, end.value + 1) - 1;
    return Window{Index{std::max<std::int64_t>(1, last - size + 1)}, Index{last}, Index{last}};
  }
  if (params.after) {
    const auto first = std::clamp<std::int64_t>(params.after->value, 0, end.value) + 1;
    return Window{Index{first}, Index{std::min(end.value, first + size - 1)}, Index{first}};
  }
  if (params.around) return around(*params.around, size, end);
  if (params.at) return around(first_at(reader, place, *params.at, end), size, end);
  if (params.message) {
    const auto message = reader.one(select::message, *params.message);
    if (!message || message->room != place.room || message->thread != place.thread) return not_found("message");
    return around(message->index, size, end);
  }
  return around(end, size, end);
}

/// Narrows a window and its messages to those around its point that are limits::page_bytes together, or the nearest one.
void fit(Window& window, std::vector<Message>& messages) {
  if (messages.empty()) return;
  auto first = std::ranges::lower_bound(messages, window.point, {}, &Message::index);
  if (first == messages.end()) --first;
  auto last = first;  // the last one in it
  auto bytes = json_bytes(*first);
  const auto fits = [&](const Message& message) {
    bytes += json_bytes(message);
    return bytes <= limits::page_bytes;
  };
  bool down = true;
  bool up = true;
  while (down || up) {
    down = down && first != messages.begin() && fits(*(first - 1));
    if (down) --first;
    up = up && last + 1 != messages.end() && fits(*(last + 1));
    if (up) ++last;
  }
  if (first != messages.begin()) window.first = first->index;
  if (last + 1 != messages.end()) window.last = last->index;
  messages.erase(last + 1, messages.end());
  messages.erase(messages.begin(), first);
}

MessagePage page_of(std::vector<Message> messages, const Context& context) {
  MessagePage page;
  People people;
  people.add(messages);
  page.messages = std::move(messages);
  page.people = people.cards(context);
  return page;
}

/// One's own words from a room that one may not read any more: nothing that others have added, and not where it stands now.
Message words_alone(const Message& message) {
  Message own;
  own.id = message.id;
  own.by = message.by;
  own.at = message.at;
  own.lang = message.lang;
  own.text = message.text;
  own.edited_at = message.edited_at;
  return own;
}

}  // namespace

Answer<MessagePage> answer(const MessageHistory::Params& params, const Viewer& viewer, Context& context) {
  const auto points = params.before.has_value() + params.after.has_value() + params.around.has_value() +
                      params.message.has_value() + params.at.has_value();
  if (points > 1) {
    return Refusal(ErrorCode::argument_bad, "Give one of before, after, around, message and at, or none.").field("before");
  }
  const auto size = page_size(params.limit, MessageHistory::page);
  if (size.has_error()) return size.error();
  return at_one_moment<MessagePage>(viewer, context, MessageHistory::least, [&]() -> Answer<MessagePage> {
    if (auto no = objection_to_reading(viewer, context, params.room)) return std::move(*no);
    auto& reader = context.reader;
    const Place place{params.room, params.thread.value_or(ThreadId{})};
    if (place.thread) {
      const auto thread = reader.one(select::thread, place.thread);
      if (!thread || thread->room != params.room) return not_found("thread");
    }
    const auto end = reader.one(select::last_index, place.room, place.thread).value_or(Index{});
    auto window = window_of(params, place, *size, end, reader);
    if (window.has_error()) return window.error();
    auto messages = reader.all(select::messages_between, place.room, place.thread, window->first, window->last);
    fit(*window, messages);
    auto page = page_of(std::move(messages), context);
    page.more_before = window->first.value > 1 && end.value > 0;
    page.more_after = window->last < end;
    return page;
  });
}

Answer<MessagePage> answer(const MessageGet::Params& params, const Viewer& viewer, Context& context) {
  if (params.messages.size() > kMostAtOnce) {
    return Refusal(ErrorCode::too_many, "At most 100 messages at once.").field("messages");
  }
  return at_one_moment<MessagePage>(viewer, context, MessageGet::least, [&]() -> Answer<MessagePage> {
    std::vector<Message> messages;
    std::set<MessageId> asked;
    for (const auto id : params.messages) {
      if (!asked.insert(id).second) continue;
      auto message = context.reader.one(select::message, id);
      if (message && may_read(viewer, context, message->room)) messages.push_back(std::move(*message));
    }
    const bool more = cut(messages, std::ssize(messages));
    auto page = page_of(std::move(messages), context);
    page.more_after = more;
    return page;
  });
}

Answer<MessagePage> answer(const MessagePins::Params& params, const Viewer& viewer, Context& context) {
  return at_one_moment<MessagePage>(viewer, context, MessagePins::least, [&]() -> Answer<MessagePage> {
    if (auto no = objection_to_reading(viewer, context, params.room)) return std::move(*no);
    const auto most = static_cast<std::int64_t>(limits::pins_per_room);
    auto messages = context.reader.all(select::pinned_messages, params.room, most);
    std::erase_if(messages, [&](const Message& message) { return message.id >= below(params.before); });
    const bool more = cut(messages, most);
    auto page = page_of(std::move(messages), context);
    page.more_before = more;
    return page;
  });
}

Answer<MessagePage> answer(const MessageMine::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, MessageMine::page);
  if (size.has_error()) return size.error();
  return at_one_moment<MessagePage>(viewer, context, MessageMine::least, [&]() -> Answer<MessagePage> {
    auto messages = context.reader.all(select::messages_by, viewer.member, params.after.value_or(MessageId{}), *size + 1);
    const bool more = cut(messages, *size);
    for (auto& message : messages) {
      if (!may_read(viewer, context, message.room)) message = words_alone(message);
    }
    auto page = page_of(std::move(messages), context);
    page.more_after = more;
    return page;
  });
}

}  // namespace standpipe::query
