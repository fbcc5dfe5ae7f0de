#include "server/domain/memberships.hpp"

#include <algorithm>

#include "server/domain/pending.hpp"

namespace standpipe::domain {

namespace {

bool is_administrator(const Draft& draft, MemberId member) {
  return draft.account(member).profile.role == Role::administrator;
}

bool has_desk(const RoomState& room) {
  return room.room.kind != RoomKind::direct;
}

bool serves_as_moderator(const Draft& draft, MemberId member, RoomId room) {
  const auto record = draft.membership(member, room);
  return record.membership.in && record.membership.role == Role::moderator;
}

void list_moderator(Draft& draft, MemberId member, RoomId room, bool on) {
  auto place = draft.room(room);
  auto& moderators = place.moderators;
  const auto at = std::ranges::lower_bound(moderators, member);
  const bool listed = at != moderators.end() && *at == member;
  if (listed == on) return;
  if (on) {
    moderators.insert(at, member);
  } else {
    moderators.erase(at);
  }
  draft.save(place);
}

}  // namespace

void enter_room(Draft& draft, MemberId member, RoomId room) {
  auto record = draft.membership(member, room);
  if (record.membership.in) return;
  auto& place = record.membership;
  place.in = true;
  place.role = Role::member;
  place.joined_at = draft.now();
  place.baseline = draft.last_number(room);
  place.chat_read = draft.chat_last(room);
  place.read = 0;
  draft.save(record);
  draft.add(Entered{member, StreamKey::room(room)});
}

void exit_room(Draft& draft, MemberId member, RoomId room, LeftCode code, std::string_view reason) {
  if (!draft.membership(member, room).membership.in) return;
  withdraw_pending(draft, member, room);
  if (serves_as_moderator(draft, member, room)) set_moderator(draft, member, room, false);
  auto record = draft.membership(member, room);
  record.membership.in = false;
  draft.save(record);
  settle_role(draft, member);
  draft.add(Exited{member, StreamKey::room(room), code, std::string(reason)});
}

void set_moderator(Draft& draft, MemberId member, RoomId room, bool on) {
  auto record = draft.membership(member, room);
  record.membership.role = on ? Role::moderator : Role::member;
  draft.save(record);
  list_moderator(draft, member, room, on);
  settle_role(draft, member);
  if (is_administrator(draft, member)) return;
  if (on) {
    draft.add(Entered{member, StreamKey::desk(room)});
  } else {
    draft.add(Exited{member, StreamKey::desk(room), LeftCode::not_moderator, "no longer a moderator"});
  }
}

void settle_role(Draft& draft, MemberId member) {
  auto account = draft.account(member);
  if (account.profile.role == Role::administrator) return;
  const bool moderates = std::ranges::any_of(draft.memberships(member), [](const MembershipRecord& record) {
    return record.membership.in && record.membership.role == Role::moderator;
  });
  const auto role = moderates ? Role::moderator : Role::member;
  if (account.profile.role == role) return;
  account.profile.role = role;
  draft.save(std::move(account));
}

void open_desks(Draft& draft, MemberId administrator) {
  draft.add(Entered{administrator, StreamKey::desk(RoomId{})});
  for (const auto& [id, room] : draft.state().rooms) {
    if (!has_desk(room) || serves_as_moderator(draft, administrator, id)) continue;
    draft.add(Entered{administrator, StreamKey::desk(id)});
  }
}

void close_desks(Draft& draft, MemberId former_administrator) {
  const auto close = [&](RoomId room) {
    draft.add(Exited{former_administrator, StreamKey::desk(room), LeftCode::not_administrator, "no longer an administrator"});
  };
  close(RoomId{});
  for (const auto& [id, room] : draft.state().rooms) {
    if (!has_desk(room) || serves_as_moderator(draft, former_administrator, id)) continue;
    close(id);
  }
}

void end_sessions(Draft& draft, MemberId member, SessionId keep, std::uint16_t code, std::string_view reason) {
  std::vector<SessionId> ended;
  for (const auto& [token, session] : draft.state().sessions) {
    if (session.member == member && session.id != keep) ended.push_back(session.id);
  }
  std::ranges::sort(ended);
  for (const auto id : ended) {
    draft.write(SessionEnded{id});
    if (keep) draft.add(Disconnect{member, id, code, std::string(reason)});
  }
  if (!keep) draft.add(Disconnect{member, SessionId{}, code, std::string(reason)});
}

void take_out(Draft& draft, MemberId member, LeftCode code, std::string_view reason) {
  for (const auto& record : draft.memberships(member)) {
    exit_room(draft, member, record.membership.room, code, reason);
  }
  end_sessions(draft, member, SessionId{}, 4403, reason);
}

}  // namespace standpipe::domain
