#pragma once

#include "client-cli/screen/model.hpp"

/// Moving in the conversation that is open. Pure, as all of update.hpp.
namespace standpipe::screen {

/// Moves the view by lines, towards the newest for more than 0; and what is selected with it.
void scroll(Model& model, int lines);
/// Selects the next message (1) or the one before (-1).
void select_next(Model& model, int step);
void to_oldest(Model& model);
void to_newest(Model& model);
void to_first_unread(Model& model);
/// Around the first message of that time.
void to_time(Model& model, protocol::Time at);

}  // namespace standpipe::screen
