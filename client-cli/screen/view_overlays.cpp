#include <algorithm>

#include "client-cli/screen/forms.hpp"
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

namespace {

/// An empty box in the middle; gives what is inside.
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
    canvas.put(in.row + 1, in.column, Span{tr("Nothing fits. Esc closes this."), {Role::hint}}, in.columns);
  for (int r = 0; r < list_rows && top + static_cast<std::size_t>(r) < picker.choices.size(); ++r) {
    const Choice& choice = picker.choices[top + static_cast<std::size_t>(r)];
    const int row = in.row + 1 + r;
    const int detail = std::min(terminal::columns_of(choice.detail), in.columns / 2);
    canvas.put(row, in.column, Span{terminal::shortened(choice.text, in.columns - detail - 2)}, in.columns - detail - 1);
    if (detail > 0)
      canvas.put(row, in.column + in.columns - detail, Span{terminal::shortened(choice.detail, detail), {Role::faint}}, detail);
    if (top + static_cast<std::size_t>(r) == picker.selected) canvas.highlight(row, in.column, in.columns, Role::selected);
  }
}

struct FormRows {
  std::vector<Line> lines;
  int focus_row = 0;
  int cursor_row = -1;
  int cursor_column = 0;
};

void add_wrapped(FormRows& rows, const std::string& text, Look look, int width) {
  for (auto& line : terminal::wrap({{text, look}}, std::max(1, width))) rows.lines.push_back(std::move(line));
}

void add_field(FormRows& rows, const Form& form, std::size_t i, int width) {
  const Field& field = form.fields[i];
  const bool focused = i == form.focus;
  if (focused) rows.focus_row = static_cast<int>(rows.lines.size());
  Line label = {{field.label, Look{focused ? Role::heading : Role::faint, focused}}};
  if (focused && !field.hint.empty()) label.push_back({"  " + field.hint, {Role::hint}});
  if (!field.required && !focused) label.push_back({"  " + tr("may be empty"), {Role::hint}});
  rows.lines.push_back(terminal::shortened(label, width));
  if (field.kind == Field::Kind::choice) {
    Line line = {{"  "}};
    for (const auto& [value, words] : field.choices) {
      const bool chosen = value == form.values[i].text();
      line.push_back({chosen ? "[" + words + "]" : " " + words + " ",
                      chosen ? Look{focused ? Role::unread : Role::text, true} : Look{Role::faint}});
      line.push_back({" "});
    }
    for (auto& part : terminal::wrap(line, width, 2)) rows.lines.push_back(std::move(part));
    return;
  }
  const auto shown = form.values[i].shown(std::max(2, width - 3));
  const int most = field.kind == Field::Kind::text ? 6 : 2;
  const int top = std::max(0, shown.row - most + 1);
  for (int r = top; r < top + most && r < static_cast<int>(shown.lines.size()); ++r) {
    if (focused && r == shown.row) {
      rows.cursor_row = static_cast<int>(rows.lines.size());
      rows.cursor_column = 2 + shown.column;
    }
    rows.lines.push_back({{"  " + printable_line(shown.lines[static_cast<std::size_t>(r)])}});
  }
  if (!focused) return;
  for (std::size_t s = 0; s < form.suggestions.size(); ++s) {
    const Choice& choice = form.suggestions[s];
    const Look look{s == form.suggested ? Role::unread : Role::faint, s == form.suggested};
    rows.lines.push_back(terminal::shortened(
        Line{{s == form.suggested ? "  > " : "    ", look}, {choice.text, look}, {"  " + choice.detail, {Role::faint}}}, width));
  }
}

