#include "client-cli/screen/typed_keys.hpp"

#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/words.hpp"
#include "protocol/limits.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

constexpr std::int64_t typing_ms = 4000;

/// The text that a key types; nothing where it is no character.
std::optional<std::string> typed(const std::string& key) {
  if (key == "space") return " ";
  if (count_code_points(key) == 1) return key;
  return std::nullopt;
}

/// Moves and erases in any text field; false where the action is no such.
bool edit_text(Editor& editor, Action action, int width) {
  switch (action) {
    case Action::char_left:
      editor.left();
      return true;
    case Action::char_right:
      editor.right();
      return true;
    case Action::word_left:
      editor.word_left();
      return true;
    case Action::word_right:
      editor.word_right();
      return true;
    case Action::line_start:
      editor.home();
      return true;
    case Action::line_end:
      editor.end();
      return true;
    case Action::text_start:
      editor.start_of_text();
      return true;
    case Action::text_end:
      editor.end_of_text();
      return true;
    case Action::erase_back:
      editor.erase_back();
      return true;
    case Action::erase_forward:
      editor.erase_forward();
      return true;
    case Action::erase_word_back:
      editor.erase_word_back();
      return true;
    case Action::erase_word_forward:
      editor.erase_word_forward();
      return true;
    case Action::erase_to_start:
      editor.erase_to_start();
      return true;
    case Action::erase_to_end:
      editor.erase_to_end();
      return true;
    case Action::yank:
      editor.yank();
      return true;
    case Action::undo:
      editor.undo();
      return true;
    case Action::redo:
      editor.redo();
      return true;
    case Action::line_up:
      return editor.up(width);
    case Action::line_down:
      return editor.down(width);
    default:
      return false;
  }
}

void tell_typing(Model& model) {
  const Reading* reading = model.reading();
  if (reading == nullptr || model.settings.lite || !is_online(model) || model.composer.text().starts_with('/')) return;
  if (model.now.value - model.typing_told.value < typing_ms) return;
  model.typing_told = model.now;
  TypingNow::Params typing;
  typing.room = reading->place.room;
  if (reading->place.thread) typing.thread = reading->place.thread;
  model.call<TypingNow>(typing, [](Model&, const client::CallAnswer&) {});
}

void next_choice(Form& form, int step) {
  const Field& field = form.fields[form.focus];
  const auto at = std::ranges::find(field.choices, form.values[form.focus].text(), &std::pair<std::string, std::string>::first);
  const auto count = static_cast<int>(field.choices.size());
  const auto now = at == field.choices.end() ? 0 : static_cast<int>(at - field.choices.begin());
  form.values[form.focus].set(field.choices[static_cast<std::size_t>((now + step + count) % count)].first);
}

}  // namespace

void press_in_composer(Model& model, const std::string& key) {
  const auto action = model.settings.keys.find(key, Context::writing);
  const int width = std::max(2, areas(model).composer.columns - 2);
  if (action != Action::complete) model.completion.reset();
  if (!action) {
    if (const auto text = typed(key)) {
      if (!model.composer.insert(*text)) model.complain(too_long(model.composer.text().size() + text->size()));
      tell_typing(model);
    }
    return;
  }
  if (*action == Action::erase_back && model.composer.empty() && (model.draft.reply_to || model.draft.edits)) {
    model.draft.reply_to = MessageId{};
    return;
  }
  const bool is_blank = model.composer.empty() && !model.draft.reply_to && !model.draft.edits;
  if (*action == Action::line_up && is_blank && begin_edit_of_last(model)) return;
  if (edit_text(model.composer, *action, width)) return;
  switch (*action) {
    case Action::send:
      return send(model);
    case Action::newline:
      model.composer.insert("\n");
      return;
    case Action::complete:
      return complete(model);
    case Action::editor:
      model.effects.emplace_back(EditOutside{model.composer.text()});
      return;
    case Action::cancel:
      if (model.draft.edits) {
        keep_draft(model);
        take_draft(model);
      }
      model.focus = Focus::main;
      return;
    case Action::line_up:
      model.focus = Focus::main;
      return select_next(model, -1);
    case Action::line_down:
      return;
    default:
      return act(model, *action);
  }
}

