#pragma once

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/ids.hpp"

/// The things that members see, as they are on the wire: in replies, in events and in catch-up, always the same shape.
/// On the wire, a field that has its default (0, "", false, []) is left out; absent means default.
/// All texts are valid UTF-8 and data, never markup to be trusted; all times are Time.
namespace standpipe::protocol {

enum class Role { member, moderator, administrator };
BOOST_DESCRIBE_ENUM(Role, member, moderator, administrator)

/// What a room is decides who sees it, who may enter it and who may write in it (server/domain/rules.hpp).
/// cop and announcement are seen by every member; group and direct only by those in them.
enum class RoomKind { cop, group, announcement, direct };
BOOST_DESCRIBE_ENUM(RoomKind, cop, group, announcement, direct)

enum class ThreadKind { discussion, question, best_practice, opportunity, event };
BOOST_DESCRIBE_ENUM(ThreadKind, discussion, question, best_practice, opportunity, event)

enum class ThreadStatus { open, answered, closed, archived };
BOOST_DESCRIBE_ENUM(ThreadStatus, open, answered, closed, archived)

/// The results ladder of a Water Operators' Partnership, from short to long term.
enum class Rung { capacity_built, capacity_applied, routines_embedded, performance_improved, targets_achieved };
BOOST_DESCRIBE_ENUM(Rung, capacity_built, capacity_applied, routines_embedded, performance_improved, targets_achieved)

enum class MemberState { active, left, deactivated, erased };
BOOST_DESCRIBE_ENUM(MemberState, active, left, deactivated, erased)

enum class SanctionKind { warning, mute, ban, suspension };
BOOST_DESCRIBE_ENUM(SanctionKind, warning, mute, ban, suspension)

enum class ApplicationStatus { pending, approved, declined };
BOOST_DESCRIBE_ENUM(ApplicationStatus, pending, approved, declined)

enum class ReportStatus { open, upheld, dismissed };
BOOST_DESCRIBE_ENUM(ReportStatus, open, upheld, dismissed)

enum class NotifyLevel { all, mentions, none };
BOOST_DESCRIBE_ENUM(NotifyLevel, all, mentions, none)

// clang-format off
enum class NotificationKind {
  mention, reply, answer_marked, sanction, sanction_lifted, post_approved, post_rejected, report_resolved,
  message_removed, role_changed, added_to_room, removed_from_room
};
// clang-format on
BOOST_DESCRIBE_ENUM(NotificationKind, mention, reply, answer_marked, sanction, sanction_lifted, post_approved, post_rejected,
                    report_resolved, message_removed, role_changed, added_to_room, removed_from_room)

struct Utility {
  UtilityId id;
  std::string name;
  std::string country;               ///< ISO 3166-1 alpha-2, upper case
  std::vector<std::string> domains;  ///< e-mail domains that mark an applicant as likely genuine, lower case
  friend bool operator==(const Utility&, const Utility&) = default;
};
BOOST_DESCRIBE_STRUCT(Utility, (), (id, name, country, domains))

/// What every member may see of a member.
struct Profile {
  MemberId id;
  std::string name;
  Role role = Role::member;  ///< administrator, or moderator when of any room
  MemberState state = MemberState::active;
  std::string job;
  UtilityId utility;
  std::string utility_name;
  std::string country;
  std::vector<std::string> languages;  ///< BCP 47 tags
  std::vector<std::string> expertise;  ///< free tags, lower case
  std::string offers;
  std::string seeks;
  Time joined_at;
  std::int64_t version = 0;  ///< raised by each change; a cached copy of the same version is current
  friend bool operator==(const Profile&, const Profile&) = default;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (id, name, role, state, job, utility, utility_name, country, languages, expertise, offers, seeks, joined_at,
                       version))

struct Room {
  RoomId id;
  RoomKind kind = RoomKind::cop;
  std::string slug;
  std::string name;
  std::string description;
  bool archived = false;
  Time created_at;
  Time ends_at;                      ///< of a group; 0 = no end
  std::int64_t slow_mode_s = 0;      ///< seconds between two posts of one member
  bool approve_first_post = false;   ///< the first post of a newcomer waits for a moderator
  std::vector<MemberId> moderators;  ///< ascending
  std::vector<MemberId> between;     ///< of a direct conversation: the two members, ascending
  friend bool operator==(const Room&, const Room&) = default;
};
BOOST_DESCRIBE_STRUCT(Room, (),
                      (id, kind, slug, name, description, archived, created_at, ends_at, slow_mode_s, approve_first_post,
                       moderators, between))

/// What a best practice achieved.
struct Outcome {
  Rung rung = Rung::capacity_built;
  std::string indicator;
  std::string before;
  std::string after;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (rung, indicator, before, after))

/// The counters last_* are not announced by a thread event of their own: the message event that changes them says it all.
struct Thread {
  ThreadId id;
  RoomId room;
  ThreadKind kind = ThreadKind::discussion;
  ThreadStatus status = ThreadStatus::open;
  std::string title;
  std::string lang;
  MemberId by;
  Time at;
  Index last_index;    ///< how many messages it has, the opening one included
  Number last_number;  ///< the number of its newest message
  Time last_at;
  bool pinned = false;
  bool locked = false;  ///< only moderators may reply
  MessageId answer;
  std::optional<Outcome> outcome;
  bool gone = false;  ///< a tombstone: moved to another room; only id and room are set
  friend bool operator==(const Thread&, const Thread&) = default;
};
BOOST_DESCRIBE_STRUCT(Thread, (),
                      (id, room, kind, status, title, lang, by, at, last_index, last_number, last_at, pinned, locked, answer,
                       outcome, gone))

struct Reaction {
  std::string emoji;
  std::vector<MemberId> by;  ///< in the order in which they came
  friend bool operator==(const Reaction&, const Reaction&) = default;
};
BOOST_DESCRIBE_STRUCT(Reaction, (), (emoji, by))

/// What is left of a message that was removed.
struct Removal {
  MemberId by;
  Time at;
  std::string reason;  ///< empty when the author removed it
  friend bool operator==(const Removal&, const Removal&) = default;
};
BOOST_DESCRIBE_STRUCT(Removal, (), (by, at, reason))

struct Message {
  MessageId id;
  RoomId room;
  Number number;
  ThreadId thread;  ///< 0: in the room's chat
  Index index;
  MemberId by;
  Time at;
  std::string lang;
  std::string text;  ///< Markdown (CommonMark), as written
  MessageId reply_to;
  std::vector<MemberId> mentions;  ///< ascending
  std::vector<Reaction> reactions;
  Time edited_at;
  bool pinned = false;
  std::optional<Removal> removed;  ///< a stub: text, mentions and reactions are gone
  bool gone = false;               ///< a tombstone: moved to another room; only id, room and number are set
  Rev rev;                         ///< of its room's stream, when it last changed; an edit names it
  std::string key;                 ///< only in the live event that its author's own connections get
  friend bool operator==(const Message&, const Message&) = default;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, room, number, thread, index, by, at, lang, text, reply_to, mentions, reactions, edited_at, pinned,
                       removed, gone, rev, key))

