#pragma once

#include <optional>

#include "protocol/event.hpp"
#include "server/store/reader.hpp"

/// The counters of rooms and threads, and what of them a member has not read; from the reader's snapshot.
namespace standpipe::query {

/// The member's place in the room, while they are in it.
std::optional<protocol::Membership> membership_in(store::Reader& reader, protocol::MemberId member, protocol::RoomId room);

/// How many messages of the thread are above both the baseline and the read mark.
std::int64_t unread_in(store::Reader& reader, const protocol::Thread& thread, protocol::Number baseline, protocol::Index mark);

/// Rev, numbers and unread count; without `threads` and `members`, which the published state knows.
protocol::RoomHead head_of(store::Reader& reader, protocol::RoomId room, const std::optional<protocol::Membership>& place);

/// What a member in that place has not read of a room with that last number.
std::int64_t unread_above(const protocol::Membership& place, protocol::Number last);

}  // namespace standpipe::query
