#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// Rooms and who is in them.
namespace standpipe::protocol {

/// All rooms that one may see, with their counters.
struct RoomList {
  static constexpr std::string_view name = "room.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "All rooms that one may see, with their counters.";
  struct Params {};
  using Result = Rooms;
};
BOOST_DESCRIBE_STRUCT(RoomList::Params, (), ())

/// A page of a room's members, moderators first, then by id. Neither a new name nor an erased member moves the others.
struct RoomMembers {
  static constexpr std::string_view name = "room.members";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "A page of a room's members: moderators first, then by id.";
  static constexpr limits::PageSize page{};
  struct Params {
    RoomId room;
    std::optional<MemberId> after;
    std::optional<std::int64_t> limit;
  };
  using Result = MemberPage;
};
BOOST_DESCRIBE_STRUCT(RoomMembers::Params, (), (room, after, limit))

/// Joins a CoP or an announcement room.
struct RoomJoin {
  static constexpr std::string_view name = "room.join";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Joins a CoP or an announcement room.";
  struct Params {
    RoomId room;
  };
  using Result = Joined;
};
BOOST_DESCRIBE_STRUCT(RoomJoin::Params, (), (room))

/// Leaves a room.
struct RoomLeave {
  static constexpr std::string_view name = "room.leave";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Leaves a room.";
  struct Params {
    RoomId room;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomLeave::Params, (), (room))

/// Chooses what one is notified of in a room.
struct RoomNotify {
  static constexpr std::string_view name = "room.notify";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Chooses what one is notified of in a room.";
  struct Params {
    RoomId room;
    NotifyLevel level{};
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomNotify::Params, (), (room, level))

/// Opens a CoP, a project group or an announcement room.
struct RoomCreate {
  static constexpr std::string_view name = "room.create";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Opens a CoP, a project group or an announcement room.";
  struct Params {
    RoomKind kind{};   ///< not direct
    std::string slug;  ///< a-z, 0-9 and -, 2 to 40, unique
    std::string name;
    std::optional<std::string> description;
    std::optional<Time> ends_at;  ///< of a group
    std::optional<std::vector<MemberId>> moderators;
  };
  using Result = RoomMade;
};
BOOST_DESCRIBE_STRUCT(RoomCreate::Params, (), (kind, slug, name, description, ends_at, moderators))

/// Changes a room's settings. Slug, name and end only by administrators.
struct RoomUpdate {
  static constexpr std::string_view name = "room.update";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Changes a room's settings. Slug, name and end only by administrators.";
  struct Params {
    RoomId room;
    std::optional<std::string> slug;
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<Time> ends_at;
    std::optional<std::int64_t> slow_mode_s;  ///< 0 to 86400
    std::optional<bool> approve_first_post;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomUpdate::Params, (), (room, slug, name, description, ends_at, slow_mode_s, approve_first_post))

/// Archives a room, so that it is read-only, or opens it again.
struct RoomArchive {
  static constexpr std::string_view name = "room.archive";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Archives a room, so that it is read-only, or opens it again.";
  struct Params {
    RoomId room;
    bool on = false;
    std::optional<std::string> reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomArchive::Params, (), (room, on, reason))

/// Adds a member to a room.
struct RoomAddMember {
  static constexpr std::string_view name = "room.add_member";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Adds a member to a room.";
  struct Params {
    RoomId room;
    MemberId member;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomAddMember::Params, (), (room, member))

/// Removes a member from a room; who is removed from a CoP may join again, unless banned.
struct RoomRemoveMember {
  static constexpr std::string_view name = "room.remove_member";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary =
      "Removes a member from a room; who is removed from a CoP may join again, unless banned.";
  struct Params {
    RoomId room;
    MemberId member;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomRemoveMember::Params, (), (room, member, reason))

/// Makes a member a moderator of a room (and adds them to it).
struct RoomAppoint {
  static constexpr std::string_view name = "room.appoint";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Makes a member a moderator of a room (and adds them to it).";
  struct Params {
    RoomId room;
    MemberId member;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomAppoint::Params, (), (room, member))

/// Takes the moderator's role of a room back.
struct RoomDismiss {
  static constexpr std::string_view name = "room.dismiss";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Takes the moderator's role of a room back.";
  struct Params {
    RoomId room;
    MemberId member;
    std::optional<std::string> reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(RoomDismiss::Params, (), (room, member, reason))

/// Opens the direct conversation with a member, or finds it.
struct DirectOpen {
  static constexpr std::string_view name = "direct.open";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Opens the direct conversation with a member, or finds it.";
  struct Params {
    MemberId member;
  };
  using Result = RoomMade;
};
BOOST_DESCRIBE_STRUCT(DirectOpen::Params, (), (member))

}  // namespace standpipe::protocol
