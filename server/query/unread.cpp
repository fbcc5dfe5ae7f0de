#include "server/query/unread.hpp"

#include <algorithm>

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

namespace {

/// The index of the thread's last message with a number up to `number`, by bisection: numbers rise with the index.
Index index_at(store::Reader& reader, const Thread& thread, Number number) {
  if (thread.last_number <= number) return thread.last_index;
  std::int64_t low = 0;                         // its number is up to `number`, or it is none
  std::int64_t high = thread.last_index.value;  // its number is above
  while (number && high - low > 1) {
    const auto middle = low + (high - low) / 2;
    const auto standing = reader.one(select::standing, thread.room, thread.id, Index{middle});
    if (!standing) break;
    (standing->number <= number ? low : high) = middle;
  }
  return Index{low};
}

}  // namespace

std::optional<Membership> membership_in(store::Reader& reader, MemberId member, RoomId room) {
  const auto record = reader.one(select::membership, member, room);
  if (!record || !record->membership.in) return std::nullopt;
  return record->membership;
}

std::int64_t unread_in(store::Reader& reader, const Thread& thread, Number baseline, Index mark) {
  if (mark >= thread.last_index) return 0;
  return std::max<std::int64_t>(0, thread.last_index.value - std::max(mark, index_at(reader, thread, baseline)).value);
}

RoomHead head_of(store::Reader& reader, RoomId room, const std::optional<Membership>& place) {
  RoomHead head;
  head.room = room;
  head.rev = reader.one(select::head, domain::StreamKey::room(room)).value_or(Rev{});
  head.last_number = std::max(reader.one(select::last_number, room).value_or(Number{}),
                              reader.one(select::last_gone_number, room).value_or(Number{}));
  head.chat_last = reader.one(select::last_index, room, ThreadId{}).value_or(Index{});
  if (place) head.unread = unread_above(*place, head.last_number);
  return head;
}

std::int64_t unread_above(const Membership& place, Number last) {
  return std::max<std::int64_t>(0, last.value - place.baseline.value - place.read);
}

}  // namespace standpipe::query
