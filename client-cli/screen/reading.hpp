#pragma once

#include <optional>

#include "client-cli/screen/model.hpp"

/// The conversation that is open: opening and leaving it, what happens to it. Moving in it: moving.hpp; how its pages come:
/// pages.hpp; which part of it is seen: viewport.hpp; what counts as read: unread.hpp; where its thread is: moved_threads.hpp.
namespace standpipe::screen {

/// Opens a chat or thread at its first unread message, else at its newest; or around a message.
void open_place(Model& model, Place place, std::optional<protocol::Index> around = {});
/// Opens the place of a message, wherever that is (a permalink).
void open_message(Model& model, protocol::MessageId message);
void open_thread(Model& model, protocol::ThreadId thread);
/// Leaves what is open for what was open before.
void go_back(Model& model);

/// Something that the copy has taken in.
void take(Model& model, const protocol::Change& change);
/// The copy has lost count of a stream, and has its newest part instead.
void take_gap(Model& model, const std::string& stream);
/// The line is there (again): what is open is brought up to date.
void refresh(Model& model);
/// After each act of the user: pages that will be needed are asked for, what is seen counts as read.
void settle(Model& model);

}  // namespace standpipe::screen