/// A member's place in a room, in that member's own stream. Unread in the room = the room's last number - baseline - read.
struct Membership {
  RoomId room;
  Role role = Role::member;
  bool in = true;  ///< false: left, removed or banned; a tombstone
  Time joined_at;
  Number baseline;        ///< everything up to this number counts as read
  Index chat_read;        ///< read mark of the room's chat
  std::int64_t read = 0;  ///< how many messages above the baseline are read, chat and threads together
  NotifyLevel notify = NotifyLevel::all;
  friend bool operator==(const Membership&, const Membership&) = default;
};
BOOST_DESCRIBE_STRUCT(Membership, (), (room, role, in, joined_at, baseline, chat_read, read, notify))

/// How far a member has read a thread.
struct ReadMark {
  RoomId room;
  ThreadId thread;
  Index index;
  friend bool operator==(const ReadMark&, const ReadMark&) = default;
};
BOOST_DESCRIBE_STRUCT(ReadMark, (), (room, thread, index))

struct Sanction {
  SanctionId id;
  MemberId member;
  SanctionKind kind = SanctionKind::warning;
  RoomId room;  ///< 0: everywhere
  std::string reason;
  MemberId by;
  Time at;
  Time until;  ///< 0: for good (a warning has no end)
  Time lifted_at;
  MemberId lifted_by;
  std::string lift_reason;
  friend bool operator==(const Sanction&, const Sanction&) = default;
};
BOOST_DESCRIBE_STRUCT(Sanction, (), (id, member, kind, room, reason, by, at, until, lifted_at, lifted_by, lift_reason))

