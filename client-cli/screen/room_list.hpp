#pragma once

#include "client-cli/screen/model.hpp"

/// The list of rooms beside what is open: moving in it, and opening one of it.
namespace standpipe::screen {

void select_room(Model& model, int step);
/// Opens a room alone; one that one is not in with what it is about.
void open_room(Model& model, protocol::RoomId room);
/// Opens the next room (1) that one is in, or the one before (-1).
void go_to_room(Model& model, int step);
/// Opens the room by its place in the list, from 1.
void open_nth_room(Model& model, int number);

}  // namespace standpipe::screen
