#pragma once

#include <vector>

#include "client-cli/screen/model.hpp"

/// A conversation as lines of a width. Pure.
namespace standpipe::screen {

/// The lines of one message of a conversation: with the day and the "new" line where they belong, and its author where that is
/// not said by the one before. One column at the left is kept free for the mark of the selection.
std::vector<terminal::Line> block(const Model& model, const Reading& reading, protocol::Index index, int width);

/// What is at the end of a conversation: what of one's own is still to be sent, and who is writing.
std::vector<terminal::Line> tail(const Model& model, const Reading& reading, int width);

/// What of a conversation is seen in so many rows, from the top.
struct Piece {
  protocol::Index index;  ///< 0: the tail
  int from = 0;           ///< the first of its lines that is seen
  int rows = 0;
};
std::vector<Piece> visible(const Model& model, const Reading& reading, int rows, int width);

/// "14:02", and of another day "Tue 24 Nov".
std::string clock(protocol::Time at);
std::string day(protocol::Time at);
/// The same day, local time.
bool same_day(protocol::Time a, protocol::Time b);

}  // namespace standpipe::screen
