#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"

namespace standpipe::domain {

/// Whatever has an audience and a revision: the community, a room, a room's desk, one member.
struct StreamKey {
  enum class Kind : std::uint8_t { community = 0, room = 1, desk = 2, member = 3 };
  Kind kind = Kind::community;
  std::int64_t id = 0;

  static constexpr StreamKey community() { return {}; }
  static constexpr StreamKey room(protocol::RoomId r) { return {Kind::room, r.value}; }
  /// Room 0: the administrators' desk, for what concerns no single room.
  static constexpr StreamKey desk(protocol::RoomId r) { return {Kind::desk, r.value}; }
  static constexpr StreamKey member(protocol::MemberId m) { return {Kind::member, m.value}; }

  /// One integer for the store: id * 4 + kind.
  constexpr std::int64_t packed() const { return id * 4 + static_cast<std::int64_t>(kind); }
  static constexpr StreamKey unpack(std::int64_t p) { return {static_cast<Kind>(p & 3), p >> 2}; }

  constexpr auto operator<=>(const StreamKey&) const = default;
};

/// "community", "room:7", "desk:7", or "me" (a member's stream has only one reader).
std::string to_name(StreamKey stream);

/// The stream of that name for that member; nothing where the name is none.
std::optional<StreamKey> from_name(std::string_view name, protocol::MemberId me);

/// What a stream's change can be about; its number is in the store's change table.
enum class EntityKind : std::uint8_t {
  message = 1,
  thread = 2,
  room = 3,
  utility = 4,
  membership = 5,
  mark = 6,
  notification = 7,
  sanction = 8,
  application = 9,
  report = 10,
  pending = 11,
  profile = 12
};

}  // namespace standpipe::domain
