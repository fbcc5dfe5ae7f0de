#include <algorithm>

#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "client-cli/words.hpp"

/// A form: its fields scroll, what is wrong and how to go on stand below them whatever the window's size.
namespace standpipe::screen {

using client::printable_line;
using client::tr;
using terminal::Canvas;
using terminal::Line;
using terminal::Look;
using terminal::Role;

namespace {

using Lines = std::vector<Line>;

struct FieldRows {
  Lines lines;
  int focus_row = 0;  ///< the field in focus: from here …
  int focus_end = 0;  ///< … to before this one
  int goal_row = 0;   ///< and of it, what is to be seen before the rest
  int cursor_row = -1;
  int cursor_column = 0;
};

int count(const Lines& lines) {
  return static_cast<int>(lines.size());
}

void add_wrapped(Lines& lines, const std::string& text, Look look, int width) {
  for (auto& line : terminal::wrap({{text, look}}, std::max(1, width))) lines.push_back(std::move(line));
}

void cut(Lines& lines, int most) {
  if (count(lines) > std::max(0, most)) lines.resize(static_cast<std::size_t>(std::max(0, most)));
}

/// One after the other, each of them whole on a line where that is wide enough. Gives the line of each.
std::vector<int> add_whole(Lines& lines, const Lines& items, int width) {
  constexpr int indent = 2;
  std::vector<int> where;
  Line line = {{std::string(indent, ' ')}};
  bool fresh = true;
  for (const Line& item : items) {
    if (!fresh && terminal::columns_of(line) + terminal::columns_of(item) > width) {
      lines.push_back(std::exchange(line, {{std::string(indent, ' ')}}));
      fresh = true;
    }
    where.push_back(count(lines));
    line.insert(line.end(), item.begin(), item.end());
    line.push_back({" "});
    fresh = false;
    if (terminal::columns_of(line) <= width + 1) continue;
    auto parts = terminal::wrap(line, width, indent);
    line = std::move(parts.back());
    parts.pop_back();
    for (auto& part : parts) lines.push_back(std::move(part));
  }
  if (!fresh) lines.push_back(std::move(line));
  return where;
}

void add_choices(FieldRows& rows, const Form& form, std::size_t i, bool focused, int width) {
  Lines items;
  std::size_t chosen = 0;
  for (const auto& [value, words] : form.fields[i].choices) {
    const bool is_it = value == form.values[i].text();
    if (is_it) chosen = items.size();
    items.push_back({{is_it ? "[" + words + "]" : " " + words + " ",
                      is_it ? Look{focused ? Role::unread : Role::text, true} : Look{Role::faint}}});
  }
  const auto where = add_whole(rows.lines, items, width);
  if (focused && chosen < where.size()) rows.goal_row = where[chosen];
}

void add_value(FieldRows& rows, const Form& form, std::size_t i, bool focused, int width, int most) {
  const auto shown = form.values[i].shown(std::max(2, width - 3));
  const int top = std::max(0, shown.row - most + 1);
  for (int r = top; r < top + most && r < static_cast<int>(shown.lines.size()); ++r) {
    if (focused && r == shown.row) {
      rows.cursor_row = rows.goal_row = count(rows.lines);
      rows.cursor_column = 2 + shown.column;
    }
    rows.lines.push_back({{"  " + printable_line(shown.lines[static_cast<std::size_t>(r)])}});
  }
  if (!focused) return;
  for (std::size_t s = 0; s < form.suggestions.size(); ++s) {
    const Choice& choice = form.suggestions[s];
    const bool is_it = s == form.suggested;
    const Look look{is_it ? Role::unread : Role::faint, is_it};
    if (is_it && s > 0) rows.goal_row = count(rows.lines);
    rows.lines.push_back(terminal::shortened(
        Line{{is_it ? "  > " : "    ", look}, {choice.text, look}, {"  " + choice.detail, {Role::faint}}}, width));
  }
}

/// `most`: rows that the form may have in all.
void add_field(FieldRows& rows, const Form& form, std::size_t i, int width, int most) {
  constexpr int enough_for_hints = 8, enough_for_two = 6;
  const Field& field = form.fields[i];
  const bool focused = i == form.focus;
  if (focused) rows.focus_row = rows.goal_row = count(rows.lines);
  Line label = {{field.label, Look{focused ? Role::heading : Role::faint, focused}}};
  if (focused && !field.hint.empty()) label.push_back({"  " + field.hint, {Role::hint}});
  if (!field.required && !focused) label.push_back({"  " + tr("may be empty"), {Role::hint}});
  if (focused && most >= enough_for_hints) {
    for (auto& part : terminal::wrap(label, width, 2)) rows.lines.push_back(std::move(part));
  } else {
    rows.lines.push_back(terminal::shortened(label, width));
  }
  if (field.kind == Field::Kind::choice) {
    add_choices(rows, form, i, focused, width);
  } else {
    const int text_rows = std::clamp(most - 4, 1, 6), line_rows = most < enough_for_two ? 1 : 2;
    add_value(rows, form, i, focused, width, field.kind == Field::Kind::text ? text_rows : line_rows);
  }
  if (focused) rows.focus_end = count(rows.lines);
}

/// The button, and what the keys do; the latter on as many lines as there are.
Lines button_lines(const Form& form, int width) {
  const bool focused = form.focus >= form.fields.size();
  const Look look{focused ? Role::unread : Role::text, focused};
  Lines items = {{{(focused ? "> [ " : "  [ ") +
                       (!form.warning.empty() ? tr("Go on")
                        : form.button.empty() ? tr("Send")
                                              : form.button) +
                       " ]",
                   look}}};
  if (form.busy) {
    items.push_back({{"  " + tr("One moment…"), {Role::hint}}});
  } else {
    std::string_view rest;
    const std::string keys =
        form.enter_submits ? tr("Enter does it  Tab next  Esc close") : tr("Tab next  Ctrl-S send  Esc close");
    rest = keys;
    for (bool first = true; !rest.empty(); first = false) {
      const auto end = std::min(rest.find("  "), rest.size());
      items.push_back({{(first ? "  " : " ") + std::string(rest.substr(0, end)), {Role::hint}}});
      rest.remove_prefix(std::min(end + 2, rest.size()));
    }
  }
  Lines lines;
  add_whole(lines, items, width + 2);
  for (Line& line : lines) line.front().text.clear();  // the button begins at the edge
  return lines;
}

/// From which of its rows on the fields are shown.
int first_row(const FieldRows& fields, int rows) {
  const int last = std::max(0, count(fields.lines) - rows);
  const int top = std::min(std::clamp(fields.focus_end + 1 - rows, 0, last), fields.focus_row);
  return std::clamp(top, std::max(0, fields.goal_row - rows + 1), std::max(fields.goal_row, 0));
}

void draw_questions(const Model& model, const Form& form, Canvas& canvas, int columns) {
  const int width = std::max(4, columns - 4), most = most_box_rows(model.size);
  FieldRows fields;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (is_shown(form, form.fields[i])) add_field(fields, form, i, width, most);
  }
  if (form.focus >= form.fields.size())
    fields.focus_row = fields.focus_end = fields.goal_row = std::max(0, count(fields.lines) - 1);
  Lines button = button_lines(form, width);
  Lines trouble;
  if (!form.trouble.empty()) add_wrapped(trouble, printable_line(form.trouble), Look{Role::error, true}, width);
  // Where the window is small the keys go first; a field, and its label, are to be seen.
  if (count(fields.lines) + count(trouble) + count(button) > most) cut(button, 1);
  cut(trouble, most - count(button) - std::min(2, count(fields.lines)));
  const int rows = std::clamp(most - count(button) - count(trouble), 1, std::max(1, count(fields.lines)));
  const Area in = draw_box(canvas, columns, rows + count(trouble) + count(button) + 2, form.title);
  const int top = first_row(fields, rows);
  for (int r = 0; r < rows && top + r < count(fields.lines); ++r)
    canvas.put(in.row + r, in.column, fields.lines[static_cast<std::size_t>(top + r)], in.columns);
  int row = in.row + rows;
  for (const Lines* part : {&trouble, &button}) {
    for (const Line& line : *part) {
      if (row < in.row + in.rows) canvas.put(row++, in.column, line, in.columns);
    }
  }
  if (fields.cursor_row >= top && fields.cursor_row < top + rows)
    put_cursor(canvas, in.row + fields.cursor_row - top, in.column + fields.cursor_column, in);
}

void draw_confirmation(const Model& model, const Form& form, Canvas& canvas, int columns) {
  constexpr int most_of_answer = 3;
  const int width = std::max(4, columns - 4), most = most_box_rows(model.size);
  Lines answers, words, keys;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (!is_shown(form, form.fields[i]) || form.values[i].empty()) continue;
    Lines answer;
    add_wrapped(answer, form.fields[i].label + ": " + printable_line(form.values[i].text()), {}, width);
    if (count(answer) > most_of_answer) {
      cut(answer, most_of_answer);
      answer.back().push_back({"…"});
      answer.back() = terminal::shortened(answer.back(), width);
    }
    answers.insert(answers.end(), answer.begin(), answer.end());
  }
  if (!form.warning.empty()) add_wrapped(words, form.warning, Look{Role::warning, true}, width);
  if (!form.trouble.empty()) add_wrapped(words, form.trouble, Look{Role::error, true}, width);
  add_wrapped(keys, form.busy ? tr("One moment…") : tr("Enter does it, Esc goes back."), {Role::hint}, width);
  cut(words, most - count(keys));
  if (const int left = most - count(keys) - count(words); count(answers) > left) {
    cut(answers, left);
    if (!answers.empty()) answers.back() = {{"…", {Role::faint}}};
  }
  const Area in = draw_box(canvas, columns, count(answers) + count(words) + count(keys) + 2, form.title);
  int row = in.row;
  for (const Lines* part : {&answers, &words, &keys}) {
    for (const Line& line : *part) {
      if (row < in.row + in.rows) canvas.put(row++, in.column, line, in.columns);
    }
  }
}

}  // namespace

void draw_form(const Model& model, const Form& form, Canvas& canvas) {
  const int columns = std::min(76, model.size.columns - 4);
  form.confirming ? draw_confirmation(model, form, canvas, columns) : draw_questions(model, form, canvas, columns);
}

}  // namespace standpipe::screen
