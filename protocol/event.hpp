#pragma once

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "protocol/entities.hpp"

namespace standpipe::protocol {

/// One entity's present state with the revision at which it last changed: what an event announces (with `stream`), and what
/// a catch-up lists (without it). Exactly one of the entities is set.
///
/// Stream names: "community" (rooms everybody may see, utilities), "room:N", "desk:N" (for the moderators of room N;
/// "desk:0" is the administrators'), "me" (the member's own).
struct Change {
  std::string stream;
  Rev rev;
  std::optional<Message> message;
  std::optional<Thread> thread;
  std::optional<Room> room;
  std::optional<Utility> utility;
  std::optional<Membership> membership;
  std::optional<ReadMark> mark;
  std::optional<Notification> notification;
  std::optional<Sanction> sanction;
  std::optional<Application> application;
  std::optional<Report> report;
  std::optional<PendingPost> pending;
  std::optional<Profile> profile;  ///< one's own, in "me"
  friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (),
                      (stream, rev, message, thread, room, utility, membership, mark, notification, sanction, application, report,
                       pending, profile))

/// What a client missed of a stream. With `gap` the client's copy is too old to be mended: it drops it, takes `changes` as the
/// newest part and asks for older parts when they are needed.
struct CatchUp {
  std::string stream;
  Rev rev;  ///< the stream's head at the moment of the answer
  bool gap = false;
  std::vector<Change> changes;  ///< ascending by rev
  friend bool operator==(const CatchUp&, const CatchUp&) = default;
};
BOOST_DESCRIBE_STRUCT(CatchUp, (), (stream, rev, gap, changes))

/// The counters of a room that its messages move.
struct RoomHead {
  RoomId room;
  Rev rev;
  Number last_number;
  Index chat_last;
  std::int64_t threads = 0;
  std::int64_t members = 0;
  std::int64_t unread = 0;  ///< of the asking member; 0 where not in the room
  friend bool operator==(const RoomHead&, const RoomHead&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomHead, (), (room, rev, last_number, chat_last, threads, members, unread))

/// Params of the notification "resync": events were dropped because this connection took them too slowly; ask
/// changes.since for each stream, or say hello again.
struct Resync {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Resync, (), (reason))

/// Why a stream ended for a member. The first: they left the room or the community themselves.
enum class LeftCode { left, removed, banned, not_moderator, not_administrator, erased };
BOOST_DESCRIBE_ENUM(LeftCode, left, removed, banned, not_moderator, not_administrator, erased)

/// Params of the notification "left": this connection gets no more events of the stream.
struct StreamClosed {
  std::string stream;
  LeftCode code = LeftCode::left;
  std::string reason;  ///< for people: a moderator's own words where there are some
};
BOOST_DESCRIBE_STRUCT(StreamClosed, (), (stream, code, reason))

/// Params of the notification "presence": who of a room's members came and went since the last one, gathered for some
/// seconds (never stored, never sent in lite mode).
struct Presence {
  RoomId room;
  std::vector<MemberId> came;
  std::vector<MemberId> went;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (room, came, went))

/// Params of the notification "typing" (never stored, never sent in lite mode).
struct Typing {
  RoomId room;
  ThreadId thread;
  MemberId member;
};
BOOST_DESCRIBE_STRUCT(Typing, (), (room, thread, member))

}  // namespace standpipe::protocol
