#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// Reading and writing in rooms and threads.
namespace standpipe::protocol {

/// Posts to a room's chat or a thread.
struct MessagePost {
  static constexpr std::string_view name = "message.post";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Posts to a room's chat or a thread.";
  struct Params {
    RoomId room;
    std::optional<ThreadId> thread;                 ///< absent: the chat
    std::string text;                               ///< Markdown, 1 to 16384 bytes
    std::optional<std::string> lang;                ///< BCP 47; the first language of the author's profile if absent
    std::optional<MessageId> reply_to;              ///< a message of the same place
    std::optional<std::vector<MemberId>> mentions;  ///< members to notify, at most 20
  };
  using Result = Posted;
};
BOOST_DESCRIBE_STRUCT(MessagePost::Params, (), (room, thread, text, lang, reply_to, mentions))

/// Replaces the text of one's own message.
struct MessageEdit {
  static constexpr std::string_view name = "message.edit";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Replaces the text of one's own message.";
  struct Params {
    MessageId message;
    Rev base_rev;  ///< the rev of the message that the edit is based on; another in between gives `conflict` with the present
                   ///< message
    std::string text;
    std::optional<std::string> lang;
    std::optional<std::vector<MemberId>> mentions;
  };
  using Result = Posted;
};
BOOST_DESCRIBE_STRUCT(MessageEdit::Params, (), (message, base_rev, text, lang, mentions))

/// Removes one's own message, or as a moderator anyone's, with a reason. A stub stays, the text is gone.
struct MessageRemove {
  static constexpr std::string_view name = "message.remove";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Removes one's own message, or as a moderator anyone's, with a reason. A stub stays, the text is gone.";
  struct Params {
    MessageId message;
    std::optional<std::string> reason;  ///< required of moderators for others' messages
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MessageRemove::Params, (), (message, reason))

/// Adds or takes back a reaction.
struct MessageReact {
  static constexpr std::string_view name = "message.react";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Adds or takes back a reaction.";
  struct Params {
    MessageId message;
    std::string emoji;  ///< one emoji, at most 32 bytes
    bool on = false;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MessageReact::Params, (), (message, emoji, on))

/// Pins or unpins a message in its room.
struct MessagePin {
  static constexpr std::string_view name = "message.pin";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Pins or unpins a message in its room.";
  struct Params {
    MessageId message;
    bool on = false;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MessagePin::Params, (), (message, on))

/// Reports a message to the room's moderators.
struct MessageReport {
  static constexpr std::string_view name = "message.report";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Reports a message to the room's moderators.";
  struct Params {
    MessageId message;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MessageReport::Params, (), (message, reason))

/// A page of a room's chat or of a thread: before, after or around a point (exactly one of them, or none for the newest).
struct MessageHistory {
  static constexpr std::string_view name = "message.history";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "A page of a room's chat or of a thread: before, after or around a point (exactly one of them, or none for the newest).";
  static constexpr limits::PageSize page{};
  struct Params {
    RoomId room;
    std::optional<ThreadId> thread;  ///< absent: the chat
    std::optional<Index> before;
    std::optional<Index> after;
    std::optional<Index> around;
    std::optional<MessageId> message;  ///< around this message
    std::optional<Time> at;            ///< around the first message at or after this time
    std::optional<std::int64_t> limit;
  };
  using Result = MessagePage;
};
BOOST_DESCRIBE_STRUCT(MessageHistory::Params, (), (room, thread, before, after, around, message, at, limit))

/// Messages by id (permalinks). Those that one may not see are left out, as if they did not exist. With `more_after` the page
/// was full: the ids behind its last message are to be asked for again.
struct MessageGet {
  static constexpr std::string_view name = "message.get";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Messages by id (permalinks). Those that one may not see are left out, as if they did not exist.";
  struct Params {
    std::vector<MessageId> messages;  ///< at most 100
  };
  using Result = MessagePage;
};
BOOST_DESCRIBE_STRUCT(MessageGet::Params, (), (messages))

/// The pinned messages of a room, newest first.
struct MessagePins {
  static constexpr std::string_view name = "message.pins";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "The pinned messages of a room, newest first.";
  struct Params {
    RoomId room;
    std::optional<MessageId> before;  ///< the next page: older than this
  };
  using Result = MessagePage;
};
BOOST_DESCRIBE_STRUCT(MessagePins::Params, (), (room, before))

/// One's own messages, oldest first: an export of one's own words.
struct MessageMine {
  static constexpr std::string_view name = "message.mine";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "One's own messages, oldest first: an export of one's own words.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<MessageId> after;
    std::optional<std::int64_t> limit;
  };
  using Result = MessagePage;
};
BOOST_DESCRIBE_STRUCT(MessageMine::Params, (), (after, limit))

/// Full-text search in all rooms that one may read, newest first.
struct Search {
  static constexpr std::string_view name = "search";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Full-text search in all rooms that one may read, newest first.";
  static constexpr limits::PageSize page{1, 20, 50};
  struct Params {
    std::string query;  ///< words; all must occur
    std::optional<RoomId> room;
    std::optional<ThreadKind> kind;
    std::optional<std::string> lang;
    std::optional<MemberId> by;
    std::optional<MessageId> before;  ///< the next page: older than this
    std::optional<std::int64_t> limit;
  };
  using Result = MessagePage;
};
BOOST_DESCRIBE_STRUCT(Search::Params, (), (query, room, kind, lang, by, before, limit))

/// Marks a place as read up to an index. Marks only go forward.
struct ReadMarkSet {
  static constexpr std::string_view name = "read.mark";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Marks a place as read up to an index. Marks only go forward.";
  struct Params {
    RoomId room;
    std::optional<ThreadId> thread;  ///< absent: the chat
    Index index;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ReadMarkSet::Params, (), (room, thread, index))

/// Marks everything in a room as read.
struct ReadAll {
  static constexpr std::string_view name = "read.all";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Marks everything in a room as read.";
  struct Params {
    RoomId room;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ReadAll::Params, (), (room))

}  // namespace standpipe::protocol
