#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/line_view.hpp"
#include "client-cli/terminal/safe_text.hpp"

/// What is asked, line by line.
namespace standpipe::screen {

using client::fill;
using client::printable_line;
using client::tr;
using client::trn;

namespace {

constexpr std::size_t page_of_choices = 15;

/// An answer in words.
std::string shown_value(const Field& field, const std::string& value) {
  for (const auto& [name, words] : field.choices) {
    if (name == value) return words;
  }
  return printable_line(value);
}

bool is_known(const Field& field, const Editor& value) {
  return (field.kind == Field::Kind::member || field.kind == Field::Kind::room) && !value.empty();
}

}  // namespace

void tell_picker(const Model&, const Picker& picker, Told& told, std::vector<std::string>& out) {
  const std::string& filter = picker.filter.text();
  if (!told.in_picker || told.filter != filter) {
    if (!told.in_picker) out.push_back(picker.title + ":");
    told.in_picker = true;
    told.filter = filter;
    told.choices = 0;
    told.wanted = page_of_choices;
    told.list.clear();
    told.looking = picker.choices.empty();
    if (told.looking && picker.pending > 0) out.push_back(tr("Looking for more…"));
  }
  if (told.looking && picker.pending == 0 && picker.choices.empty()) {
    told.looking = false;
    out.push_back(tr("Nothing fits. Write other words, or /cancel."));
  }
  const auto from = told.choices;
  for (; told.choices < std::min(told.wanted, picker.choices.size()); ++told.choices) {
    const Choice& choice = picker.choices[told.choices];
    std::string text = spoken({{choice.text}});
    const bool is_command = std::ranges::find(commands(), choice.detail, &Command::name) != commands().end();
    if (!choice.detail.empty()) text += (is_command ? ", /" : ", ") + spoken({{choice.detail}});
    told.list.push_back({text, {}, choice.choose, false});
    out.push_back(std::to_string(told.list.size()) + ". " + text);
  }
  if (told.choices == from) return;
  const auto more = static_cast<std::int64_t>(picker.choices.size() - told.choices);
  std::string words = tr("A number chooses one, words narrow the list, /cancel leaves it.");
  if (more > 0) words += " " + trn("{1} more: /more.", "{1} more: /more.", more);
  out.push_back(std::move(words));
}

std::vector<std::size_t> answered_fields(const Form& form) {
  std::vector<std::size_t> fields;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (is_shown(form, form.fields[i])) fields.push_back(i);
  }
  return fields;
}

std::vector<std::string> answer_words(const Form& form) {
  std::vector<std::string> lines;
  for (const std::size_t i : answered_fields(form)) {
    const std::string value = shown_value(form.fields[i], form.values[i].text());
    lines.push_back(std::to_string(lines.size() + 1) + ". " + form.fields[i].label + ": " +
                    (value.empty() ? tr("empty") : value));
  }
  return lines;
}

std::vector<std::string> question_words(const Form& form, std::size_t which) {
  const Field& field = form.fields[which];
  const std::string now = shown_value(field, form.values[which].text());
  const bool is_choice = field.kind == Field::Kind::choice;
  std::string words = field.label;
  if (!field.hint.empty() && !is_choice) words += " (" + field.hint + ")";
  if (field.kind == Field::Kind::text) words += ", " + tr("as many lines as you like, then one with a single dot");
  if (!now.empty()) {
    words += ", " + fill(tr("now “{1}”; Enter keeps it"), {now});
    if (!field.required && !is_choice) words += tr(", - empties it");
  } else if (!field.required) {
    words += ", " + tr("may be empty");
  }
  std::vector<std::string> lines = {words + ":"};
  if (!is_choice) return lines;
  for (std::size_t i = 0; i < field.choices.size(); ++i) lines.push_back(std::to_string(i + 1) + ". " + field.choices[i].second);
  return lines;
}

void tell_form(const Model&, const Form& form, Told& told, std::vector<std::string>& out) {
  const auto add = [&](std::vector<std::string> lines) {
    for (auto& line : lines) out.push_back(std::move(line));
  };
  if (told.form != form.serial) {
    told.form = form.serial;
    told.question.reset();
    told.trouble.clear();
    told.confirming = told.correcting = false;
    told.suggestions.clear();
    told.lines.clear();
    told.list.clear();
    out.push_back(form.title + ". " + tr("/cancel leaves it."));
    for (std::size_t i = 0; i < form.fields.size() && form.focus < form.fields.size(); ++i) {
      if (is_known(form.fields[i], form.values[i])) out.push_back(form.fields[i].label + ": " + form.values[i].text());
    }
  }
  if (!form.trouble.empty() && form.trouble != told.trouble) out.push_back(printable_line(form.trouble));
  told.trouble = form.trouble;
  if (form.busy) return;
  if (form.confirming) {
    if (told.confirming) return;
    told.confirming = true;
    add(answer_words(form));
    if (!form.warning.empty()) out.push_back(form.warning);
    out.push_back(form.fields.empty() ? tr("Write yes to do it, no to leave it.")
                                      : tr("Write yes to do it, no to leave it, or a number to change that answer."));
    return;
  }
  if (told.question != form.focus) {
    told.question = form.focus;
    told.suggestions.clear();
    if (form.focus < form.fields.size()) {
      add(question_words(form, form.focus));
    } else {
      add(answer_words(form));
      out.push_back(tr("Write yes to send it, no to leave it, or a number to change that answer."));
    }
  }
  std::vector<std::string> suggestions;
  for (const Choice& choice : form.suggestions) suggestions.push_back(spoken({{choice.text}}) + ", " + spoken({{choice.detail}}));
  if (suggestions == told.suggestions) return;
  told.suggestions = suggestions;
  for (std::size_t i = 0; i < suggestions.size(); ++i) out.push_back(std::to_string(i + 1) + ". " + suggestions[i]);
}

}  // namespace standpipe::screen
