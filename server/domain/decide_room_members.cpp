#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/memberships.hpp"

/// Who is in a room, and who moderates it.
namespace standpipe::domain {

namespace {

Joined joined(const Draft& draft, RoomId room, std::int64_t entered) {
  const auto& state = *draft.state().room(room);
  const auto membership = draft.membership(draft.actor(), room).membership;
  RoomHead head;
  head.room = room;
  head.rev = draft.head(StreamKey::room(room));
  head.last_number = state.last_number;
  head.chat_last = state.chat_last;
  head.threads = state.threads;
  head.members = state.members + entered;
  head.unread = state.last_number.value - membership.baseline.value - membership.read;
  return {membership, head};
}

/// A room whose members somebody else than they themselves may choose.
Answer<Room> governed_room(const Draft& draft, RoomId id, Role least) {
  auto record = visible_room(draft, id);
  if (!record) return record;
  if (auto no = objection_to_rank(draft, id, least)) return std::move(*no);
  return record;
}

/// Who is banned from a room is not added to it before the ban is lifted.
Objection objection_to_entry(const Draft& draft, MemberId member, RoomId room) {
  const auto account = active_member(draft, member);
  if (!account) return account.error();
  const auto* ban = in_force(*draft.state().member(member), SanctionKind::ban, room, draft.now());
  if (!ban) return std::nullopt;
  auto refusal = refusal_for(ErrorCode::banned, *ban).field("member");
  if (member != draft.actor()) refusal.text = "This member is banned from the room. Lift the ban first.";
  return refusal;
}

void tell(Draft& draft, NotificationKind kind, MemberId member, RoomId room, std::string text) {
  if (member == draft.actor()) return;
  draft.notify(member, {.kind = kind, .by = draft.actor(), .room = room, .text = std::move(text)});
}

}  // namespace

Answer<Joined> act(Draft& draft, const RoomJoin::Params& params) {
  const auto record = visible_room(draft, params.room);
  if (!record) return record.error();
  const auto member = draft.actor();
  if (draft.membership(member, params.room).membership.in) return joined(draft, params.room, 0);
  if (record->kind == RoomKind::group) {
    return Refusal(ErrorCode::not_allowed, "A project group is entered by being added: ask one of its moderators.").field("room");
  }
  if (auto no = objection_to_entry(draft, member, params.room)) return std::move(*no);
  enter_room(draft, member, params.room);
  return joined(draft, params.room, 1);
}

Answer<Done> act(Draft& draft, const RoomLeave::Params& params) {
  const auto record = visible_room(draft, params.room);
  if (!record) return record.error();
  if (record->kind == RoomKind::direct) {
    return Refusal(ErrorCode::not_allowed, "A direct conversation cannot be left; room.notify with none keeps it silent.")
        .field("room");
  }
  exit_room(draft, draft.actor(), params.room, LeftCode::left, "left");
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomNotify::Params& params) {
  const auto record = visible_room(draft, params.room);
  if (!record) return record.error();
  if (auto no = objection_to_absence(draft, params.room)) return std::move(*no);
  auto place = draft.membership(draft.actor(), params.room);
  if (place.membership.notify == params.level) return Done{};
  place.membership.notify = params.level;
  draft.save(place);
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomAddMember::Params& params) {
  const auto record = governed_room(draft, params.room, Role::moderator);
  if (!record) return record.error();
  if (auto no = objection_to_entry(draft, params.member, params.room)) return std::move(*no);
  if (draft.membership(params.member, params.room).membership.in) return Done{};
  enter_room(draft, params.member, params.room);
  tell(draft, NotificationKind::added_to_room, params.member, params.room, {});
  draft.audit(RoomAddMember::name, {.member = params.member, .room = params.room});
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomRemoveMember::Params& params) {
  const auto record = governed_room(draft, params.room, Role::moderator);
  if (!record) return record.error();
  const auto account = known_member(draft, params.member);
  if (!account) return account.error();
  if (auto no = objection_to_target(draft, params.room, params.member)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (!draft.membership(params.member, params.room).membership.in) return Done{};
  exit_room(draft, params.member, params.room, LeftCode::removed, reason);
  tell(draft, NotificationKind::removed_from_room, params.member, params.room, reason);
  draft.audit(RoomRemoveMember::name, {.member = params.member, .room = params.room, .reason = reason});
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomAppoint::Params& params) {
  const auto record = governed_room(draft, params.room, Role::administrator);
  if (!record) return record.error();
  if (auto no = objection_to_entry(draft, params.member, params.room)) return std::move(*no);
  const auto place = draft.membership(params.member, params.room).membership;
  if (place.in && place.role == Role::moderator) return Done{};
  enter_room(draft, params.member, params.room);
  set_moderator(draft, params.member, params.room, true);
  tell(draft, NotificationKind::role_changed, params.member, params.room, "moderator");
  draft.audit(RoomAppoint::name, {.member = params.member, .room = params.room});
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomDismiss::Params& params) {
  const auto record = governed_room(draft, params.room, Role::administrator);
  if (!record) return record.error();
  const auto account = known_member(draft, params.member);
  if (!account) return account.error();
  Fields fields;
  const auto reason = fields.text_or_empty("reason", params.reason.value_or(""), limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  const auto place = draft.membership(params.member, params.room).membership;
  if (!place.in || place.role != Role::moderator) return Done{};
  set_moderator(draft, params.member, params.room, false);
  tell(draft, NotificationKind::role_changed, params.member, params.room, reason);
  draft.audit(RoomDismiss::name, {.member = params.member, .room = params.room, .reason = reason});
  return Done{};
}

}  // namespace standpipe::domain
