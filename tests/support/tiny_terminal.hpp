#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client-cli/terminal/canvas.hpp"

namespace standpipe::test {

/// As much of a terminal as paint() needs: what it is told is what it shows. Autowrap is off.
class TinyTerminal {
 public:
  /// What it thinks of doubtful clusters: as we do; one column instead of two and the reverse; that nothing is ever joined, so
  /// that each code point takes two columns.
  enum class Opinion { same, other, unjoined };
  struct Shown {
    std::string text = " ";  ///< "" for the second half of a wide one
    std::string style;       ///< parameters of SGR, in a fixed order; "" for spaces that do not show it
    std::string link;
    friend bool operator==(const Shown&, const Shown&) = default;
  };

  explicit TinyTerminal(terminal::Size size, Opinion opinion = Opinion::same);

  void write(std::string_view bytes);

  const std::vector<Shown>& cells() const { return cells_; }
  const Shown& at(int row, int column) const { return cells_[index(row, column)]; }
  std::pair<int, int> cursor() const { return {row_, column_}; }
  bool is_cursor_shown() const { return cursor_shown_; }
  /// What it was told that is none of this.
  const std::string& unknown() const { return unknown_; }
  bool is_at_rest() const { return link_.empty() && style().empty(); }

  /// SGR's parameters as Shown::style has them.
  static std::string style_of(std::string_view parameters);

 private:
  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.columns) + static_cast<std::size_t>(column);
  }
  std::size_t control(std::string_view bytes);
  void move(int row, int column);
  void erase(std::size_t from, std::size_t to);
  void print(std::string_view run);
  void place(std::string_view text, int columns);
  void attach(std::string_view mark);
  void select(std::string_view parameters);
  std::string style() const;

  terminal::Size size_;
  Opinion opinion_;
  std::vector<Shown> cells_;
  int row_ = 0, column_ = 0;
  int last_ = -1;  ///< the column of the cluster that was written last, as long as nothing moved the cursor
  bool cursor_shown_ = true;
  std::set<int> attributes_;
  std::string foreground_, background_, link_, unknown_;
};

}  // namespace standpipe::test
