#pragma once

#include <map>
#include <string_view>

#include "protocol/event.hpp"

namespace standpipe::protocol {

/// A command changes something, durably, in the one total order, and carries a key; a query reads; a session method
/// concerns the connection itself.
enum class MethodKind { command, query, session };
BOOST_DESCRIBE_ENUM(MethodKind, command, query, session)

/// full: everything. lite: no presence, no typing, events gathered for 2 seconds.
enum class Mode { full, lite };
BOOST_DESCRIBE_ENUM(Mode, full, lite)

struct Done {};
BOOST_DESCRIBE_STRUCT(Done, (), ())

/// Where a post is; or, when it waits for a moderator, only `pending`.
struct Posted {
  MessageId message;
  RoomId room;
  ThreadId thread;
  Number number;
  Index index;
  Rev rev;
  PendingId pending;
};
BOOST_DESCRIBE_STRUCT(Posted, (), (message, room, thread, number, index, rev, pending))

struct Joined {
  Membership membership;
  RoomHead head;
};
BOOST_DESCRIBE_STRUCT(Joined, (), (membership, head))

struct RoomMade {
  RoomId room;
};
BOOST_DESCRIBE_STRUCT(RoomMade, (), (room))

struct UtilityMade {
  UtilityId utility;
};
BOOST_DESCRIBE_STRUCT(UtilityMade, (), (utility))

struct Sanctioned {
  SanctionId sanction;
  Time until;
};
BOOST_DESCRIBE_STRUCT(Sanctioned, (), (sanction, until))

struct Approved {
  MemberId member;
};
BOOST_DESCRIBE_STRUCT(Approved, (), (member))

struct Invited {
  Invitation invitation;
};
BOOST_DESCRIBE_STRUCT(Invited, (), (invitation))

struct MemberIds {
  std::vector<MemberId> members;
};
BOOST_DESCRIBE_STRUCT(MemberIds, (), (members))

struct Sessions {
  std::vector<SessionInfo> sessions;
};
BOOST_DESCRIBE_STRUCT(Sessions, (), (sessions))

/// The name card of a person that a page speaks of.
struct Person {
  MemberId id;
  std::string name;  ///< empty: a former member
  std::string utility_name;
  std::string country;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, name, utility_name, country))

/// Messages in ascending order of index (of a place) or as the method says, with who wrote them. A page ends early where it
/// would be larger than limits::page_bytes.
struct MessagePage {
  std::vector<Message> messages;
  std::vector<Person> people;
  bool more_before = false;
  bool more_after = false;
};
BOOST_DESCRIBE_STRUCT(MessagePage, (), (messages, people, more_before, more_after))

struct ThreadPage {
  std::vector<Thread> threads;
  std::vector<ReadMark> marks;       ///< the asking member's, of those threads
  std::vector<std::int64_t> unread;  ///< of each thread, in the order of `threads`
  std::vector<Person> people;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(ThreadPage, (), (threads, marks, unread, people, more))

struct Rooms {
  std::vector<Room> rooms;
  std::vector<RoomHead> heads;          ///< in the order of `rooms`
  std::vector<Membership> memberships;  ///< the asking member's
};
BOOST_DESCRIBE_STRUCT(Rooms, (), (rooms, heads, memberships))

struct MemberPage {
  std::vector<Profile> members;
  std::vector<MemberId> moderators;  ///< of room.members
  std::int64_t total = 0;            ///< of room.members
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(MemberPage, (), (members, moderators, total, more))

struct Notifications {
  std::vector<Notification> notifications;
  std::vector<Person> people;
  std::int64_t unseen = 0;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Notifications, (), (notifications, people, unseen, more))

struct Utilities {
  std::vector<Utility> utilities;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Utilities, (), (utilities, more))

struct Sanctions {
  std::vector<Sanction> sanctions;
  std::vector<Person> people;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Sanctions, (), (sanctions, people, more))

struct Reports {
  std::vector<Report> reports;
  std::vector<Message> messages;  ///< what was reported
  std::vector<Person> people;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Reports, (), (reports, messages, people, more))

struct PendingPosts {
  std::vector<PendingPost> pending;
  std::vector<Person> people;
  bool more = false;  ///< later ones, which come when these are decided
};
BOOST_DESCRIBE_STRUCT(PendingPosts, (), (pending, people, more))

struct Applications {
  std::vector<Application> applications;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Applications, (), (applications, more))

struct AuditLog {
  std::vector<AuditEntry> entries;
  std::vector<Person> people;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(AuditLog, (), (entries, people, more))

struct Invitations {
  std::vector<Invitation> invitations;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Invitations, (), (invitations, more))

struct ServerInfo {
  std::string version;
  Time started_at;
  std::int64_t members = 0;
  std::int64_t messages = 0;
  std::int64_t connections = 0;
  std::int64_t database_bytes = 0;
  std::int64_t applications_waiting = 0;
  std::int64_t reports_open = 0;
  std::vector<RoomId> short_of_moderators;  ///< CoPs with fewer than two
};
BOOST_DESCRIBE_STRUCT(ServerInfo, (),
                      (version, started_at, members, messages, connections, database_bytes, applications_waiting, reports_open,
                       short_of_moderators))

/// What a client must keep to; a request beyond one of them is refused with a code.
struct LimitsInfo {
  std::int64_t text_bytes = 0;
  std::int64_t title_bytes = 0;
  std::int64_t frame_bytes = 0;
  std::int64_t batch = 0;
  std::int64_t gap = 0;
};
BOOST_DESCRIBE_STRUCT(LimitsInfo, (), (text_bytes, title_bytes, frame_bytes, batch, gap))

struct HelloResult {
  std::string epoch;
  std::string server;     ///< name and version
  std::string community;  ///< its name
  Time now;
  LimitsInfo limits;
  Profile me;
  std::string email;
  std::vector<RoomHead> heads;   ///< of every room one is in
  std::vector<CatchUp> streams;  ///< every stream that the connection gets events of from now on
  std::vector<Person> people;    ///< who wrote the messages among the changes
  std::int64_t unseen = 0;       ///< notifications
};
BOOST_DESCRIBE_STRUCT(HelloResult, (), (epoch, server, community, now, limits, me, email, heads, streams, people, unseen))

}  // namespace standpipe::protocol
