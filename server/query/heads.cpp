#include "server/query/heads.hpp"

#include "server/query/gate.hpp"
#include "server/query/unread.hpp"

namespace standpipe::query {

protocol::RoomHead visible_head(const Viewer& viewer, Context& context, protocol::RoomId room) {
  struct Counted {
    bool readable = false;
    std::int64_t threads = 0;
    std::int64_t members = 0;
  };
  const auto counted = context.published.read([&](const domain::State& state) {
    const auto* found = state.room(room);
    if (!found) return Counted{};
    return Counted{domain::may_read(state, viewer.member, room, viewer.now), found->threads, found->members};
  });
  protocol::RoomHead head;
  head.room = room;
  if (counted.readable) {
    head = head_of(context.reader, room, membership_in(context.reader, viewer.member, room));
    head.threads = counted.threads;
  }
  head.members = counted.members;
  return head;
}

protocol::RoomHead head_in(const domain::State& state, protocol::MemberId member, protocol::RoomId room) {
  const auto* found = state.room(room);
  const auto* place = state.member(member)->in_room(room);
  protocol::RoomHead head;
  head.room = room;
  head.rev = found->rev;
  head.last_number = found->last_number;
  head.chat_last = found->chat_last;
  head.threads = found->threads;
  head.members = found->members;
  if (place) head.unread = unread_above(place->membership, found->last_number);
  return head;
}

}  // namespace standpipe::query
