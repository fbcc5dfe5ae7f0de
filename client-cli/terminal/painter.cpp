#include "client-cli/terminal/painter.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/palette.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::string_view first_strong_isolate = "\xE2\x81\xA8", pop_directional_isolate = "\xE2\x81\xA9";

/// What is no longer than this comes whole anyway: neither a synchronized update nor hiding the cursor is worth its bytes.
constexpr std::size_t small_frame = 64;
/// So many spaces are written before the rest of a row is erased instead.
constexpr int few_spaces = 3;
/// So many columns may be written again where that is shorter than to skip them.
constexpr int small_gap = 8;

std::string csi(int number, char final) {
  return "\x1b[" + (number == 1 ? std::string() : std::to_string(number)) + final;
}

std::string cursor_to(int row, int column) {
  std::string out = "\x1b[";
  if (row > 0) out += std::to_string(row + 1);
  if (column > 0) out += ';' + std::to_string(column + 1);
  return out + 'H';
}

std::string link_to(std::string_view url) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out = "\x1b]8;;";
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 32 && byte <= 126) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out + "\x1b\\";
}

/// More columns than this no terminal gives it: two for each code point, where it joins nothing.
int reach_of(std::string_view bytes) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
  return 2 * static_cast<int>(std::count_if(bytes.begin(), bytes.end(), begins));
}

class Painter {
 public:
  Painter(const Canvas& before, const Canvas& after, const Display& display)
      : before_(before), after_(after), display_(display), place_(before.cursor()) {}

  void clear();
  void rows();
  void finish();
  std::string take() { return std::move(out_); }

 private:
  using Place = std::pair<int, int>;

  Style style_at(const Cell& cell) const { return style_of(cell.look, display_); }
  std::string_view url_of(const Canvas& canvas, const Cell& cell) const {
    return display_.links ? std::string_view(canvas.links()[cell.link]) : std::string_view();
  }
  bool is_blank(const Canvas& canvas, const Cell& cell) const {
    return cell.bytes == " " && url_of(canvas, cell).empty() && !style_at(cell).shows_on_space();
  }
  bool is_same(int row, int column) const;
  bool is_wide(int row, int column) const {
    return column + 1 < after_.size().columns && after_.at(row, column + 1).bytes.empty();
  }
  bool is_doubtful(int row, int column) const;

  bool find_changes(int row);
  void spread_changes(int row);
  bool is_lone_at_edge(int row) const;
  bool is_changed(int row, int column) const {
    return changed_[static_cast<std::size_t>(column)] || (is_wide(row, column) && changed_[static_cast<std::size_t>(column) + 1]);
  }
  void mark(int from, int to);

  void paint_row(int row);
  void write(int row, int column);
  void erase_after(int row, int last);

  void move_to(int row, int column);
  bool write_gap(int row, int column, std::size_t shorter_than);
  void advance(int columns);
  void set_style(const Style& style);
  void set_link(std::string_view url);
  void set_isolated(bool isolated);

  const Canvas& before_;
  const Canvas& after_;
  const Display& display_;
  std::string out_;
  std::vector<bool> changed_;  ///< the cells of the row at hand that are to be written

  // What the terminal is at.
  std::optional<Place> place_;
  Style style_;
  std::string_view url_;
  bool isolated_ = false;
};

bool Painter::is_same(int row, int column) const {
  const Cell& was = before_.at(row, column);
  const Cell& is = after_.at(row, column);
  if (was.isolated != is.isolated) return false;
  if (was.bytes != is.bytes || was.doubtful != is.doubtful) return false;
  const bool same_look = was.look == is.look || style_at(was) == style_at(is);
  if (same_look && url_of(before_, was) == url_of(after_, is)) return true;
  return is_blank(before_, was) && is_blank(after_, is);
}

