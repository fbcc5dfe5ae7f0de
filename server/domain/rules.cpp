#include "server/domain/rules.hpp"

#include <algorithm>

namespace standpipe::domain {

namespace {

bool is_administrator(const MemberState& member) {
  return member.account.profile.role == Role::administrator;
}

bool ends_later(Time a, Time b) {
  return !a || (b && a > b);
}

bool moderates(const MemberState& member, RoomId room) {
  const auto* record = member.in_room(room);
  return record && record->membership.role == Role::moderator;
}

/// The member, where they may take part, and the room.
struct Seen {
  const MemberState* member = nullptr;
  const RoomState* room = nullptr;
  explicit operator bool() const { return member && room; }
  RoomKind kind() const { return room->room.kind; }
};

Seen look(const State& state, MemberId member, RoomId room, Time now) {
  if (!may_take_part(state, member, now)) return {};
  return {state.member(member), state.room(room)};
}

}  // namespace

const Sanction* in_force(const MemberState& member, SanctionKind kind, RoomId room, Time now) {
  const Sanction* longest = nullptr;
  for (const auto& sanction : member.sanctions) {
    const bool here = !sanction.room || sanction.room == room;
    const bool over = sanction.lifted_at || (sanction.until && sanction.until <= now);
    if (sanction.kind != kind || !here || over) continue;
    if (!longest || ends_later(sanction.until, longest->until)) longest = &sanction;
  }
  return longest;
}

bool may_take_part(const State& state, MemberId member, Time now) {
  const auto* found = state.member(member);
  return found && found->account.profile.state == protocol::MemberState::active &&
         !in_force(*found, SanctionKind::suspension, RoomId{}, now);
}

bool may_see_room(const State& state, MemberId member, RoomId room, Time now) {
  const auto seen = look(state, member, room, now);
  if (!seen) return false;
  switch (seen.kind()) {
    case RoomKind::cop:
    case RoomKind::announcement:
      return true;
    case RoomKind::group:
      return seen.member->in_room(room) || is_administrator(*seen.member);
    case RoomKind::direct:
      return seen.member->in_room(room);
  }
  return false;
}

bool may_read(const State& state, MemberId member, RoomId room, Time now) {
  const auto seen = look(state, member, room, now);
  if (!seen) return false;
  if (is_administrator(*seen.member) && seen.kind() != RoomKind::direct) return true;
  return seen.member->in_room(room) && !in_force(*seen.member, SanctionKind::ban, room, now);
}

bool may_see_desk(const State& state, MemberId member, RoomId room, Time now) {
  if (!may_take_part(state, member, now)) return false;
  if (room && !state.room(room)) return false;
  return rank_in(state, member, room) >= Role::moderator;
}

bool may_see_stream(const State& state, MemberId member, StreamKey stream, Time now) {
  switch (stream.kind) {
    case StreamKey::Kind::community:
      return may_take_part(state, member, now);
    case StreamKey::Kind::room:
      return may_read(state, member, RoomId{stream.id}, now);
    case StreamKey::Kind::desk:
      return may_see_desk(state, member, RoomId{stream.id}, now);
    case StreamKey::Kind::member:
      return stream.id == member.value && may_take_part(state, member, now);
  }
  return false;
}

std::vector<StreamKey> streams_of(const State& state, MemberId member, Time now) {
  if (!may_take_part(state, member, now)) return {};
  const auto& self = *state.member(member);
  std::vector<StreamKey> streams{StreamKey::community(), StreamKey::member(member)};
  for (const auto& record : self.rooms) {
    const auto room = record.membership.room;
    if (record.membership.in && may_read(state, member, room, now)) streams.push_back(StreamKey::room(room));
  }
  const auto add_desk = [&](RoomId room) {
    if (may_see_desk(state, member, room, now)) streams.push_back(StreamKey::desk(room));
  };
  add_desk(RoomId{});
  if (is_administrator(self)) {
    for (const auto& [id, room] : state.rooms) {
      if (room.room.kind != RoomKind::direct) add_desk(id);
    }
  } else {
    // Only the rooms that they are in can be theirs to moderate; all rooms may be a hundred thousand direct conversations.
    for (const auto& record : self.rooms) add_desk(record.membership.room);
  }
  return streams;
}

MemberId partner_in(const Room& room, MemberId member) {
  if (room.between.size() != 2) return {};
  return room.between[0] == member ? room.between[1] : room.between[0];
}

Role rank_in(const State& state, MemberId member, RoomId room) {
  const auto* found = state.member(member);
  if (!found) return Role::member;
  const auto* place = state.room(room);
  if (place && place->room.kind == RoomKind::direct) return Role::member;
  if (is_administrator(*found)) return Role::administrator;
  return room && moderates(*found, room) ? Role::moderator : Role::member;
}

bool moderates_any(const State& state, MemberId member) {
  const auto* found = state.member(member);
  if (!found) return false;
  return is_administrator(*found) || std::ranges::any_of(found->rooms, [&](const MembershipRecord& record) {
           return moderates(*found, record.membership.room);
         });
}

bool may_post(const State& state, MemberId member, RoomId room, const Thread* thread, Time now) {
  const auto seen = look(state, member, room, now);
  if (!seen || !seen.member->in_room(room) || in_force(*seen.member, SanctionKind::mute, room, now)) return false;
  const auto& place = seen.room->room;
  if (place.archived || (place.ends_at && place.ends_at <= now)) return false;
  if (seen.kind() == RoomKind::direct) {
    const auto* partner = state.member(partner_in(place, member));
    if (!partner || !partner->in_room(room) || partner->account.profile.state != protocol::MemberState::active) return false;
  }
  const bool moderator = rank_in(state, member, room) >= Role::moderator;
  if (!thread) return seen.kind() != RoomKind::announcement || moderator;
  const bool over = thread->status == protocol::ThreadStatus::closed || thread->status == protocol::ThreadStatus::archived;
  return thread->room == room && !over && (!thread->locked || moderator);
}

}  // namespace standpipe::domain
