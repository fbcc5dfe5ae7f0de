#pragma once

#include "client-cli/screen/model.hpp"

/// Threads that a moderator moves to another room, while they are open or something is being written in them. What belongs to
/// one follows it: the view, the draft, the read marks. The two rooms' streams have no order between them: it may come to the one
/// before it leaves the other.
namespace standpipe::screen {

/// The tombstone has come: it is in this room no more.
void thread_has_left(Model& model, const protocol::Thread& tombstone);
/// It is in that room, wherever it was.
void thread_is_in(Model& model, protocol::ThreadId thread, protocol::RoomId room);
/// Asks the server where it is. Where it is nowhere that one may see, its views say so.
void look_for_thread(Model& model, protocol::ThreadId thread);

}  // namespace standpipe::screen
