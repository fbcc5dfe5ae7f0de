#pragma once

#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

struct Area {
  int row = 0;
  int column = 0;
  int rows = 0;
  int columns = 0;
  bool has(int r, int c) const { return r >= row && r < row + rows && c >= column && c < column + columns; }
};

/// Where the parts of the screen are; one with no rows or columns is not shown. Pure.
struct Areas {
  Area title;
  Area rooms;
  Area head;  ///< of the conversation or list: what it is
  Area main;
  Area hints;  ///< below a list: what keys do there
  Area members;
  Area composer;  ///< its first row is a rule with a title
  Area notice;    ///< above the status line, where a notice does not fit into that
  Area status;
  bool too_small = false;
};
Areas areas(const Model& model);

/// What is to be said, as lines for that area; none where it fits into the status line, or there is nothing.
std::vector<terminal::Line> notice_lines(const Model& model);

}  // namespace standpipe::screen
