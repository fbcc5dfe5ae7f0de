#include "client-cli/screen/editor.hpp"

#include <algorithm>
#include <utility>

#include "client-cli/screen/typed_text.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

namespace {

constexpr std::size_t steps_kept = 200;

}  // namespace

void Editor::set(std::string text) {
  text = typed_text(text);
  replace(0, text_.size(), protocol::truncate(text, limit_));
}

void Editor::reset(std::string text) {
  text = typed_text(text);
  text_ = protocol::truncate(text, limit_);
  cursor_ = text_.size();
  past_.clear();
  future_.clear();
  go(cursor_);
}

bool Editor::insert(std::string_view text) {
  const std::string fit = typed_text(text);
  std::string_view rest = fit;
  const bool typed =
      fit == "\n" || (fit.find('\n') == std::string::npos && !fit.empty() && terminal::next_cluster(rest).bytes == fit);
  if (typed && begins_word(fit)) last_ = Act::other;
  return replace(cursor_, cursor_, fit, typed ? Act::typing : Act::other);
}

void Editor::erase_back() {
  replace(previous(cursor_), cursor_, {}, Act::erasing_back);
}
void Editor::erase_forward() {
  replace(cursor_, next(cursor_), {}, Act::erasing_forward);
}
void Editor::erase_word_back() {
  cut(word_start(), cursor_, Side::before);
}
void Editor::erase_word_forward() {
  cut(cursor_, word_end(), Side::after);
}
void Editor::erase_to_start() {
  cut(line_start(cursor_), cursor_, Side::before);
}
void Editor::erase_to_end() {
  cut(cursor_, line_end(cursor_), Side::after);
}
void Editor::yank() {
  replace(cursor_, cursor_, std::string(erased_));
}

void Editor::left() {
  go(previous(cursor_));
}
void Editor::right() {
  go(next(cursor_));
}
void Editor::word_left() {
  go(word_start());
}
void Editor::word_right() {
  go(word_end());
}
void Editor::home() {
  go(line_start(cursor_));
}
void Editor::end() {
  go(line_end(cursor_));
}
void Editor::start_of_text() {
  go(0);
}
void Editor::end_of_text() {
  go(text_.size());
}
bool Editor::up(int width) {
  return go_by_rows(width, -1);
}
bool Editor::down(int width) {
  return go_by_rows(width, 1);
}

void Editor::undo() {
  go(cursor_);
  if (past_.empty()) return;
  Step step = std::move(past_.back());
  past_.pop_back();
  swap(step.at, step.after.size(), step.before, step.cursor_before);
  future_.push_back(std::move(step));
}

void Editor::redo() {
  go(cursor_);
  if (future_.empty()) return;
  Step step = std::move(future_.back());
  future_.pop_back();
  swap(step.at, step.before.size(), step.after, step.cursor_after);
  past_.push_back(std::move(step));
}

void Editor::complete(std::size_t from, std::string_view with) {
  from = std::min(from, cursor_);
  if (boundary_from(from) != from) from = previous(boundary_from(from));
  replace(from, cursor_, typed_text(with));
}

Editor::Shown Editor::shown(int width) const {
  Shown shown;
  const auto all = rows(width);
  shown.lines.reserve(all.size());
  for (const Row& row : all) {
    if (row.from <= cursor_) {
      shown.row = static_cast<int>(shown.lines.size());
      shown.column = column(row.from, cursor_);
    }
    shown.lines.emplace_back(text_, row.from, row.to - row.from);
  }
  return shown;
}

/// Every change of the text but undo and redo comes through here.
bool Editor::replace(std::size_t from, std::size_t to, std::string_view with, Act act) {
  wanted_column_ = -1;
  cutting_ = false;
  if (text_.size() - (to - from) + with.size() > limit_) return false;
  if (from == to && with.empty()) return true;
  Step step{from, text_.substr(from, to - from), std::string(with), cursor_, 0};
  if (step.before == step.after) {
    go(from + with.size());
    return true;
  }
  swap(from, to - from, step.after, from + step.after.size());
  // What was put in can join with what comes after it: a flag's second half, say.
  cursor_ = boundary_from(cursor_);
  step.cursor_after = cursor_;
  keep(std::move(step), act);
  return true;
}

void Editor::keep(Step step, Act act) {
  future_.clear();
  Step* last = act != Act::other && act == last_ && !past_.empty() ? &past_.back() : nullptr;
  last_ = act;
  if (last != nullptr && act == Act::typing && last->at + last->after.size() == step.at) {
    last->after += step.after;
  } else if (last != nullptr && act == Act::erasing_back && step.at + step.before.size() == last->at) {
    last->before.insert(0, step.before);
    last->at = step.at;
  } else if (last != nullptr && act == Act::erasing_forward && step.at == last->at) {
    last->before += step.before;
  } else {
    if (past_.size() == steps_kept) past_.erase(past_.begin());
    past_.push_back(std::move(step));
    return;
  }
  last->cursor_after = step.cursor_after;
}

