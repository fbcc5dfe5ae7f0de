#pragma once

#include <optional>

#include "client-cli/screen/model.hpp"

/// The conversation that is open: opening and leaving it, moving in it, what happens to it. How its pages come: pages.hpp; which
/// part of it is seen: viewport.hpp; what counts as read: unread.hpp.
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

/// Something that the copy has taken in.
void take(Model& model, const protocol::Change& change);
/// The line is there (again): what is open is brought up to date.
void refresh(Model& model);
/// After each act of the user: pages that will be needed are asked for, what is seen counts as read.
void settle(Model& model);
}  // namespace standpipe::screen
