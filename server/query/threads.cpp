#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/query.hpp"
#include "server/query/unread.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

namespace {

/// The page's marks, unread counts and people. Who is not in the room has nothing unread in it.
ThreadPage page_of(std::vector<Thread> threads, const std::optional<Membership>& place, const Viewer& viewer, Context& context) {
  ThreadPage page;
  People people;
  people.add(threads);
  for (const auto& thread : threads) {
    const auto mark = context.reader.one(select::mark, viewer.member, thread.id);
    if (mark) page.marks.push_back(mark->mark);
    const auto read = mark ? mark->mark.index : Index{};
    page.unread.push_back(place ? unread_in(context.reader, thread, place->baseline, read) : 0);
  }
  page.threads = std::move(threads);
  page.people = people.cards(context);
  return page;
}

}  // namespace

Answer<ThreadPage> answer(const ThreadList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, ThreadList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<ThreadPage>(viewer, context, ThreadList::least, [&]() -> Answer<ThreadPage> {
    if (auto no = objection_to_reading(viewer, context, params.room)) return std::move(*no);
    auto& reader = context.reader;
    const auto place = membership_in(reader, viewer.member, params.room);
    const bool only_unread = params.unread.value_or(false);
    if (only_unread && !place) return ThreadPage{};
    const auto unread_by = only_unread ? std::optional(viewer.member) : std::nullopt;
    const auto newer_than = only_unread ? place->baseline : Number{};
    auto threads = reader.all(select::threads_of_room, params.room, below(params.before), newer_than, params.kind, params.status,
                              params.lang, params.by, params.pinned, unread_by, *size + 1);
    const bool more = cut(threads, *size);
    auto page = page_of(std::move(threads), place, viewer, context);
    page.more = more;
    return page;
  });
}

Answer<ThreadPage> answer(const ThreadGet::Params& params, const Viewer& viewer, Context& context) {
  return at_one_moment<ThreadPage>(viewer, context, ThreadGet::least, [&]() -> Answer<ThreadPage> {
    auto thread = context.reader.one(select::thread, params.thread);
    if (!thread || !may_read(viewer, context, thread->room)) return Refusal(ErrorCode::not_found).field("thread");
    const auto place = membership_in(context.reader, viewer.member, thread->room);
    std::vector<Thread> threads;
    threads.push_back(std::move(*thread));
    return page_of(std::move(threads), place, viewer, context);
  });
}

Answer<bool> may_post(RoomId room, ThreadId id, const Viewer& viewer, Context& context) {
  return at_one_moment<bool>(viewer, context, Role::member, [&]() -> Answer<bool> {
    const auto thread = context.reader.one(select::thread, id);
    return context.published.read(
        [&](const domain::State& state) { return thread && domain::may_post(state, viewer.member, room, &*thread, viewer.now); });
  });
}

}  // namespace standpipe::query