/// Also where a terminal may take it for a part of the cluster before it.
bool Painter::is_doubtful(int row, int column) const {
  const Cell& cell = after_.at(row, column);
  if (cell.doubtful) return true;
  if (column == 0 || cell.bytes.empty() || static_cast<unsigned char>(cell.bytes.front()) < 0x80) return false;
  const Cell& left = after_.at(row, column - 1);
  const std::string& base = left.bytes.empty() && column > 1 ? after_.at(row, column - 2).bytes : left.bytes;
  const std::string both = base + cell.bytes;
  std::string_view rest = both;
  return next_cluster(rest).bytes.size() > base.size();
}

void Painter::mark(int from, int to) {
  to = std::min(to, after_.size().columns);
  for (int column = from; column < to; ++column) changed_[static_cast<std::size_t>(column)] = true;
}

bool Painter::find_changes(int row) {
  const int columns = after_.size().columns;
  changed_.assign(static_cast<std::size_t>(columns), false);
  bool any = false, isolated = false;
  for (int column = 0; column < columns; ++column) {
    if (!is_same(row, column)) {
      changed_[static_cast<std::size_t>(column)] = true;
      any = true;
    }
    isolated = isolated || before_.at(row, column).isolated || after_.at(row, column).isolated;
  }
  if (any && isolated) mark(0, columns);
  return any;
}

/// A terminal that draws a doubtful cluster wider than we do overwrites what follows: that is written after it.
void Painter::spread_changes(int row) {
  const int last = after_.size().columns - 1;
  for (int column = 0; column <= last; ++column) {
    const Cell& cell = after_.at(row, column);
    if (!cell.bytes.empty() && is_changed(row, column) && is_doubtful(row, column)) mark(column, column + reach_of(cell.bytes));
  }
  // One that stands in the last column, some terminals draw a column further left: what is there is written after it, too.
  if (last > 0 && is_lone_at_edge(row)) mark(after_.at(row, last - 1).bytes.empty() ? last - 2 : last - 1, last);
}

/// Whether a doubtful cluster is to be written into the last column.
bool Painter::is_lone_at_edge(int row) const {
  const int last = after_.size().columns - 1;
  return is_changed(row, last) && !after_.at(row, last).bytes.empty() && is_doubtful(row, last);
}

void Painter::rows() {
  for (int row = 0; row < after_.size().rows; ++row) {
    if (find_changes(row)) paint_row(row);
  }
}

void Painter::paint_row(int row) {
  spread_changes(row);
  const int edge = after_.size().columns - 1;
  if (is_lone_at_edge(row)) {
    write(row, edge);
    changed_[static_cast<std::size_t>(edge)] = false;
  }
  int last = edge;
  while (last >= 0 && is_blank(after_, after_.at(row, last))) --last;
  for (int column = 0; column <= last; ++column) {
    if (!after_.at(row, column).bytes.empty() && is_changed(row, column)) write(row, column);
  }
  set_isolated(false);
  erase_after(row, last);
}

void Painter::erase_after(int row, int last) {
  const auto begin = changed_.begin() + last + 1;
  const auto first = std::find(begin, changed_.end(), true);
  if (first == changed_.end()) return;
  int column = static_cast<int>(first - changed_.begin());
  const int end = static_cast<int>(changed_.rend() - std::find(changed_.rbegin(), changed_.rend(), true));
  move_to(row, column);
  set_link({});
  if (style_.shows_on_space()) set_style({});
  if (end - column > few_spaces) {
    out_ += "\x1b[K";
  } else {
    out_.append(static_cast<std::size_t>(end - column), ' ');
    advance(end - column);
  }
}

void Painter::write(int row, int column) {
  const Cell& cell = after_.at(row, column);
  const int columns = is_wide(row, column) ? 2 : 1;
  if (isolated_ && !cell.isolated) set_isolated(false);
  move_to(row, column);
  if (is_blank(after_, cell)) {
    if (style_.shows_on_space()) set_style({});
    set_link({});
  } else {
    set_style(style_at(cell));
    set_link(url_of(after_, cell));
  }
  if (cell.isolated && !isolated_) {
    set_isolated(true);
    move_to(row, column);
  }
  const bool doubtful = is_doubtful(row, column);
  if (doubtful) {
    out_.append(static_cast<std::size_t>(columns), ' ');
    advance(columns);
    move_to(row, column);
  }
  out_ += cell.bytes;
  advance(columns);
  if (doubtful) place_.reset();
}

