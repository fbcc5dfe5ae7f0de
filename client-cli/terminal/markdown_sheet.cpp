#include "client-cli/terminal/markdown_sheet.hpp"

#include <string>
#include <utility>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/markdown_inline.hpp"
#include "client-cli/terminal/wrap.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::size_t most_indents = 6;
constexpr int least_room = 8;
constexpr int least_room_of_first = 4;  ///< who is quoted must be seen on the narrowest screen, too

void trim_end(Line& line) {
  while (!line.empty()) {
    auto& text = line.back().text;
    text.erase(text.find_last_not_of(' ') + 1);
    if (!text.empty()) return;
    line.pop_back();
  }
}

}  // namespace

void Sheet::open_quote() {
  const Span bar{plain_ ? "> " : "│ ", {Role::quote}};
  levels_.push_back({.shown = indent(bar, bar)});
}

void Sheet::open_list(bool tight, std::optional<std::uint64_t> first) {
  levels_.push_back({.tight = tight, .next = first});
}

void Sheet::open_item() {
  Level item{.is_item = true, .lines_before = lines_.size()};
  std::string bullet = plain_ ? "- " : "• ";
  if (!levels_.empty()) {
    item.tight = levels_.back().tight;
    if (auto& next = levels_.back().next) bullet = std::to_string((*next)++) + ". ";
  }
  item.shown = indent({bullet}, {std::string(static_cast<std::size_t>(columns_of(bullet)), ' ')});
  if (!item.shown) bullets_ += bullet;
  levels_.push_back(item);
}

void Sheet::close() {
  if (levels_.empty()) return;
  if (levels_.back().is_item && lines_.size() == levels_.back().lines_before) add_text({});
  if (levels_.back().shown) {
    room_ += indents_.back().columns;
    indents_.pop_back();
  }
  levels_.pop_back();
  settle();
}

void Sheet::add(std::vector<Line> block) {
  if (!bullets_.empty()) add_text({});
  put_gap();
  for (Line& line : block) put(std::move(line));
  settle();
}

void Sheet::add_text(std::vector<Span> text) {
  put_gap();
  Line line;
  if (!bullets_.empty()) line.push_back({std::exchange(bullets_, {})});
  const auto end_line = [&] {
    for (Line& part : wrap(line, room_)) put(std::move(part));
    line.clear();
  };
  for (Span& span : text) {
    span.text == line_break ? end_line() : line.push_back(std::move(span));
  }
  end_line();
  settle();
}

bool Sheet::indent(Span first, Span rest) {
  const int columns = columns_of(first.text);
  if (indents_.size() >= most_indents || room_ - columns < (indents_.empty() ? least_room_of_first : least_room)) return false;
  room_ -= columns;
  indents_.push_back({std::move(first), std::move(rest), columns});
  return true;
}

void Sheet::put(Line line) {
  Line whole;
  for (Indent& indent : indents_) whole.push_back(std::exchange(indent.fresh, false) ? indent.first : indent.rest);
  whole.insert(whole.end(), std::make_move_iterator(line.begin()), std::make_move_iterator(line.end()));
  trim_end(whole);
  lines_.push_back(std::move(whole));
}

void Sheet::put_gap() {
  if (!std::exchange(gap_, false) || lines_.empty()) return;
  Line line;
  for (const Indent& indent : indents_) {
    if (indent.fresh) break;
    line.push_back(indent.rest);
  }
  trim_end(line);
  lines_.push_back(std::move(line));
}

void Sheet::settle() {
  gap_ = levels_.empty() || !levels_.back().tight;
}

}  // namespace standpipe::terminal
