#pragma once

#include <optional>

#include "client-cli/screen/model.hpp"

/// The conversation that is open: how it comes, how one moves in it, what of it counts as read.
namespace standpipe::screen {

/// Opens a chat or thread at its first unread message, else at its newest; or around a message.
void open_place(Model& model, Place place, std::optional<protocol::Index> around = {});
/// Opens the place of a message, wherever that is (a permalink).
void open_message(Model& model, protocol::MessageId message);
void open_thread(Model& model, protocol::ThreadId thread);
/// Leaves what is open for what was open before.
void go_back(Model& model);

/// Moves the view by lines, towards the newest for more than 0; and what is selected with it.
void scroll(Model& model, int lines);
/// Selects the next message (1) or the one before (-1).
void select_next(Model& model, int step);
void to_oldest(Model& model);
void to_newest(Model& model);
void to_first_unread(Model& model);
/// Around the first message of that time.
void to_time(Model& model, protocol::Time at);
/// The room or thread with something unread that comes next, anywhere.
void next_unread(Model& model);
void next_mention(Model& model);

/// Something that the copy has taken in.
void take(Model& model, const protocol::Change& change);
/// The line is there (again): what is open is brought up to date.
void refresh(Model& model);
/// What comes before and after what is open: from the copy, else asked for once.
void load_older(Model& model, Reading& reading);
void load_newer(Model& model, Reading& reading);
/// After each act of the user: pages that will be needed are asked for, what is seen counts as read.
void settle(Model& model);
/// Tells the server what was read, if there is a line; the rest later.
void send_marks(Model& model);

/// How many of a place are unread; of a thread as far as the copy knows it.
std::int64_t unread(const Model& model, const Place& place);
/// Of a room, without what was read here and the server does not know yet.
std::int64_t unread(const Model& model, protocol::RoomId room);
/// Unseen mentions of oneself and replies to oneself in a room.
std::int64_t mentions(const Model& model, protocol::RoomId room);
/// Those that are listed: CoPs and announcements that one is in, groups, conversations, and what one may join.
std::vector<protocol::Room> listed_rooms(const Model& model);

}  // namespace standpipe::screen
