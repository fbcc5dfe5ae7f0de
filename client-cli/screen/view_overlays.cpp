#include <algorithm>

#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using client::printable_line;
using client::tr;
using terminal::Canvas;
using terminal::Line;
using terminal::Look;
using terminal::Role;
using terminal::Span;

Area draw_box(Canvas& canvas, int columns, int rows, const std::string& title) {
  const auto size = canvas.size();
  columns = std::clamp(columns, 10, std::max(10, size.columns - 2));
  rows = std::clamp(rows, 3, std::max(3, size.rows - 2));
  const int left = (size.columns - columns) / 2, top = std::max(1, (size.rows - rows) / 3);
  for (int r = top; r < top + rows; ++r) canvas.fill(r, left, columns, {});
  const Look border{Role::border};
  for (int c = left + 1; c < left + columns - 1; ++c) {
    canvas.put(top, c, Span{"─", border});
    canvas.put(top + rows - 1, c, Span{"─", border});
  }
  for (int r = top + 1; r < top + rows - 1; ++r) {
    canvas.put(r, left, Span{"│", border});
    canvas.put(r, left + columns - 1, Span{"│", border});
  }
  canvas.put(top, left, Span{"┌", border});
  canvas.put(top, left + columns - 1, Span{"┐", border});
  canvas.put(top + rows - 1, left, Span{"└", border});
  canvas.put(top + rows - 1, left + columns - 1, Span{"┘", border});
  canvas.put(top, left + 2, Span{" " + terminal::shortened(title, columns - 6) + " ", Look{Role::heading, true}}, columns - 4);
  return {top + 1, left + 2, rows - 2, columns - 4};
}

void put_cursor(Canvas& canvas, int row, int column, const Area& inside) {
  if (row >= inside.row && row < inside.row + inside.rows)
    canvas.set_cursor(row, std::min(column, inside.column + inside.columns - 1));
}

int most_box_rows(terminal::Size size) {
  return std::max(1, size.rows - 4);
}

namespace {

void draw_picker(const Model& model, const Picker& picker, Canvas& canvas) {
  const int rows = std::min(model.size.rows - 4, 16);
  const Area in = draw_box(canvas, std::min(76, model.size.columns - 4), rows, picker.title);
  const std::string typed = printable_line(picker.filter.text());
  const std::string_view end = typed;
  canvas.put(in.row, in.column, Line{{"> ", {Role::hint}}, {std::string(end)}}, in.columns);
  put_cursor(canvas, in.row, in.column + 2 + terminal::columns_of(typed), in);
  const int list_rows = std::max(1, in.rows - 1);
  const auto top = picker.selected / static_cast<std::size_t>(list_rows) * static_cast<std::size_t>(list_rows);
  if (picker.choices.empty())
    canvas.put(in.row + 1, in.column,
               Span{picker.pending > 0 ? tr("Looking for more…") : tr("Nothing fits. Esc closes this."), {Role::hint}},
               in.columns);
  for (int r = 0; r < list_rows && top + static_cast<std::size_t>(r) < picker.choices.size(); ++r) {
    const Choice& choice = picker.choices[top + static_cast<std::size_t>(r)];
    const int row = in.row + 1 + r;
    const int detail = std::min(terminal::columns_of(choice.detail), in.columns / 2);
    const Look look{choice.possible ? Role::text : Role::faint};
    canvas.put(row, in.column, Span{terminal::shortened(choice.text, in.columns - detail - 2), look}, in.columns - detail - 1);
    if (detail > 0)
      canvas.put(row, in.column + in.columns - detail, Span{terminal::shortened(choice.detail, detail), {Role::faint}}, detail);
    if (top + static_cast<std::size_t>(r) == picker.selected) canvas.highlight(row, in.column, in.columns, Role::selected);
  }
}

std::string context_words(Context context) {
  switch (context) {
    case Context::everywhere:
      return tr("Everywhere");
    case Context::list:
      return tr("In lists and conversations");
    case Context::conversation:
      return tr("In a conversation");
    case Context::threads:
      return tr("In a list of threads");
    case Context::writing:
      return tr("While writing");
  }
  return {};
}

/// The name of an action stands at the right edge: it is how the key is bound anew.
void add_binding(std::vector<Line>& lines, const Model& model, const Binding& binding, int columns) {
  constexpr int keys_columns = 24, least_columns = 56;
  std::string keys = model.settings.keys.keys_of(binding.action), name = binding.name;
  if (room_number(binding.action) == 1) {
    keys += " … " + model.settings.keys.keys_of(Action::room_9);
    name += " … 9";
  }
  const std::string title = tr(binding.title);
  const auto spaces = [](int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); };
  const Line named = {{name, {Role::faint}}};
  const int left = columns - terminal::columns_of(name);
  if (columns < least_columns) {
    Line line = terminal::shortened(Line{{keys, {Role::code}}}, left - 1);
    line.push_back({spaces(left - terminal::columns_of(line)), {}});
    line.push_back(named.front());
    lines.push_back(std::move(line));
    for (auto& part : terminal::wrap({{"  " + title}}, columns, 2)) lines.push_back(std::move(part));
    return;
  }
  Line line = {{keys + spaces(std::max(1, keys_columns - terminal::columns_of(keys))), {Role::code}}, {title}};
  int used = terminal::columns_of(line);
  if (used + 2 > left) {
    lines.push_back(terminal::shortened(line, columns));
    line.clear();
    used = 0;
  }
  line.push_back({spaces(left - used)});
  line.push_back(named.front());
  lines.push_back(std::move(line));
}

