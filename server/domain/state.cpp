#include "server/domain/state.hpp"

#include <algorithm>

namespace standpipe::domain {

const MembershipRecord* MemberState::record(RoomId room) const {
  const auto at = std::lower_bound(rooms.begin(), rooms.end(), room,
                                   [](const MembershipRecord& r, RoomId id) { return r.membership.room < id; });
  return at != rooms.end() && at->membership.room == room ? &*at : nullptr;
}

const MembershipRecord* MemberState::in_room(RoomId room) const {
  const auto* found = record(room);
  return found && found->membership.in ? found : nullptr;
}

const MemberState* State::member(MemberId id) const {
  const auto found = members.find(id);
  return found == members.end() ? nullptr : &found->second;
}

const RoomState* State::room(RoomId id) const {
  const auto found = rooms.find(id);
  return found == rooms.end() ? nullptr : &found->second;
}

const SessionRecord* State::session(const TokenHash& token) const {
  const auto found = sessions.find(token);
  return found == sessions.end() ? nullptr : &found->second;
}

Rev State::head(StreamKey stream) const {
  switch (stream.kind) {
    case StreamKey::Kind::community:
      return community_rev;
    case StreamKey::Kind::room: {
      const auto* found = room(RoomId{stream.id});
      return found ? found->rev : Rev{};
    }
    case StreamKey::Kind::desk: {
      if (stream.id == 0) return admin_desk_rev;
      const auto* found = room(RoomId{stream.id});
      return found ? found->desk_rev : Rev{};
    }
    case StreamKey::Kind::member: {
      const auto* found = member(MemberId{stream.id});
      return found ? found->rev : Rev{};
    }
  }
  return {};
}

}  // namespace standpipe::domain
