#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

struct Size {
  int columns = 80;
  int rows = 24;
  friend bool operator==(const Size&, const Size&) = default;
};

/// What a cell of the screen shows: a cluster of one or two columns, or the second half of the one before it.
struct Cell {
  std::string bytes = " ";  ///< "" : the second half
  Look look = {};
  std::uint16_t link = 0;  ///< index into Canvas::links(), 0 for none
  bool doubtful = false;   ///< see Cluster
  bool isolated = false;   ///< part of a text whose direction must not reach beyond it
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// A picture of the screen, drawn anew for each frame and compared with the one before. Nothing can be drawn outside of it, and
/// no cluster across its edge. Pure.
class Canvas {
 public:
  explicit Canvas(Size size);

  Size size() const { return size_; }
  const Cell& at(int row, int column) const;
  const std::vector<std::string>& links() const { return links_; }

  /// Draws a text at a place, at most `columns` wide (-1: to the edge); gives the column after it. What does not fit is left
  /// out, half of a wide cluster becomes a space. Marks without a base are left out; what is no character that can be shown
  /// (which safe texts do not have) becomes U+FFFD.
  int put(int row, int column, const Span& span, int columns = -1);
  int put(int row, int column, const Line& line, int columns = -1);
  /// Spaces of one look.
  void fill(int row, int column, int columns, Look look);
  /// The same look for what is there already (the line that is selected).
  void highlight(int row, int column, int columns, Role role);

  /// The nearest place on the screen.
  void set_cursor(int row, int column);
  const std::optional<std::pair<int, int>>& cursor() const { return cursor_; }

  /// The rows as text, without trailing spaces: what golden screens are compared with.
  std::string text() const;

 private:
  struct Piece;  ///< what a cell gets

  Cell& cell(int row, int column);
  bool has(int row, int column) const;
  void write(int row, int column, const Piece& piece);
  std::uint16_t link_of(const std::string& link);

  Size size_;
  std::vector<Cell> cells_;
  std::vector<std::string> links_ = {""};
  std::optional<std::pair<int, int>> cursor_;
};

}  // namespace standpipe::terminal
