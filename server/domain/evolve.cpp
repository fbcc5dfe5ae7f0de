#include <algorithm>

#include "server/domain/state.hpp"

/// How the state follows from rows and announcements. What a row replaces is found in the state itself, so that loading a row
/// from the store and bringing it in right after deciding come to the same.
namespace standpipe::domain {

namespace {

template <class Id>
bool note_id(Id& next, Id id) {
  const bool is_new = id >= next;
  if (is_new) next = id.next();
  return is_new;
}

bool is_over(const Sanction& sanction, Time now) {
  return sanction.until && sanction.until <= now;
}

void drop_past_sanctions(MemberState& member, Time now) {
  std::erase_if(member.sanctions, [now](const Sanction& s) { return is_over(s, now); });
}

void bring_in(State& state, const Account& account) {
  note_id(state.next.member, account.profile.id);
  auto& member = state.members[account.profile.id];
  if (!member.account.email.empty()) state.by_email.erase(member.account.email);
  member.account = account;
  if (!account.email.empty()) state.by_email[account.email] = account.profile.id;
}

void bring_in(State& state, const Utility& utility) {
  note_id(state.next.utility, utility.id);
  state.utilities[utility.id] = utility;
}

void bring_in(State& state, const Room& room) {
  note_id(state.next.room, room.id);
  auto& place = state.rooms[room.id].room;
  if (!place.slug.empty()) state.by_slug.erase(place.slug);
  place = room;
  if (!room.slug.empty()) state.by_slug[room.slug] = room.id;
  if (room.between.size() == 2) state.directs[{room.between[0], room.between[1]}] = room.id;
}

void bring_in(State& state, const MembershipRecord& record) {
  auto& rooms = state.members[record.member].rooms;
  auto at = std::lower_bound(rooms.begin(), rooms.end(), record.membership.room,
                             [](const MembershipRecord& r, RoomId id) { return r.membership.room < id; });
  const bool known = at != rooms.end() && at->membership.room == record.membership.room;
  const bool was_in = known && at->membership.in;
  if (known) {
    *at = record;
  } else {
    rooms.insert(at, record);
  }
  state.rooms[record.membership.room].members += int{record.membership.in} - int{was_in};
}

void bring_in(State& state, const Thread& thread) {
  if (note_id(state.next.thread, thread.id)) ++state.rooms[thread.room].threads;
}

void bring_in(State& state, const Message& message) {
  if (note_id(state.next.message, message.id)) ++state.messages;
  auto& room = state.rooms[message.room];
  room.last_number = std::max(room.last_number, message.number);
  if (!message.thread) room.chat_last = std::max(room.chat_last, message.index);
}

/// The number stays taken.
void bring_in(State& state, const GoneRecord& gone) {
  auto& room = state.rooms[gone.room];
  room.last_number = std::max(room.last_number, gone.number);
}

void bring_in(State& state, const Sanction& sanction) {
  note_id(state.next.sanction, sanction.id);
  auto& member = state.members[sanction.member];
  std::erase_if(member.sanctions, [&](const Sanction& s) { return s.id == sanction.id; });
  drop_past_sanctions(member, state.at);
  if (sanction.kind == SanctionKind::warning || sanction.lifted_at || is_over(sanction, state.at)) return;
  const auto at = std::lower_bound(member.sanctions.begin(), member.sanctions.end(), sanction.id,
                                   [](const Sanction& s, SanctionId id) { return s.id < id; });
  member.sanctions.insert(at, sanction);
}

/// A report is written twice: when it is made, and when it is decided.
void bring_in(State& state, const Report& report) {
  const bool is_new = note_id(state.next.report, report.id);
  const bool open = report.status == ReportStatus::open;
  if (is_new && open) ++state.open_reports;
  if (!is_new && !open) --state.open_reports;
}

void bring_in(State& state, const PendingPost& post) {
  note_id(state.next.pending, post.id);
}

void bring_in(State& state, const NotificationRecord& record) {
  note_id(state.next.notification, record.notification.id);
}

void bring_in(State& state, const ApplicationRecord& record) {
  const auto id = record.application.id;
  note_id(state.next.application, id);
  if (record.application.status == ApplicationStatus::approved) {
    state.applications.erase(id);
  } else {
    state.applications[id] = record;
  }
}

void bring_in(State& state, const InvitationRecord& record) {
  note_id(state.next.invitation, record.invitation.id);
  state.invitations[record.invitation.id] = record;
}

void bring_in(State& state, const SessionRecord& session) {
  state.sessions[session.token_hash] = session;
  state.session_tokens[session.id] = session.token_hash;
}

void bring_in(State& state, const SessionEnded& ended) {
  const auto at = state.session_tokens.find(ended.id);
  if (at == state.session_tokens.end()) return;
  state.sessions.erase(at->second);
  state.session_tokens.erase(at);
}

void bring_in(State& state, const AuditEntry& entry) {
  note_id(state.next.audit, entry.id);
}

/// Comes once in a while, so that it is also the moment to let go of sanctions that are over.
void bring_in(State& state, const KeysExpired&) {
  for (auto& [id, member] : state.members) drop_past_sanctions(member, state.at);
}

// What lies on disk only.
void bring_in(State&, const MarkRecord&) {}
void bring_in(State&, const NotificationsSeen&) {}
void bring_in(State&, const KeyRecord&) {}

/// A thread that moves leaves a tombstone in its old room's stream; its row names the new room.
void count_moved_threads(State& state, const Decision& decision) {
  for (const auto& announcement : decision.announcements) {
    const auto& thread = announcement.change.thread;
    if (!thread || !thread->gone) continue;
    --state.rooms[thread->room].threads;
    for (const auto& row : decision.rows) {
      const auto* moved = std::get_if<Thread>(&row);
      if (moved && moved->id == thread->id) ++state.rooms[moved->room].threads;
    }
  }
}

}  // namespace

void evolve(State& state, const RowChange& row) {
  std::visit([&](const auto& content) { bring_in(state, content); }, row);
}

void evolve(State& state, const Announcement& announcement) {
  const auto rev = announcement.change.rev;
  const auto id = announcement.stream.id;
  switch (announcement.stream.kind) {
    case StreamKey::Kind::community:
      state.community_rev = rev;
      break;
    case StreamKey::Kind::room:
      state.rooms[RoomId{id}].rev = rev;
      break;
    case StreamKey::Kind::desk:
      (id == 0 ? state.admin_desk_rev : state.rooms[RoomId{id}].desk_rev) = rev;
      break;
    case StreamKey::Kind::member:
      state.members[MemberId{id}].rev = rev;
      break;
  }
}

void evolve(State& state, const Decision& decision, std::int64_t seq, Time at) {
  state.seq = seq;
  state.at = at;
  for (const auto& row : decision.rows) evolve(state, row);
  for (const auto& announcement : decision.announcements) evolve(state, announcement);
  count_moved_threads(state, decision);
}

}  // namespace standpipe::domain
