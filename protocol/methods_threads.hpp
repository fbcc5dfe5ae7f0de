#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// Threads: titled, of a kind, with a status.
namespace standpipe::protocol {

/// Starts a thread with its opening message.
struct ThreadCreate {
  static constexpr std::string_view name = "thread.create";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Starts a thread with its opening message.";
  struct Params {
    RoomId room;
    std::string title;  ///< 1 to 200 bytes
    ThreadKind kind{};
    std::string text;
    std::optional<std::string> lang;
    std::optional<Outcome> outcome;  ///< of a best practice
    std::optional<std::vector<MemberId>> mentions;
  };
  using Result = Posted;
};
BOOST_DESCRIBE_STRUCT(ThreadCreate::Params, (), (room, title, kind, text, lang, outcome, mentions))

/// Changes title, kind, language, outcome or status; by its author or a moderator. Only moderators archive, and reopen what a
/// moderator closed.
struct ThreadUpdate {
  static constexpr std::string_view name = "thread.update";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Changes title, kind, language, outcome or status; by its author or a moderator. Only moderators archive, and reopen what "
      "a moderator closed; `answered` comes and goes with thread.answer.";
  struct Params {
    ThreadId thread;
    std::optional<std::string> title;
    std::optional<ThreadKind> kind;
    std::optional<ThreadStatus> status;
    std::optional<std::string> lang;
    std::optional<Outcome> outcome;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ThreadUpdate::Params, (), (thread, title, kind, status, lang, outcome))

/// Marks a reply as the answer to a question, or takes the answer back; by its author or a moderator.
struct ThreadAnswer {
  static constexpr std::string_view name = "thread.answer";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Marks a reply as the answer to a question, or with 0 takes the answer back; by its author or a moderator.";
  struct Params {
    ThreadId thread;
    MessageId message;  ///< 0: no answer after all
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ThreadAnswer::Params, (), (thread, message))

/// Locks a thread, so that only moderators may reply, or unlocks it.
struct ThreadLock {
  static constexpr std::string_view name = "thread.lock";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Locks a thread, so that only moderators may reply, or unlocks it.";
  struct Params {
    ThreadId thread;
    bool on = false;
    std::optional<std::string> reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ThreadLock::Params, (), (thread, on, reason))

/// Pins a thread to the top of its room, or unpins it.
struct ThreadPin {
  static constexpr std::string_view name = "thread.pin";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Pins a thread to the top of its room, or unpins it.";
  struct Params {
    ThreadId thread;
    bool on = false;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ThreadPin::Params, (), (thread, on))

/// Moves a thread with all its messages to another room; a moderator of both.
struct ThreadMove {
  static constexpr std::string_view name = "thread.move";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Moves a thread with all its messages to another room; a moderator of both.";
  struct Params {
    ThreadId thread;
    RoomId room;  ///< where it goes
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ThreadMove::Params, (), (thread, room, reason))

/// A page of a room's threads, the most recently active first.
struct ThreadList {
  static constexpr std::string_view name = "thread.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "A page of a room's threads, the most recently active first.";
  static constexpr limits::PageSize page{1, 30, 100};
  struct Params {
    RoomId room;
    std::optional<ThreadKind> kind;
    std::optional<ThreadStatus> status;
    std::optional<std::string> lang;
    std::optional<MemberId> by;
    std::optional<bool> unread;  ///< only those with something unread
    std::optional<bool> pinned;
    std::optional<Number> before;  ///< the next page: last_number below this
    std::optional<std::int64_t> limit;
  };
  using Result = ThreadPage;
};
BOOST_DESCRIBE_STRUCT(ThreadList::Params, (), (room, kind, status, lang, by, unread, pinned, before, limit))

/// One thread.
struct ThreadGet {
  static constexpr std::string_view name = "thread.get";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "One thread.";
  struct Params {
    ThreadId thread;
  };
  using Result = ThreadPage;
};
BOOST_DESCRIBE_STRUCT(ThreadGet::Params, (), (thread))

}  // namespace standpipe::protocol
