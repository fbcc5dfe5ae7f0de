#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/memberships.hpp"

/// Warnings, mutes, bans and suspensions. A sanction ends by time alone, or when it is lifted; nothing has to happen at its end.
namespace standpipe::domain {

namespace {

/// Where a sanction may be given: in a room that the actor sees and moderates, or everywhere (room 0) by administrators.
Objection objection_to_scope(const Draft& draft, RoomId room) {
  if (room) {
    const auto record = visible_room(draft, room);
    if (!record) return record.error();
  }
  return objection_to_rank(draft, room, room ? Role::moderator : Role::administrator);
}

/// Who has left cannot be sanctioned: there is nobody to tell.
Objection objection_to_sanctioned(const Draft& draft, MemberId member, RoomId room) {
  const auto account = known_member(draft, member);
  if (!account) return account.error();
  if (account->profile.state == protocol::MemberState::left) return Refusal(ErrorCode::not_found).field("member");
  return objection_to_target(draft, room, member);
}

struct Order {
  std::string_view act;
  SanctionKind kind;
  MemberId member;
  RoomId room;
  const std::string& reason;
  std::int64_t minutes = 0;
};

Time end_of(const Draft& draft, std::int64_t minutes) {
  return minutes ? Time{draft.now().value + minutes * 60'000} : Time{};
}

std::string length_of(const Order& order) {
  if (order.kind == SanctionKind::warning) return {};
  return order.minutes ? std::to_string(order.minutes) + " minutes" : "for good";
}

Answer<Sanction> sanction(Draft& draft, const Order& order) {
  if (auto no = objection_to_scope(draft, order.room)) return std::move(*no);
  if (auto no = objection_to_sanctioned(draft, order.member, order.room)) return std::move(*no);
  Fields fields;
  Sanction sanction{.member = order.member, .kind = order.kind, .room = order.room, .by = draft.actor(), .at = draft.now()};
  sanction.reason = fields.text("reason", order.reason, limits::note_bytes);
  const bool right = order.minutes >= 0 && order.minutes <= limits::sanction_minutes;
  fields.require(right, "minutes", "A sanction lasts up to five years, or with 0 for good.");
  if (fields.objection()) return *fields.objection();
  sanction.id = draft.take(&NextIds::sanction);
  sanction.until = end_of(draft, order.minutes);
  draft.save(sanction);
  draft.notify(order.member, {.kind = NotificationKind::sanction,
                              .by = draft.actor(),
                              .room = order.room,
                              .sanction = sanction.id,
                              .text = sanction.reason});
  draft.audit(order.act, {.member = order.member, .room = order.room, .reason = sanction.reason, .detail = length_of(order)});
  return sanction;
}

Answer<Sanctioned> told(const Answer<Sanction>& sanction) {
  if (!sanction) return sanction.error();
  return Sanctioned{sanction->id, sanction->until};
}

/// The desk where a sanction lies; nobody lifts one of their own, or one by somebody of higher rank.
Objection objection_to_lifting(const Draft& draft, const Sanction& sanction) {
  const auto rank = actor_rank(draft, sanction.room);
  const bool on_their_desk = sanction.room ? rank >= Role::moderator : rank == Role::administrator;
  if (!on_their_desk) return Refusal(ErrorCode::not_found).field("sanction");
  const bool by_higher = rank_in(draft.state(), sanction.by, sanction.room) > rank;
  if (by_higher || sanction.member == draft.actor()) return Refusal(ErrorCode::rank_too_low).field("sanction");
  return std::nullopt;
}

}  // namespace

Answer<Sanctioned> act(Draft& draft, const MemberWarn::Params& params) {
  return told(sanction(draft, {MemberWarn::name, SanctionKind::warning, params.member, params.room, params.reason}));
}

Answer<Sanctioned> act(Draft& draft, const MemberMute::Params& params) {
  return told(sanction(draft, {MemberMute::name, SanctionKind::mute, params.member, params.room, params.reason, params.minutes}));
}

Answer<Sanctioned> act(Draft& draft, const MemberBan::Params& params) {
  if (!params.room) return Refusal(ErrorCode::argument_bad, "A ban is from one room; member.suspend is from all.").field("room");
  auto made = sanction(draft, {MemberBan::name, SanctionKind::ban, params.member, params.room, params.reason, params.minutes});
  if (made) exit_room(draft, params.member, params.room, LeftCode::banned, made->reason);
  return told(made);
}

Answer<Sanctioned> act(Draft& draft, const MemberSuspend::Params& params) {
  auto made = sanction(draft, {MemberSuspend::name, SanctionKind::suspension, params.member, {}, params.reason, params.minutes});
  if (made) end_sessions(draft, params.member, {}, 4403, "suspended");
  return told(made);
}

Answer<Done> act(Draft& draft, const SanctionLift::Params& params) {
  auto sanction = draft.content().sanction(params.sanction);
  if (!sanction) return Refusal(ErrorCode::not_found).field("sanction");
  if (auto no = objection_to_lifting(draft, *sanction)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  const bool over = sanction->until && sanction->until <= draft.now();
  if (sanction->lifted_at || over) return Done{};
  sanction->lifted_at = draft.now();
  sanction->lifted_by = draft.actor();
  sanction->lift_reason = reason;
  draft.save(*sanction);
  draft.notify(sanction->member, {.kind = NotificationKind::sanction_lifted,
                                  .by = draft.actor(),
                                  .room = sanction->room,
                                  .sanction = sanction->id,
                                  .text = reason});
  draft.audit(SanctionLift::name, {.member = sanction->member,
                                   .room = sanction->room,
                                   .reason = reason,
                                   .detail = "sanction " + std::to_string(sanction->id.value)});
  return Done{};
}

}  // namespace standpipe::domain
