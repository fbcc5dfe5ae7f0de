#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// Log-in, resume and what concerns a connection.
namespace standpipe::protocol {

/// Logs the connection in to its streams, and catches up, in one round trip.
struct Hello {
  static constexpr std::string_view name = "hello";
  static constexpr MethodKind kind = MethodKind::session;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Logs the connection in to its streams, and catches up, in one round trip.";
  static constexpr limits::PageSize page{0, 0, 50};
  struct Params {
    std::optional<std::string> epoch;  ///< the epoch of the client's copy; another one makes every stream start afresh
    std::optional<std::map<std::string, Rev>> streams;  ///< the head of each stream that the client has a copy of
    std::optional<std::string> lang;                    ///< BCP 47; the language of texts for people
    std::optional<Mode> mode;                           ///< full if absent
    std::optional<std::int64_t> page;                   ///< how many chat messages of each room come along with a gap
    std::optional<bool> compact;                        ///< events of messages in their short form, see message_event.hpp
  };
  using Result = HelloResult;
};
BOOST_DESCRIBE_STRUCT(Hello::Params, (), (epoch, streams, lang, mode, page, compact))

/// What changed in a stream after a revision.
struct ChangesSince {
  static constexpr std::string_view name = "changes.since";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "What changed in a stream after a revision.";
  static constexpr limits::PageSize page{0, 50, 200};
  struct Params {
    std::string stream;
    Rev rev;                           ///< the client's head
    std::optional<std::int64_t> page;  ///< newest chat messages with a gap
  };
  using Result = CatchUp;
};
BOOST_DESCRIBE_STRUCT(ChangesSince::Params, (), (stream, rev, page))

/// Tells the others in the place that one is writing; good for 5 seconds.
struct TypingNow {
  static constexpr std::string_view name = "typing";
  static constexpr MethodKind kind = MethodKind::session;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Tells the others in the place that one is writing; good for 5 seconds.";
  struct Params {
    RoomId room;
    std::optional<ThreadId> thread;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(TypingNow::Params, (), (room, thread))

/// Who of a room's members is online.
struct PresenceList {
  static constexpr std::string_view name = "presence.list";
  static constexpr MethodKind kind = MethodKind::session;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Who of a room's members is online.";
  struct Params {
    RoomId room;
  };
  using Result = MemberIds;
};
BOOST_DESCRIBE_STRUCT(PresenceList::Params, (), (room))

/// One's own log-ins.
struct SessionList {
  static constexpr std::string_view name = "session.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "One's own log-ins.";
  struct Params {};
  using Result = Sessions;
};
BOOST_DESCRIBE_STRUCT(SessionList::Params, (), ())

/// Ends a log-in of one's own and closes its connections.
struct SessionRevoke {
  static constexpr std::string_view name = "session.revoke";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Ends a log-in of one's own and closes its connections.";
  struct Params {
    SessionId session;  ///< 0: all but the current one
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(SessionRevoke::Params, (), (session))

}  // namespace standpipe::protocol