struct Application {
  ApplicationId id;
  ApplicationStatus status = ApplicationStatus::pending;
  std::string name;
  std::string email;
  std::string utility_name;
  UtilityId utility;  ///< the known utility whose domain or name matches
  bool domain_matches = false;
  std::string country;
  std::string job;
  std::vector<std::string> languages;
  std::vector<RoomId> rooms;  ///< the CoPs of interest
  std::string why;
  Time at;
  MemberId decided_by;
  Time decided_at;
  std::string reason;
  MemberId member;  ///< once approved
  MemberId former;  ///< until approved: who left with this address, which nobody has verified; they stay another member
  friend bool operator==(const Application&, const Application&) = default;
};
BOOST_DESCRIBE_STRUCT(Application, (),
                      (id, status, name, email, utility_name, utility, domain_matches, country, job, languages, rooms, why, at,
                       decided_by, decided_at, reason, member, former))

struct Report {
  ReportId id;
  RoomId room;
  MessageId message;
  MemberId by;
  std::string reason;
  Time at;
  ReportStatus status = ReportStatus::open;
  MemberId resolved_by;
  Time resolved_at;
  std::string note;
  friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (), (id, room, message, by, reason, at, status, resolved_by, resolved_at, note))

/// A post that waits for a moderator: of a reply or chat message (title empty), or of a new thread.
struct PendingPost {
  PendingId id;
  RoomId room;
  ThreadId thread;
  std::string title;
  ThreadKind kind = ThreadKind::discussion;
  std::optional<Outcome> outcome;
  MemberId by;
  Time at;
  std::string lang;
  std::string text;
  MessageId reply_to;
  std::vector<MemberId> mentions;
  bool decided = false;  ///< a tombstone: approved, rejected or withdrawn
  friend bool operator==(const PendingPost&, const PendingPost&) = default;
};
BOOST_DESCRIBE_STRUCT(PendingPost, (), (id, room, thread, title, kind, outcome, by, at, lang, text, reply_to, mentions, decided))

struct Notification {
  NotificationId id;
  NotificationKind kind = NotificationKind::mention;
  Time at;
  MemberId by;
  RoomId room;
  ThreadId thread;
  MessageId message;
  SanctionId sanction;
  std::string text;  ///< a reason or note, where there is one; never the text of a message
  bool seen = false;
  friend bool operator==(const Notification&, const Notification&) = default;
};
BOOST_DESCRIBE_STRUCT(Notification, (), (id, kind, at, by, room, thread, message, sanction, text, seen))

/// A moderator's or administrator's act. The log is append-only.
struct AuditEntry {
  AuditId id;
  Time at;
  MemberId by;
  std::string act;  ///< the name of the method, e.g. "member.mute"
  MemberId member;
  RoomId room;
  ThreadId thread;
  MessageId message;
  std::string reason;
  std::string detail;
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (id, at, by, act, member, room, thread, message, reason, detail))

struct Invitation {
  InvitationId id;
  std::string code;  ///< only in the answer that made it
  std::string note;
  MemberId by;
  Time at;
  Time expires_at;
  std::int64_t uses_left = 0;
  bool revoked = false;
  std::vector<RoomId> rooms;  ///< that who accepts it joins
  friend bool operator==(const Invitation&, const Invitation&) = default;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, code, note, by, at, expires_at, uses_left, revoked, rooms))

/// A log-in of a member on one device.
struct SessionInfo {
  SessionId id;
  std::string device;
  Time at;
  Time expires_at;
  bool current = false;
  friend bool operator==(const SessionInfo&, const SessionInfo&) = default;
};
BOOST_DESCRIBE_STRUCT(SessionInfo, (), (id, device, at, expires_at, current))

}  // namespace standpipe::protocol