void press_in_picker(Model& model, Picker& picker, const std::string& key) {
  const auto count = picker.choices.size();
  if (key == "escape" || key == "ctrl-c") {
    model.overlay = std::monostate{};
  } else if (key == "up" || key == "shift-tab" || key == "ctrl-p") {
    if (count > 0) picker.selected = (picker.selected + count - 1) % count;
  } else if (key == "down" || key == "tab" || key == "ctrl-n") {
    if (count > 0) picker.selected = (picker.selected + 1) % count;
  } else if (key == "pageup") {
    picker.selected -= std::min<std::size_t>(picker.selected, 10);
  } else if (key == "pagedown") {
    if (count > 0) picker.selected = std::min(count - 1, picker.selected + 10);
  } else if (key == "enter") {
    if (picker.selected >= count) return;
    const auto choose = picker.choices[picker.selected].choose;
    model.overlay = std::monostate{};
    choose(model);
  } else if (const auto action = model.settings.keys.find(key, Context::writing);
             action && edit_text(picker.filter, *action, 200)) {
    refresh_picker(model);
  } else if (const auto text = typed(key)) {
    picker.filter.insert(*text);
    refresh_picker(model);
  }
}

void press_in_form(Model& model, Form& form, const std::string& key) {
  if (form.busy) {
    if (key == "escape" || key == "ctrl-c") leave_form(model);
    return;
  }
  const bool on_button = form.focus >= form.fields.size();
  if (key == "escape" || key == "ctrl-c") {
    if (form.confirming && !form.fields.empty()) {
      form.confirming = false;
      return;
    }
    return leave_form(model);
  }
  if (form.confirming) {
    if (key == "enter") submit(model);
    return;
  }
  if (key == "ctrl-s") return submit(model);
  if (!on_button && !form.suggestions.empty() && !form.values[form.focus].empty() && (key == "tab" || key == "enter")) {
    const std::string chosen = form.suggestions[std::min(form.suggested, form.suggestions.size() - 1)].text;
    const bool is_it = chosen == form.values[form.focus].text();
    if (is_it && key == "enter" && form.enter_submits) return submit(model);
    take_suggestion(model);
    if (!is_it && key == "tab") return;
    move_focus(form, 1);
    return suggest(model);
  }
  if (!on_button && !form.suggestions.empty() && (key == "down" || key == "up")) {
    const auto count = form.suggestions.size();
    form.suggested = (form.suggested + (key == "down" ? 1 : count - 1)) % count;
    return;
  }
  const bool in_text = !on_button && form.fields[form.focus].kind == Field::Kind::text;
  if (key == "enter" && form.enter_submits && !in_text) return submit(model);
  if (key == "tab" || (key == "down" && !in_text) || (key == "enter" && !on_button && !in_text)) {
    move_focus(form, 1);
    return suggest(model);
  }
  if (key == "shift-tab" || (key == "up" && !in_text)) {
    move_focus(form, -1);
    return suggest(model);
  }
  if (on_button) {
    if (key == "enter" || key == "space") submit(model);
    return;
  }
  const Field& field = form.fields[form.focus];
  Editor& editor = form.values[form.focus];
  form.trouble.clear();
  if (field.kind == Field::Kind::choice) {
    if (key == "left" || key == "right" || key == "space") return next_choice(form, key == "left" ? -1 : 1);
    for (const auto& [value, words] : field.choices) {
      if (typed(key) && words.starts_with(key)) return editor.set(value);
    }
    return;
  }
  const auto action = model.settings.keys.find(key, Context::writing);
  if (action == Action::editor && in_text) {
    model.effects.emplace_back(EditOutside{editor.text()});
  } else if (in_text && (key == "enter" || action == Action::newline)) {
    editor.insert("\n");
  } else if (action && edit_text(editor, *action, std::max(2, model.size.columns - 12))) {
    suggest(model);
  } else if (in_text && action == Action::line_down) {
    move_focus(form, 1);
  } else if (in_text && action == Action::line_up) {
    move_focus(form, -1);
  } else if (const auto text = typed(key)) {
    if (!editor.insert(*text)) form.trouble = tr("This is as much as it may have.");
    suggest(model);
  }
}

void press_in_help(Model& model, Help& help, const std::string& key) {
  const auto page = static_cast<std::size_t>(std::max(1, model.size.rows - 8));
  const auto last = last_help_top(model);
  help.top = std::min(help.top, last);
  if (key == "down" || key == "j") {
    help.top = std::min(help.top + 1, last);
  } else if (key == "up" || key == "k") {
    help.top -= help.top > 0 ? 1 : 0;
  } else if (key == "pagedown" || key == "space") {
    help.top = std::min(help.top + page, last);
  } else if (key == "pageup") {
    help.top -= std::min(help.top, page);
  } else if (key == "home") {
    help.top = 0;
  } else if (key == "end") {
    help.top = last;
  } else {
    model.overlay = std::monostate{};
  }
}

}  // namespace standpipe::screen