std::vector<Line> help_lines(const Model& model, int columns) {
  std::vector<Line> lines;
  std::optional<Context> context;
  for (const Binding& b : bindings()) {
    if (context != b.context) {
      if (context) lines.push_back({});
      lines.push_back({{context_words(b.context), Look{Role::heading, true}}});
      context = b.context;
    }
    if (room_number(b.action) > 1) continue;  // one line for all of them
    add_binding(lines, model, b, columns);
  }
  lines.push_back({});
  for (auto& line : terminal::wrap(
           {{tr("Every key can be bound anew in standpipe.toml, by the action's name, which is on the right: see README.md."),
             {Role::hint}}},
           columns))
    lines.push_back(std::move(line));
  return lines;
}

Area draw_help_box(Canvas& canvas) {
  const auto [columns, rows] = canvas.size();
  return draw_box(canvas, std::min(76, columns - 4), std::max(rows - 4, std::min(rows - 2, 16)), tr("Keys"));
}

void draw_help(const Model& model, const Help& help, Canvas& canvas) {
  const Area in = draw_help_box(canvas);
  const auto lines = help_lines(model, in.columns);
  const auto all = static_cast<int>(lines.size());
  const int top = std::min(static_cast<int>(help.top), std::max(0, all - in.rows + 1));
  for (int r = 0; r < in.rows - 1 && top + r < all; ++r)
    canvas.put(in.row + r, in.column, lines[static_cast<std::size_t>(top + r)], in.columns);
  canvas.put(in.row + in.rows - 1, in.column,
             terminal::shortened(Line{{tr("Up, Down, PageUp, PageDown; any other key closes this."), {Role::hint}}}, in.columns),
             in.columns);
}

}  // namespace

std::size_t last_help_top(const Model& model) {
  Canvas canvas(model.size);
  const Area in = draw_help_box(canvas);
  const auto all = static_cast<int>(help_lines(model, in.columns).size());
  return static_cast<std::size_t>(std::max(0, all - in.rows + 1));
}

void draw_overlay(const Model& model, Canvas& canvas) {
  if (const auto* picker = std::get_if<Picker>(&model.overlay)) draw_picker(model, *picker, canvas);
  if (const auto* form = std::get_if<Form>(&model.overlay)) draw_form(model, *form, canvas);
  if (const auto* help = std::get_if<Help>(&model.overlay)) draw_help(model, *help, canvas);
}

}  // namespace standpipe::screen
