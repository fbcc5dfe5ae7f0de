#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/domain/decision.hpp"
#include "server/domain/stream.hpp"

namespace standpipe::domain {

/// A member with all that decides what they may do. About 700 bytes.
struct MemberState {
  Account account;
  std::vector<MembershipRecord> rooms;  ///< ascending by room; those in, and those left (in == false), for their post counts
  std::vector<Sanction> sanctions;      ///< not lifted, not yet past their time when last looked at; ascending by id
  Rev rev;                              ///< head of the member's stream

  const MembershipRecord* in_room(RoomId room) const;  ///< only while in
  const MembershipRecord* record(RoomId room) const;   ///< in or not
};

struct RoomState {
  Room room;
  Rev rev;  ///< head of the room's stream
  Rev desk_rev;
  Number last_number;
  Index chat_last;
  std::int64_t threads = 0;
  std::int64_t members = 0;
};

/// The next id of each kind. Ids are dense and never reused.
struct NextIds {
  MemberId member{1};
  UtilityId utility{1};
  RoomId room{1};
  ThreadId thread{1};
  MessageId message{1};
  ApplicationId application{1};
  InvitationId invitation{1};
  SanctionId sanction{1};
  ReportId report{1};
  PendingId pending{1};
  NotificationId notification{1};
  AuditId audit{1};
};

/// The part of the community that lives in memory. A value: copyable, no locks, no I/O. The writer thread owns one and decides
/// upon it; a second one, equal to what is committed, is published for reading.
struct State {
  std::string epoch;
  std::int64_t seq = 0;  ///< of the last command
  Time at;               ///< of the last command
  Rev community_rev;
  Rev admin_desk_rev;  ///< of "desk:0"
  NextIds next;
  std::unordered_map<MemberId, MemberState> members;
  std::unordered_map<std::string, MemberId> by_email;
  std::map<UtilityId, Utility> utilities;
  std::map<RoomId, RoomState> rooms;
  std::unordered_map<std::string, RoomId> by_slug;
  std::map<std::pair<MemberId, MemberId>, RoomId> directs;
  std::map<ApplicationId, ApplicationRecord> applications;  ///< those not approved
  std::map<InvitationId, InvitationRecord> invitations;
  std::map<TokenHash, SessionRecord> sessions;
  std::unordered_map<SessionId, TokenHash> session_tokens;
  std::int64_t messages = 0;
  std::int64_t open_reports = 0;

  const MemberState* member(MemberId id) const;
  const RoomState* room(RoomId id) const;
  const SessionRecord* session(const TokenHash& token) const;
  Rev head(StreamKey stream) const;
};

/// Brings one row's change, or one stream's new revision, into the state. The only way in which a state changes. Never fails.
void evolve(State& state, const RowChange& row);
void evolve(State& state, const Announcement& announcement);
/// All of a decision, and its stamp's seq and time.
void evolve(State& state, const Decision& decision, std::int64_t seq, Time at);

/// The whole state as text, the same for equal states whatever their history: for tests and `admin verify`.
std::string dump(const State& state);

}  // namespace standpipe::domain
