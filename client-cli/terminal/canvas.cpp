#include "client-cli/terminal/canvas.hpp"

#include <algorithm>
#include <limits>

#include "client-cli/terminal/clusters.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Whether it could be taken for something else than text. Safe texts have none of it; a cell must not, whatever comes.
bool is_unfit(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto c = protocol::next_code_point(bytes);
    if (!c || *c < 0x20 || (*c >= 0x7F && *c < 0xA0)) return true;
  }
  return false;
}

}  // namespace

struct Canvas::Piece {
  std::string_view bytes = " ";
  int columns = 1;
  Look look;
  std::uint16_t link = 0;
  bool doubtful = false;
  bool isolated = false;
};

Canvas::Canvas(Size size) : size_{std::max(size.columns, 0), std::max(size.rows, 0)} {
  cells_.resize(static_cast<std::size_t>(size_.columns) * static_cast<std::size_t>(size_.rows));
}

Cell& Canvas::cell(int row, int column) {
  return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.columns) + static_cast<std::size_t>(column)];
}

const Cell& Canvas::at(int row, int column) const {
  return cells_.at(static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.columns) + static_cast<std::size_t>(column));
}

bool Canvas::has(int row, int column) const {
  return row >= 0 && row < size_.rows && column >= 0 && column < size_.columns;
}

std::uint16_t Canvas::link_of(const std::string& link) {
  // Few are on one screen, and the same one comes again and again.
  const auto found = std::find(links_.rbegin(), links_.rend(), link);
  if (found != links_.rend()) return static_cast<std::uint16_t>(links_.rend() - found - 1);
  if (links_.size() > std::numeric_limits<std::uint16_t>::max()) return 0;
  links_.push_back(link);
  return static_cast<std::uint16_t>(links_.size() - 1);
}

/// The piece is on the screen as a whole. Halves that are left of others become spaces.
void Canvas::write(int row, int column, const Piece& piece) {
  const auto blank = [](Cell& half) {
    half.bytes = " ";
    half.doubtful = false;
  };
  if (cell(row, column).bytes.empty() && column > 0) blank(cell(row, column - 1));
  const int after = column + piece.columns;
  if (after < size_.columns && cell(row, after).bytes.empty()) blank(cell(row, after));
  for (int i = 0; i < piece.columns; ++i) {
    Cell& to = cell(row, column + i);
    to.bytes = i == 0 ? piece.bytes : std::string_view();
    to.look = piece.look;
    to.link = piece.link;
    to.doubtful = piece.doubtful;
    to.isolated = piece.isolated;
  }
}

int Canvas::put(int row, int column, const Span& span, int columns) {
  const int end = columns < 0 ? size_.columns : static_cast<int>(std::min<long>(size_.columns, long{column} + columns));
  if (column >= end) return column;
  const bool on_screen = row >= 0 && row < size_.rows;
  Piece piece{.look = span.look, .link = on_screen ? link_of(span.link) : std::uint16_t{0}};
  piece.isolated = has_right_to_left(span.text);
  std::string_view text = span.text;
  while (column < end) {
    const Cluster cluster = next_cluster(text);
    if (cluster.bytes.empty()) break;
    if (cluster.columns == 0) continue;
    const bool unfit = is_unfit(cluster.bytes);
    const int wanted = unfit ? 1 : cluster.columns;
    const int shown_from = std::max(column, 0);
    const int shown_to = std::min(column + wanted, end);
    if (on_screen && shown_to - shown_from == wanted) {
      piece.bytes = unfit ? replacement : cluster.bytes;
      piece.columns = wanted;
      piece.doubtful = cluster.doubtful && !unfit;
      write(row, column, piece);
    } else if (on_screen && shown_to > shown_from) {
      piece.bytes = " ";
      piece.columns = 1;
      piece.doubtful = false;
      write(row, shown_from, piece);
    }
    column = shown_to == column + wanted ? column + wanted : end;
  }
  return column;
}

int Canvas::put(int row, int column, const Line& line, int columns) {
  const int end = columns < 0 ? size_.columns : static_cast<int>(std::min<long>(size_.columns, long{column} + columns));
  for (const Span& span : line) {
    if (column >= end) break;
    column = put(row, column, span, end - column);
  }
  return column;
}

void Canvas::fill(int row, int column, int columns, Look look) {
  const Piece piece{.look = look};
  const int end = static_cast<int>(std::min<long>(size_.columns, long{column} + columns));
  for (column = std::max(column, 0); column < end && has(row, column); ++column) write(row, column, piece);
}

void Canvas::highlight(int row, int column, int columns, Role role) {
  const int end = static_cast<int>(std::min<long>(size_.columns, long{column} + columns));
  for (column = std::max(column, 0); column < end && has(row, column); ++column) {
    cell(row, column).look.role = role;
    // A cluster has one look.
    if (cell(row, column).bytes.empty() && column > 0) cell(row, column - 1).look.role = role;
    if (column + 1 < size_.columns && cell(row, column + 1).bytes.empty()) cell(row, column + 1).look.role = role;
  }
}

void Canvas::set_cursor(int row, int column) {
  if (cells_.empty()) return;
  cursor_ = std::pair(std::clamp(row, 0, size_.rows - 1), std::clamp(column, 0, size_.columns - 1));
}

std::string Canvas::text() const {
  std::string out;
  for (int row = 0; row < size_.rows; ++row) {
    const std::size_t start = out.size();
    for (int column = 0; column < size_.columns; ++column) out += at(row, column).bytes;
    out.erase(std::max(out.find_last_not_of(' ') + 1, start));
    out += '\n';
  }
  return out;
}

}  // namespace standpipe::terminal