void draw_form(const Model& model, const Form& form, Canvas& canvas) {
  const int columns = std::min(76, model.size.columns - 4);
  const int width = std::max(4, columns - 4);
  FormRows rows;
  if (form.confirming) {
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      if (!is_shown(form, form.fields[i]) || form.values[i].empty()) continue;
      add_wrapped(rows, form.fields[i].label + ": " + printable_line(form.values[i].text()), {}, width);
    }
    if (!form.warning.empty()) add_wrapped(rows, form.warning, Look{Role::warning, true}, width);
    if (!form.trouble.empty()) add_wrapped(rows, form.trouble, Look{Role::error, true}, width);
    add_wrapped(rows, form.busy ? tr("One moment…") : tr("Enter does it, Esc goes back."), {Role::hint}, width);
  } else {
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      if (is_shown(form, form.fields[i])) add_field(rows, form, i, width);
    }
    if (!form.trouble.empty()) add_wrapped(rows, printable_line(form.trouble), Look{Role::error, true}, width);
    const bool on_button = form.focus >= form.fields.size();
    if (on_button) rows.focus_row = static_cast<int>(rows.lines.size());
    rows.lines.push_back(
        {{on_button ? "> [ " : "  [ ", Look{on_button ? Role::unread : Role::text, on_button}},
         {form.warning.empty() ? tr("Send") : tr("Go on"), Look{on_button ? Role::unread : Role::text, on_button}},
         {" ]", Look{on_button ? Role::unread : Role::text, on_button}},
         {"   " + (form.busy ? tr("One moment…") : tr("Tab next  Ctrl-S send  Esc close")), {Role::hint}}});
  }
  const Area in = draw_box(canvas, columns, static_cast<int>(rows.lines.size()) + 2, form.title);
  const int all = static_cast<int>(rows.lines.size());
  const int goal = std::max(rows.focus_row, rows.cursor_row);
  const int top = std::clamp(goal - in.rows + 3, 0, std::max(0, all - in.rows));
  for (int r = 0; r < in.rows && top + r < all; ++r)
    canvas.put(in.row + r, in.column, rows.lines[static_cast<std::size_t>(top + r)], in.columns);
  if (rows.cursor_row >= 0 && !form.confirming)
    put_cursor(canvas, in.row + rows.cursor_row - top, in.column + rows.cursor_column, in);
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

void draw_help(const Model& model, const Help& help, Canvas& canvas) {
  const int columns = std::min(76, model.size.columns - 4);
  const Area in = draw_box(canvas, columns, model.size.rows - 4, tr("Keys"));
  std::vector<Line> lines;
  std::optional<Context> context;
  for (const Binding& b : bindings()) {
    if (context != b.context) {
      if (context) lines.push_back({});
      lines.push_back({{context_words(b.context), Look{Role::heading, true}}});
      context = b.context;
    }
    std::string keys = model.settings.keys.keys_of(b.action);
    const int pad = std::max(1, 24 - terminal::columns_of(keys));
    Line line = {{keys + std::string(static_cast<std::size_t>(pad), ' '), {Role::code}}, {tr(b.title)}};
    lines.push_back(terminal::shortened(line, in.columns));
  }
  lines.push_back({});
  for (auto& line : terminal::wrap(
           {{tr("Every key can be bound anew, by the action's name, in standpipe.toml: see README.md."), {Role::hint}}},
           in.columns))
    lines.push_back(std::move(line));
  const auto all = static_cast<int>(lines.size());
  const int top = std::min(static_cast<int>(help.top), std::max(0, all - in.rows + 1));
  for (int r = 0; r < in.rows - 1 && top + r < all; ++r)
    canvas.put(in.row + r, in.column, lines[static_cast<std::size_t>(top + r)], in.columns);
  canvas.put(in.row + in.rows - 1, in.column, Span{tr("Up, Down, PageUp, PageDown; any other key closes this."), {Role::hint}},
             in.columns);
}

}  // namespace

void draw_overlay(const Model& model, Canvas& canvas) {
  if (const auto* picker = std::get_if<Picker>(&model.overlay)) draw_picker(model, *picker, canvas);
  if (const auto* form = std::get_if<Form>(&model.overlay)) draw_form(model, *form, canvas);
  if (const auto* help = std::get_if<Help>(&model.overlay)) draw_help(model, *help, canvas);
}

}  // namespace standpipe::screen
