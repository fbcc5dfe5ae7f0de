#include "client-cli/terminal/markdown_table.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "client-cli/terminal/wrap.hpp"

namespace standpipe::terminal {

namespace {

constexpr int narrowest = 8;
constexpr int between = 3;  ///< columns of " │ "

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

const Line& cell_of(const Table::Row& row, std::size_t column) {
  static const Line none;
  return column < row.size() ? row[column] : none;
}

int total(const std::vector<int>& widths, int most) {
  int sum = 0;
  for (const int width : widths) sum += std::min(width, most);
  return sum;
}

/// How wide each column gets: as its widest cell where all fit; else the widest ones are made alike. Nothing where some would
/// get too narrow to read.
std::optional<std::vector<int>> column_widths(const Table& table, int width) {
  const auto count = static_cast<int>(table.columns.size());
  if (count > width) return std::nullopt;
  std::vector<int> widths(table.columns.size(), 1);
  const auto widen = [&](const Table::Row& row) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columns_of(cell_of(row, i)));
  };
  widen(table.head);
  for (const auto& row : table.rows) widen(row);
  for (int& wanted : widths) wanted = std::min(wanted, width);

  const int room = width - between * (count - 1);
  if (total(widths, narrowest) > room) return std::nullopt;
  int most = width;
  while (total(widths, most) > room) --most;
  int spare = room - total(widths, most);
  for (int& wanted : widths) {
    const bool gets_one = wanted > most && spare > 0;
    if (gets_one) --spare;
    wanted = std::min(wanted, gets_one ? most + 1 : most);
  }
  return widths;
}

void pad(Line& line, int columns) {
  if (columns > 0) line.push_back({repeated(" ", columns)});
}

void add_row(std::vector<Line>& out, const Table& table, const Table::Row& row, const std::vector<int>& widths, bool plain) {
  std::vector<std::vector<Line>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    cells.push_back(wrap(cell_of(row, i), widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t y = 0; y < height; ++y) {
    Line line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) line.push_back({plain ? " | " : " │ ", {Role::border}});
      Line part = y < cells[i].size() ? std::move(cells[i][y]) : Line{};
      const int free = widths[i] - columns_of(part);
      const auto align = table.columns[i];
      const int before = align == Table::Align::right ? free : align == Table::Align::center ? free / 2 : 0;
      pad(line, before);
      std::ranges::move(part, std::back_inserter(line));
      if (i + 1 < widths.size()) pad(line, free - before);
    }
    if (!line.empty() && line.back().look.role == Role::border) line.back().text.pop_back();
    out.push_back(std::move(line));
  }
}

Line bold(Line line) {
  for (Span& span : line) span.look.bold = true;
  return line;
}

std::vector<Line> grid(const Table& table, const std::vector<int>& widths, bool plain) {
  std::vector<Line> out;
  Table::Row head;
  for (const Line& cell : table.head) head.push_back(bold(cell));
  add_row(out, table, head, widths, plain);
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) rule += plain ? "-|-" : "─┼─";
    rule += repeated(plain ? "-" : "─", widths[i]);
  }
  out.push_back({{std::move(rule), {Role::border}}});
  for (const auto& row : table.rows) add_row(out, table, row, widths, plain);
  return out;
}

/// The head of each cell before it. A cell's links stay; its head is a label that comes again and again, and leads nowhere.
std::vector<Line> list(const Table& table, int width) {
  std::vector<Line> out;
  Table::Row labels;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    Line label;
    for (const Span& span : cell_of(table.head, i)) label.push_back({span.text, span.look});
    labels.push_back(shortened(bold(std::move(label)), width / 2));
  }
  if (table.rows.empty()) {
    for (const Line& cell : table.head) {
      if (!cell.empty()) std::ranges::move(wrap(bold(cell), width, 2), std::back_inserter(out));
    }
  }
  for (const auto& row : table.rows) {
    bool first = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      if (std::exchange(first, false) && !out.empty()) out.emplace_back();
      Line line = labels[i];
      if (!line.empty()) line.push_back({": ", {Role::border}});
      line.insert(line.end(), row[i].begin(), row[i].end());
      std::ranges::move(wrap(line, width, 2), std::back_inserter(out));
    }
  }
  return out;
}

}  // namespace

std::vector<Line> table_lines(const Table& table, int width, bool plain) {
  const auto widths = column_widths(table, width);
  return widths ? grid(table, *widths, plain) : list(table, width);
}

}  // namespace standpipe::terminal