/// In the last column terminals do not agree on where the cursor is then.
void Painter::advance(int columns) {
  if (!place_) return;
  place_->second += columns;
  if (place_->second >= after_.size().columns) place_.reset();
}

void Painter::move_to(int row, int column) {
  if (place_ == Place(row, column)) return;
  std::string best = cursor_to(row, column);
  if (place_) {
    const int down = row - place_->first, right = column - place_->second;
    std::string way;
    if (down != 0) way += csi(std::abs(down), down > 0 ? 'B' : 'A');
    if (right > 0) way += csi(right, 'C');
    if (right < 0) way += right >= -3 ? std::string(static_cast<std::size_t>(-right), '\b') : csi(-right, 'D');
    if (way.size() < best.size()) best = std::move(way);
    if (down == 0 && right > 0 && right <= small_gap && write_gap(row, column, best.size())) best.clear();
  }
  out_ += best;
  place_ = Place(row, column);
}

/// Writes what is there already up to the column, where it needs nothing but its bytes and these are fewer.
bool Painter::write_gap(int row, int column, std::size_t shorter_than) {
  if (isolated_) return false;
  std::string gap;
  for (int at = place_->second; at < column; ++at) {
    const Cell& cell = after_.at(row, at);
    if (at == place_->second && cell.bytes.empty()) return false;
    if (cell.isolated || is_doubtful(row, at)) return false;
    if (url_of(after_, cell) != url_) return false;
    const bool fits = is_blank(after_, cell) ? !style_.shows_on_space() : style_at(cell) == style_;
    if (!fits) return false;
    gap += cell.bytes;
    if (gap.size() >= shorter_than) return false;
  }
  if (is_wide(row, column - 1) && !after_.at(row, column - 1).bytes.empty()) return false;
  out_ += gap;
  return true;
}

void Painter::set_style(const Style& style) {
  if (style == style_) return;
  out_ += "\x1b[" + sgr_change(style_, style) + 'm';
  style_ = style;
}

void Painter::set_link(std::string_view url) {
  if (url == url_) return;
  out_ += link_to(url);
  url_ = url;
}

void Painter::set_isolated(bool isolated) {
  if (isolated == isolated_) return;
  out_ += isolated ? first_strong_isolate : pop_directional_isolate;
  isolated_ = isolated;
  place_.reset();
}

/// Whatever state it is in.
void Painter::clear() {
  if (display_.links) out_ += link_to({});
  out_ += "\x1b[m\x1b[H\x1b[2J";
  place_ = Place(0, 0);
}

void Painter::finish() {
  set_link({});
  set_style({});
  if (after_.cursor()) move_to(after_.cursor()->first, after_.cursor()->second);
}

}  // namespace

std::string paint(const Canvas* before, const Canvas& after, const Display& display) {
  if (before != nullptr && before->size() != after.size()) before = nullptr;
  const Canvas empty(after.size());
  Painter painter(before != nullptr ? *before : empty, after, display);
  if (before == nullptr) painter.clear();
  painter.rows();
  painter.finish();
  const std::string changes = painter.take();

  const bool was_shown = before == nullptr || before->cursor().has_value();
  const bool is_shown = after.cursor().has_value();
  const bool whole = before == nullptr || changes.size() > small_frame;
  const bool hides = was_shown && (whole || !is_shown);
  std::string out;
  if (whole) out += "\x1b[?2026h";
  if (hides) out += "\x1b[?25l";
  out += changes;
  if (is_shown && (hides || !was_shown)) out += "\x1b[?25h";
  if (whole) out += "\x1b[?2026l";
  return out;
}

}  // namespace standpipe::terminal
