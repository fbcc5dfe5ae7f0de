#include "server/domain/marks.hpp"

#include <algorithm>

namespace standpipe::domain {

namespace {

Index mark_of(const Draft& draft, const MembershipRecord& record, ThreadId thread) {
  return thread ? draft.content().read_mark(record.member, thread) : record.membership.chat_read;
}

Index covered_by_baseline(const Draft& draft, const Membership& place, ThreadId thread) {
  return thread ? draft.content().index_at(thread, place.baseline) : draft.content().chat_index_at(place.room, place.baseline);
}

}  // namespace

Index read_up_to(const Draft& draft, const MembershipRecord& record, ThreadId thread) {
  return std::max(mark_of(draft, record, thread), covered_by_baseline(draft, record.membership, thread));
}

void move_mark(Draft& draft, MembershipRecord& record, ThreadId thread, Index to) {
  if (to <= mark_of(draft, record, thread)) return;
  auto& place = record.membership;
  const auto from = read_up_to(draft, record, thread);
  place.read += std::max<std::int64_t>(0, to.value - from.value);
  if (thread) {
    draft.save(MarkRecord{record.member, {.room = place.room, .thread = thread, .index = to}});
  } else {
    place.chat_read = to;
  }
}

}  // namespace standpipe::domain
