#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace standpipe::protocol {

/// A number with a meaning: ids, counters and times that must not be mixed up. JSON sees the bare integer.
/// 0 means "none" in every id; real ids start at 1 and stay below 2^53, so that every JSON reader can hold them.
template <class Tag>
struct Strong {
  std::int64_t value = 0;

  constexpr Strong() = default;
  constexpr explicit Strong(std::int64_t v) : value(v) {}

  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Strong&) const = default;
  constexpr Strong next() const { return Strong{value + 1}; }
};

using MemberId = Strong<struct MemberTag>;
using UtilityId = Strong<struct UtilityTag>;
using RoomId = Strong<struct RoomTag>;
using ThreadId = Strong<struct ThreadTag>;
/// Identifies a message for good, also when its thread moves to another room.
using MessageId = Strong<struct MessageTag>;
/// A message's number in its room: dense from 1, given anew when a thread moves to another room.
using Number = Strong<struct NumberTag>;
/// A message's place in its thread, or in the room's chat: dense from 1. Read marks count in it.
using Index = Strong<struct IndexTag>;
using ApplicationId = Strong<struct ApplicationTag>;
using InvitationId = Strong<struct InvitationTag>;
using SanctionId = Strong<struct SanctionTag>;
using ReportId = Strong<struct ReportTag>;
using PendingId = Strong<struct PendingTag>;
using NotificationId = Strong<struct NotificationTag>;
using SessionId = Strong<struct SessionTag>;
using AuditId = Strong<struct AuditTag>;
/// A stream's revision: a dense counter from 1; 0 is "before everything".
using Rev = Strong<struct RevTag>;
/// Milliseconds since 1970-01-01T00:00:00Z. 0 means "never" or "for good", as the field says.
using Time = Strong<struct TimeTag>;

}  // namespace standpipe::protocol

template <class Tag>
struct std::hash<standpipe::protocol::Strong<Tag>> {
  std::size_t operator()(standpipe::protocol::Strong<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
