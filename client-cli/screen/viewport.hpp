#pragma once

#include "client-cli/screen/model.hpp"

/// Which lines of a conversation are seen: the lowest of them is kept, as a message and how many of its lines are below the edge;
/// or none is, and it follows the newest.
namespace standpipe::screen {

int main_rows(const Model& model);
int main_columns(const Model& model);
/// How many lines a message takes.
int height(const Model& model, const Reading& reading, protocol::Index index);
bool at_bottom(const Reading& reading);
/// Whether a line of the message is seen.
bool is_in_view(const Model& model, const Reading& reading, protocol::Index index);
/// Keeps the lowest line, even where it followed the newest.
void hold_bottom(Reading& reading);
/// Follows the newest again, where that is the lowest line.
void let_go(Reading& reading);
/// The view is full as long as there is something to fill it.
void clamp(const Model& model, Reading& reading);
/// Moves the lowest line that is seen, down for more than 0.
void move_bottom(const Model& model, Reading& reading, int lines);
/// Selects a message and shows it, with a part of what was said before it.
void show(const Model& model, Reading& reading, protocol::Index at);
void keep_selected_seen(const Model& model, Reading& reading);

}  // namespace standpipe::screen
