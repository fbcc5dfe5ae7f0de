#include "client-cli/screen/pages.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/viewport.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::tr;

namespace {

/// Beyond, the far end of what is open goes; it comes again when one goes there.
constexpr std::size_t most_open = 1500;

}  // namespace

Reading* find_reading(Model& model, const Place& place) {
  for (auto at = model.views.rbegin(); at != model.views.rend(); ++at) {
    auto* reading = std::get_if<Reading>(&*at);
    if (reading != nullptr && reading->place == place) return reading;
  }
  return nullptr;
}

/// The part without gaps that ends with the last of these.
void fill_from(Reading& reading, const std::vector<Message>& messages) {
  for (auto at = messages.rbegin(); at != messages.rend(); ++at) {
    if (!reading.messages.empty() && at->index.next() != reading.messages.begin()->first) break;
    reading.messages[at->index] = *at;
  }
}

void ask_names(Model& model, const std::vector<Message>& messages) {
  MemberGet::Params ask;
  for (const Message& m : messages) {
    if (ask.members.size() >= 200) break;
    if (!m.by || model.mirror.person(m.by) || !model.names_asked.insert(m.by).second) continue;
    ask.members.push_back(m.by);
  }
  if (ask.members.empty()) return;
  model.call<MemberGet>(ask, [asked = ask.members](Model& m, const client::CallAnswer& answer) {
    for (const MemberId id : asked) m.names_asked.erase(id);
    if (const auto people = result_of<MemberGet>(answer)) m.mirror.apply(*people);
  });
}

void drop_far_end(Reading& reading, bool keep_start) {
  while (reading.messages.size() > most_open) {
    if (keep_start) {
      reading.messages.erase(std::prev(reading.messages.end()));
      reading.at_end = false;
    } else {
      reading.messages.erase(reading.messages.begin());
    }
  }
}

std::string trouble_of(const client::CallAnswer& answer) {
  return answer.error ? client::said(*answer.error) : tr("The server's answer cannot be read; is this client too old for it?");
}

MessageHistory::Params history_of(const Place& place) {
  MessageHistory::Params ask;
  ask.room = place.room;
  if (place.thread) ask.thread = place.thread;
  ask.limit = page_messages;
  return ask;
}

/// Only the answer to what was asked last is taken: it puts another part in place of the one that is open.
std::int64_t begin_asking(Model& model, const Place& place) {
  const std::int64_t serial = model.next_serial++;
  if (auto* reading = find_reading(model, place)) {
    reading->asking = true;
    reading->asked = serial;
  }
  return serial;
}

void take_page(Model& model, Reading& reading, const MessagePage& got, bool anew) {
  model.mirror.apply(got);
  if (anew) reading.messages.clear();
  for (const Message& m : got.messages) {
    if (m.room != reading.place.room || m.thread != reading.place.thread) continue;
    // An event may have said something newer while the page was on its way.
    const auto copy = model.mirror.message(m.id);
    reading.messages[m.index] = copy && copy->room == m.room && copy->rev > m.rev ? *copy : m;
  }
  ask_names(model, got.messages);
}

namespace {

/// In place of what is open. What came live meanwhile may be newer than the page.
void put_in_place(Model& model, Reading& reading, const MessagePage& got) {
  const auto had = reading.messages;
  take_page(model, reading, got, true);
  reading.trouble.clear();
  reading.stale = false;
  reading.at_end = !got.more_after;
  if (reading.at_end) {
    for (const auto& [index, message] : had) {
      if (reading.messages.empty() || index > reading.messages.rbegin()->first) reading.messages[index] = message;
    }
  }
  if (!got.more_before && !reading.messages.empty()) reading.start = reading.messages.begin()->first;
}

/// The message, or the next one that there is.
Index nearest(const Reading& reading, Index index) {
  if (!index || reading.messages.empty()) return index;
  const auto next = reading.messages.lower_bound(index);
  return next == reading.messages.end() ? reading.messages.rbegin()->first : next->first;
}

}  // namespace

void load(Model& model, const Place& place, MessageHistory::Params ask, std::optional<Index> at) {
  const std::int64_t serial = begin_asking(model, place);
  model.call<MessageHistory>(ask, [place, at, serial](Model& m, const client::CallAnswer& answer) {
    Reading* reading = find_reading(m, place);
    if (reading == nullptr || reading->asked != serial) return;
    reading->asking = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got) {
      if (!answer.error || answer.error->code != "connection_lost") reading->trouble = trouble_of(answer);
      return;
    }
    put_in_place(m, *reading, *got);
    const Index goal = nearest(*reading, at.value_or(Index{}));
    if (goal) {
      show(m, *reading, goal);
    } else {
      reading->selected = Index{};
      reading->bottom = Index{};
      reading->follow = true;
    }
    settle(m);
  });
}

