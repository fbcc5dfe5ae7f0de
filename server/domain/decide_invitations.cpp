#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"

/// Invitations: who accepts one is a member at once.
namespace standpipe::domain {

namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

/// The rooms that an invitation opens are those that its maker could add people to.
Answer<std::vector<RoomId>> offered_rooms(const Draft& draft, std::vector<RoomId> rooms) {
  std::ranges::sort(rooms);
  rooms.erase(std::unique(rooms.begin(), rooms.end()), rooms.end());
  for (const auto room : rooms) {
    const auto record = visible_room(draft, room);
    if (!record) return Refusal(record.error()).field("rooms");
    if (auto no = objection_to_rank(draft, room, Role::moderator)) return std::move(*no).field("rooms");
  }
  return rooms;
}

}  // namespace

Answer<Invited> act(Draft& draft, const CreateInvitation& params) {
  if (!moderates_any(draft.state(), draft.actor())) return Refusal(ErrorCode::not_allowed);
  const auto& wish = params.params;
  Fields fields;
  Invitation invitation;
  invitation.note = fields.text_or_empty("note", wish.note.value_or(""), limits::note_bytes);
  fields.require(wish.uses >= 1 && wish.uses <= limits::invitation_uses, "uses", "An invitation is good for 1 to 1000 people.");
  fields.require(wish.days >= 1 && wish.days <= limits::invitation_days, "days", "An invitation is good for 1 to 90 days.");
  if (fields.objection()) return *fields.objection();
  auto rooms = offered_rooms(draft, wish.rooms.value_or(std::vector<RoomId>{}));
  if (!rooms) return rooms.error();
  invitation.id = draft.take(&NextIds::invitation);
  invitation.by = draft.actor();
  invitation.at = draft.now();
  invitation.expires_at = Time{draft.now().value + wish.days * kDayMs};
  invitation.uses_left = wish.uses;
  invitation.rooms = std::move(*rooms);
  draft.write(InvitationRecord{invitation, params.code_hash});
  draft.audit(InvitationCreate::name, {.reason = invitation.note, .detail = "invitation " + std::to_string(invitation.id.value)});
  return Invited{invitation};
}

Answer<Done> act(Draft& draft, const InvitationRevoke::Params& params) {
  const auto at = draft.state().invitations.find(params.invitation);
  const bool known = at != draft.state().invitations.end();
  const bool administrator = actor_rank(draft, {}) == Role::administrator;
  if (!known || (!administrator && at->second.invitation.by != draft.actor())) {
    return Refusal(ErrorCode::not_found).field("invitation");
  }
  if (at->second.invitation.revoked) return Done{};
  auto record = at->second;
  record.invitation.revoked = true;
  draft.write(record);
  draft.audit(InvitationRevoke::name, {.detail = "invitation " + std::to_string(params.invitation.value)});
  return Done{};
}

}  // namespace standpipe::domain
