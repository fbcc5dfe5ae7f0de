#include "server/domain/guards.hpp"

#include <algorithm>

namespace standpipe::domain {

namespace {

Objection ban_of_actor(const Draft& draft, RoomId room) {
  const auto* actor = draft.state().member(draft.actor());
  const auto* ban = actor ? in_force(*actor, SanctionKind::ban, room, draft.now()) : nullptr;
  if (!ban) return std::nullopt;
  return refusal_for(ErrorCode::banned, *ban);
}

/// Of what they wrote themselves in a room that they are banned from, the actor learns of the ban: that it exists they know.
Refusal hidden(const Draft& draft, MemberId by, RoomId room, std::string field) {
  auto ban = by == draft.actor() ? ban_of_actor(draft, room) : std::nullopt;
  if (ban) return std::move(*ban);
  return Refusal(ErrorCode::not_found).field(std::move(field));
}

template <class Predicate>
std::vector<MemberId> members_where(const State& state, Predicate predicate) {
  std::vector<MemberId> found;
  for (const auto& [id, member] : state.members) {
    if (predicate(member)) found.push_back(id);
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

Refusal refusal_for(ErrorCode code, const Sanction& sanction) {
  Refusal refusal(code);
  refusal.data.until = sanction.until;
  refusal.data.reason = sanction.reason;
  return refusal;
}

Answer<Room> visible_room(const Draft& draft, RoomId room) {
  if (may_see_room(draft.state(), draft.actor(), room, draft.now())) return draft.room(room);
  if (auto ban = ban_of_actor(draft, room)) return std::move(*ban);
  return Refusal(ErrorCode::not_found).field("room");
}

Answer<Message> visible_message(const Draft& draft, MessageId id) {
  auto message = draft.content().message(id);
  if (!message) return Refusal(ErrorCode::not_found).field("message");
  if (may_read(draft.state(), draft.actor(), message->room, draft.now())) return std::move(*message);
  return hidden(draft, message->by, message->room, "message");
}

Answer<Thread> visible_thread(const Draft& draft, ThreadId id) {
  auto thread = draft.thread(id);
  if (!thread) return Refusal(ErrorCode::not_found).field("thread");
  if (may_read(draft.state(), draft.actor(), thread->room, draft.now())) return std::move(*thread);
  return hidden(draft, thread->by, thread->room, "thread");
}

Answer<Account> known_member(const Draft& draft, MemberId member) {
  const auto* known = draft.state().member(member);
  if (known && known->account.profile.state != protocol::MemberState::erased) return known->account;
  return Refusal(ErrorCode::not_found).field("member");
}

Answer<Account> active_member(const Draft& draft, MemberId member) {
  auto account = known_member(draft, member);
  if (!account || account->profile.state == protocol::MemberState::active) return account;
  return Refusal(ErrorCode::not_allowed, "This person is not an active member at present.").field("member");
}

Objection objection_to_absence(const Draft& draft, RoomId room) {
  if (draft.membership(draft.actor(), room).membership.in) return std::nullopt;
  if (auto ban = ban_of_actor(draft, room)) return ban;
  return Refusal(ErrorCode::not_a_member).field("room");
}

Objection objection_to_closed_room(const Draft& draft, const Room& room) {
  if (room.ends_at && room.ends_at <= draft.now()) return Refusal(ErrorCode::room_read_only);
  if (room.archived) return Refusal(ErrorCode::room_archived);
  return std::nullopt;
}

Objection objection_to_voice(const Draft& draft, RoomId room) {
  const auto& actor = *draft.state().member(draft.actor());
  const auto* mute = in_force(actor, SanctionKind::mute, room, draft.now());
  if (!mute) return std::nullopt;
  return refusal_for(ErrorCode::muted, *mute);
}

Objection objection_to_writing(const Draft& draft, const Room& room) {
  if (auto no = objection_to_absence(draft, room.id)) return no;
  if (auto no = objection_to_voice(draft, room.id)) return no;
  return objection_to_closed_room(draft, room);
}

Objection objection_to_thread(const Draft& draft, const Thread& thread) {
  if (thread.status == ThreadStatus::closed || thread.status == ThreadStatus::archived) {
    return Refusal(ErrorCode::thread_closed);
  }
  if (thread.locked && actor_rank(draft, thread.room) < Role::moderator) return Refusal(ErrorCode::thread_locked);
  return std::nullopt;
}

Role actor_rank(const Draft& draft, RoomId room) {
  return rank_in(draft.state(), draft.actor(), room);
}

Objection objection_to_rank(const Draft& draft, RoomId room, Role least) {
  if (actor_rank(draft, room) >= least) return std::nullopt;
  return Refusal(ErrorCode::not_allowed);
}

Objection objection_to_target(const Draft& draft, RoomId room, MemberId target) {
  if (actor_rank(draft, room) > rank_in(draft.state(), target, room)) return std::nullopt;
  return Refusal(ErrorCode::rank_too_low).field("member");
}

std::vector<MemberId> members_in(const State& state, RoomId room) {
  return members_where(state, [room](const MemberState& member) { return member.in_room(room) != nullptr; });
}

std::vector<MemberId> administrators(const State& state) {
  return members_where(state, [](const MemberState& member) { return member.account.profile.role == Role::administrator; });
}

bool has_other_administrator(const State& state, MemberId but, Time now) {
  return std::ranges::any_of(state.members, [&](const auto& entry) {
    const auto& profile = entry.second.account.profile;
    return profile.role == Role::administrator && profile.id != but && may_take_part(state, profile.id, now);
  });
}

}  // namespace standpipe::domain