void Editor::swap(std::size_t at, std::size_t size, std::string_view with, std::size_t cursor) {
  text_.replace(at, size, with);
  cursor_ = cursor;
}

void Editor::cut(std::size_t from, std::size_t to, Side side) {
  if (from == to) return;
  const bool adds = cutting_;
  const std::string gone = text_.substr(from, to - from);
  replace(from, to, {});
  if (!adds) erased_.clear();
  erased_.insert(side == Side::before ? 0 : erased_.size(), gone);
  cutting_ = true;
}

bool Editor::begins_word(std::string_view typed) const {
  if (cursor_ == 0 || is_space(protocol::next_code_point(typed).value_or(' '))) return false;
  std::string_view before = std::string_view(text_).substr(previous(cursor_));
  return is_space(protocol::next_code_point(before).value_or(' '));
}

void Editor::go(std::size_t position) {
  cursor_ = position;
  last_ = Act::other;
  cutting_ = false;
  wanted_column_ = -1;
}

bool Editor::go_by_rows(int width, int by) {
  const auto all = rows(width);
  const auto after =
      std::upper_bound(all.begin(), all.end(), cursor_, [](std::size_t at, const Row& row) { return at < row.from; });
  const auto here = after - 1 - all.begin();
  const auto there = here + by;
  if (there < 0 || there >= std::ssize(all)) return false;
  const int wanted = wanted_column_ >= 0 ? wanted_column_ : column(all[static_cast<std::size_t>(here)].from, cursor_);
  const Row& row = all[static_cast<std::size_t>(there)];
  const auto below = static_cast<std::size_t>(there) + 1;
  const bool wrapped = below < all.size() && all[below].from == row.to;
  std::size_t position = row.from;
  while (position < row.to) {
    const auto further = next(position);
    // The end of a row that is broken is the start of the next one.
    if ((wrapped && further == row.to) || column(row.from, further) > wanted) break;
    position = further;
  }
  go(position);
  wanted_column_ = wanted;
  return true;
}

std::size_t Editor::line_start(std::size_t position) const {
  return position == 0 ? 0 : text_.rfind('\n', position - 1) + 1;  // npos + 1 is 0
}

std::size_t Editor::line_end(std::size_t position) const {
  return std::min(text_.find('\n', position), text_.size());
}

std::size_t Editor::next(std::size_t position) const {
  if (position >= text_.size() || text_[position] == '\n') return std::min(position + 1, text_.size());
  auto line = std::string_view(text_).substr(position, line_end(position) - position);
  return position + terminal::next_cluster(line).bytes.size();
}

std::size_t Editor::previous(std::size_t position) const {
  const auto start = line_start(position);
  if (start == position) return position == 0 ? 0 : position - 1;
  auto before = start;
  for (auto at = start; at < position; at = next(at)) before = at;
  return before;
}

/// The first place between two clusters that is not before the position.
std::size_t Editor::boundary_from(std::size_t position) const {
  auto at = line_start(position);
  while (at < position) at = next(at);
  return at;
}

bool Editor::is_word(std::size_t position) const {
  std::string_view rest = std::string_view(text_).substr(position);
  return !separates_words(protocol::next_code_point(rest).value_or(' '));
}

std::size_t Editor::word_start() const {
  auto at = cursor_;
  while (at > 0 && !is_word(previous(at))) at = previous(at);
  while (at > 0 && is_word(previous(at))) at = previous(at);
  return at;
}

std::size_t Editor::word_end() const {
  auto at = cursor_;
  while (at < text_.size() && !is_word(at)) at = next(at);
  while (at < text_.size() && is_word(at)) at = next(at);
  return at;
}

std::vector<Editor::Row> Editor::rows(int width) const {
  std::vector<Row> out;
  for (std::size_t from = 0;;) {
    const auto to = line_end(from);
    add_rows(out, from, to, std::max(width, 2));
    if (to == text_.size()) return out;
    from = to + 1;
  }
}

void Editor::add_rows(std::vector<Row>& rows, std::size_t from, std::size_t to, int width) const {
  std::size_t start = from;
  std::size_t may_break = from;  // after the last space, or at either side of an ideograph or emoji
  int columns = 0;
  for (std::size_t at = from; at < to;) {
    auto rest = std::string_view(text_).substr(at, to - at);
    const auto cluster = terminal::next_cluster(rest);
    if (cluster.columns == 2) may_break = at;
    while (columns + cluster.columns > width) {
      const auto end = may_break > start ? may_break : at;
      rows.push_back({start, end});
      start = end;
      columns = column(start, at);
    }
    columns += cluster.columns;
    at += cluster.bytes.size();
    if (cluster.bytes == " " || cluster.columns == 2) may_break = at;
  }
  rows.push_back({start, to});
  if (columns >= width && cursor_ == to) rows.push_back({to, to});
}

int Editor::column(std::size_t from, std::size_t to) const {
  return terminal::columns_of(std::string_view(text_).substr(from, to - from));
}

}  // namespace standpipe::screen
