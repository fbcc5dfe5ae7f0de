#pragma once

#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

/// A table of a text: its cells are lines of any width.
struct Table {
  enum class Align { left, center, right };
  using Row = std::vector<Line>;  ///< may have fewer cells than there are columns, not more
  std::vector<Align> columns;
  Row head;
  std::vector<Row> rows;
};

/// The table as lines of at most `width` columns (at least 1), as markdown.hpp says. Pure.
std::vector<Line> table_lines(const Table& table, int width, bool plain);

}  // namespace standpipe::terminal
