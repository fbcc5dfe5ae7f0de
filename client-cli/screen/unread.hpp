#pragma once

#include <cstdint>
#include <vector>

#include "client-cli/screen/model.hpp"

/// What is unread, here and everywhere.
namespace standpipe::screen {

/// How far a place is read, as the copy knows it or this program has marked it.
protocol::Index read_up_to(const Model& model, const Place& place);
/// How many of a place are unread; of a thread as far as the copy knows it.
std::int64_t unread(const Model& model, const Place& place);
/// Of a room, without what was read here and the server does not know yet.
std::int64_t unread(const Model& model, protocol::RoomId room);
/// Unseen mentions of oneself and replies to oneself in a room.
std::int64_t mentions(const Model& model, protocol::RoomId room);
/// Those that are listed: CoPs and announcements that one is in, groups, conversations, and what one may join.
std::vector<protocol::Room> listed_rooms(const Model& model);

/// Opens the room or thread with something unread that comes next, anywhere.
void next_unread(Model& model);
void next_mention(Model& model);
/// Tells the server what was read, if there is a line; the rest later.
void send_marks(Model& model);

}  // namespace standpipe::screen