void ask_again(Model& model, Reading& reading) {
  const Place place = reading.place;
  auto ask = history_of(place);
  ask.limit = std::clamp<std::int64_t>(std::int64_t{3} * main_rows(model), page_messages, MessageHistory::page.most);
  if (reading.bottom) ask.around = reading.bottom;
  const std::int64_t serial = begin_asking(model, place);
  model.call<MessageHistory>(ask, [place, serial](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr || open->asked != serial) return;
    open->asking = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got) return;  // it stays stale, and is asked for with the next line
    put_in_place(m, *open, *got);
    open->bottom = nearest(*open, open->bottom);
    if (!open->messages.contains(open->selected)) open->selected = Index{};
    settle(m);
  });
}

/// What the copy has of it is shown at once; what it lacks is asked for.
void begin(Model& model, Reading& reading, std::optional<Index> around) {
  const Place place = reading.place;
  const Index last = model.mirror.last_index(place);
  const Index read = read_up_to(model, place);
  const bool something_new = unread(model, place) > 0;
  // A thread begins with its question, also where all of it was said before one came into the room.
  const bool never_read = place.thread && !read && model.mirror.threads().contains(place.thread);
  const Index goal = around ? *around : something_new || never_read ? read.next() : Index{};
  fill_from(reading, model.mirror.newest(place, page_messages));
  if (something_new) reading.first_unread = read.next();
  reading.at_end = !reading.messages.empty() && reading.messages.rbegin()->first >= last;
  if (goal && (reading.messages.empty() || goal < reading.messages.begin()->first)) {
    Reading other = reading;
    other.messages.clear();
    fill_from(other, model.mirror.page(place, Index{std::max<std::int64_t>(1, goal.value - 10)}, page_messages));
    if (other.messages.contains(goal)) {
      other.at_end = other.messages.rbegin()->first >= last;
      reading = std::move(other);
    }
  }
  if (goal && reading.messages.contains(goal)) {
    show(model, reading, goal);
  } else if (goal && !reading.messages.empty() && goal < reading.messages.begin()->first) {
    show(model, reading, reading.messages.begin()->first);  // as near as the copy comes
  }
  const bool enough = goal ? reading.messages.contains(goal) : reading.at_end;
  if (enough && !(place.thread && !model.mirror.threads().contains(place.thread))) return;
  auto ask = history_of(place);
  if (goal) ask.around = goal;
  load(model, place, ask, goal ? std::optional(goal) : std::nullopt);
}

void load_older(Model& model, Reading& reading) {
  if (reading.messages.empty() || reading.asking || reading.asking_before) return;
  const Place place = reading.place;
  const Index oldest = reading.messages.begin()->first;
  if (oldest <= reading.start) return;
  auto older = model.mirror.page(place, Index{std::max<std::int64_t>(1, oldest.value - static_cast<std::int64_t>(page_messages))},
                                 page_messages);
  std::erase_if(older, [&](const Message& m) { return m.index >= oldest; });
  const auto had = reading.messages.size();
  fill_from(reading, older);
  if (reading.messages.size() != had || !is_online(model)) return;
  reading.asking_before = true;
  auto ask = history_of(place);
  ask.before = oldest;
  model.call<MessageHistory>(ask, [place, oldest](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr) return;
    open->asking_before = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got || open->messages.empty() || open->messages.begin()->first != oldest) return;
    take_page(m, *open, *got, false);
    if (!got->more_before) open->start = got->messages.empty() ? open->messages.begin()->first : got->messages.front().index;
    drop_far_end(*open, true);
  });
}

void load_newer(Model& model, Reading& reading) {
  if (reading.messages.empty() || reading.at_end || reading.asking || reading.asking_after || !is_online(model)) return;
  const Place place = reading.place;
  const Index newest = reading.messages.rbegin()->first;
  reading.asking_after = true;
  auto ask = history_of(place);
  ask.after = newest;
  model.call<MessageHistory>(ask, [place, newest](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr) return;
    open->asking_after = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got || open->messages.empty() || open->messages.rbegin()->first != newest) return;
    hold_bottom(*open);
    take_page(m, *open, *got, false);
    open->at_end = !got->more_after;
    drop_far_end(*open, false);
  });
}

}  // namespace standpipe::screen
