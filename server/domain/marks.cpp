#include "server/domain/marks.hpp"

#include <algorithm>

namespace standpipe::domain {

Reading reading(const Draft& draft, const MembershipRecord& record, ThreadId thread) {
  const auto& place = record.membership;
  const auto& content = draft.content();
  const auto mark = thread ? content.read_mark(record.member, thread) : place.chat_read;
  // Numbers and indexes of a place ascend together: where the next message after the mark is above the baseline, nothing is
  // covered that the mark does not cover, and as a rule that is so.
  const auto next = place.baseline ? content.next_number(place.room, thread, mark) : Number{};
  if (!next || next > place.baseline) return {thread, mark, mark};
  const auto covered = thread ? content.index_at(thread, place.baseline) : content.chat_index_at(place.room, place.baseline);
  return {thread, mark, std::max(mark, covered)};
}

void move_mark(Draft& draft, MembershipRecord& record, const Reading& reading, Index to) {
  if (to <= reading.mark) return;
  auto& place = record.membership;
  place.read += std::max<std::int64_t>(0, to.value - reading.up_to.value);
  if (reading.thread) {
    draft.save(MarkRecord{record.member, {.room = place.room, .thread = reading.thread, .index = to}});
  } else {
    place.chat_read = to;
  }
}

}  // namespace standpipe::domain
