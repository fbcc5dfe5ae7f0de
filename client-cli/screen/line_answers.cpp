#include <algorithm>

#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/line_input.hpp"
#include "protocol/text.hpp"

/// Forms, question by question.
namespace standpipe::screen {

using client::fill;
using client::tr;

namespace {

/// Who or where it is about is known mostly; it is told and not asked for.
bool is_to_be_asked(const Form& form, std::size_t which) {
  const Field& field = form.fields[which];
  const bool known = (field.kind == Field::Kind::member || field.kind == Field::Kind::room) && !form.values[which].empty();
  return is_shown(form, field) && !known;
}

/// The field that comes next, or the end.
std::size_t next_question(const Form& form, std::size_t from) {
  while (from < form.fields.size() && !is_to_be_asked(form, from)) ++from;
  return from;
}

void finish(Model& model, Told& told) {
  auto& form = std::get<Form>(model.overlay);
  form.focus = form.fields.size();
  submit(model);
  // What is missing is asked for, and then all is looked at again.
  if (const auto* open = std::get_if<Form>(&model.overlay); open != nullptr && open->focus < open->fields.size())
    told.correcting = true;
}

void go_on(Model& model, Told& told) {
  auto& form = std::get<Form>(model.overlay);
  const auto next = told.correcting ? form.fields.size() : next_question(form, form.focus + 1);
  told.correcting = false;
  if (next >= form.fields.size()) return finish(model, told);
  form.focus = next;
  suggest(model);
}

void decide(Model& model, Told& told, std::string_view text) {
  auto& form = std::get<Form>(model.overlay);
  const auto fields = answered_fields(form);
  const auto number = whole_number(text);
  if (is_yes(text)) {
    form.focus = form.fields.size();
    submit(model);
  } else if (is_no(text) || text == ".") {
    leave_form(model);
    if (!model.notice) told.out.push_back(tr("Nothing was done."));
  } else if (number && *number >= 1 && *number <= fields.size()) {
    form.confirming = false;
    form.focus = fields[*number - 1];
    form.trouble.clear();
    told.correcting = true;
    suggest(model);
  }
}

/// The value that is meant by what was typed for a choice; nothing where none is.
std::optional<std::string> choice_in(const Field& field, const std::string& text) {
  if (const auto number = whole_number(text); number && *number >= 1 && *number <= field.choices.size())
    return field.choices[*number - 1].first;
  for (const auto& [value, words] : field.choices) {
    if (value == text || words == text) return value;
  }
  const bool is_flag = field.choices.size() == 2 && field.choices.front().first == "no" && field.choices.back().first == "yes";
  if (is_flag && is_yes(text)) return "yes";
  if (is_flag && is_no(text)) return "no";
  for (const auto& [value, words] : field.choices) {
    if (!text.empty() && words.starts_with(text)) return value;
  }
  return std::nullopt;
}

}  // namespace

void begin_form(Form& form) {
  if (!form.fields.empty()) form.focus = next_question(form, 0);
}

void take_answer(Model& model, Told& told, const std::string& line) {
  auto& form = std::get<Form>(model.overlay);
  const std::string text(protocol::trim(line));
  if (text == "/quit") {
    leave_form(model);
    model.effects.emplace_back(Plain::quit);
    return;
  }
  if (text == "/cancel") {
    leave_form(model);
    if (!model.notice) told.out.push_back(tr("Nothing was done."));
    return;
  }
  if (form.busy) return told.out.push_back(tr("One moment…"));
  // Whatever comes of it, it is said what is asked now.
  told.question.reset();
  told.trouble.clear();
  told.confirming = false;
  if (form.confirming || form.focus >= form.fields.size()) return decide(model, told, text);
  const Field& field = form.fields[form.focus];
  Editor& value = form.values[form.focus];
  if (field.kind == Field::Kind::text) {
    if (text != ".") {
      told.lines += line + "\n";
      told.question = form.focus;
      return;
    }
    if (!told.lines.empty()) value.set(std::exchange(told.lines, {}));
  } else if (text == ".") {
    return leave_form(model);
  } else if (field.kind == Field::Kind::choice) {
    const auto chosen = choice_in(field, text);
    if (!chosen && !text.empty()) {
      form.trouble = tr("Write the number of one of these.");
      return;
    }
    if (chosen) value.set(*chosen);
  } else if (text == "-" && !field.required) {
    value.set({});
  } else if (const auto number = whole_number(text); number && *number >= 1 && *number <= form.suggestions.size()) {
    form.suggested = *number - 1;
    take_suggestion(model);
  } else if (!text.empty()) {
    value.set(text);
  }
  form.trouble = trouble_with(model, field, std::string(protocol::trim(value.text())));
  if (form.trouble.empty()) return go_on(model, told);
  suggest(model);
  if (field.kind == Field::Kind::member || field.kind == Field::Kind::room) told.question = form.focus;
}

}  // namespace standpipe::screen
