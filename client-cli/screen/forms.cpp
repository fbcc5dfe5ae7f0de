#include "client-cli/screen/forms.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

std::size_t limit_of(const Field& field) {
  return field.kind == Field::Kind::text ? longest_written : field.name == "reason" ? limits::note_bytes : 500;
}

std::string was(const std::string& field) {
  return "was:" + field;
}

/// Whether what was left is about the same as what is known now.
bool belongs(const Values& left, const Values& preset) {
  const auto value = [&](const std::string& name) {
    const auto found = left.find(name);
    return found == left.end() ? std::string() : found->second;
  };
  // What was begun about a member is for nobody else.
  if (!value(was("member")).empty() && !preset.contains("member")) return false;
  return std::ranges::all_of(preset, [&](const auto& known) {
    return known.second.empty() || known.second == value(was(known.first)) || known.second == value(known.first);
  });
}

/// The form that has this number, if it is still open.
Form* form_of(Model& model, std::int64_t serial) {
  auto* form = std::get_if<Form>(&model.overlay);
  return form != nullptr && form->serial == serial ? form : nullptr;
}

/// It is done: nothing of it is to come back.
void close(Model& model, const Form& form) {
  if (form.resumed) model.form_drafts.erase(form.name);
  model.overlay = std::monostate{};
}

}  // namespace

Values about(const Model& model, const Target& target) {
  Values values;
  if (target.member && target.member != model.mirror.me().id) {
    const std::string name = model.mirror.person_name(target.member);
    const bool unique = !name.empty() && model.mirror.person_by_name(name) == target.member;
    values["member"] = unique ? name : "@" + std::to_string(target.member.value);
  }
  const auto room = target.room && is_moderator(model, target.room) ? model.mirror.find_room(target.room) : std::nullopt;
  if (room) values["room"] = room->slug;
  return values;
}

void ask(Model& model, Form form, const Values& preset) {
  const auto left = model.form_drafts.find(form.name);
  form.serial = model.next_serial++;
  form.resumed = form.keeps && left != model.form_drafts.end() && belongs(left->second, preset);
  for (const Field& field : form.fields) {
    Editor editor(limit_of(field));
    if (const auto known = preset.find(field.name); known != preset.end()) {
      editor.reset(known->second);
    } else if (field.kind == Field::Kind::choice && !field.choices.empty()) {
      editor.reset(field.choices.front().first);
    }
    form.began.push_back(editor.text());
    if (form.resumed && left->second.contains(field.name)) editor.reset(left->second.at(field.name));
    form.values.push_back(std::move(editor));
  }
  // What is known already is passed over, unless it is all.
  form.focus = 0;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const auto known = preset.find(form.fields[i].name);
    if ((known != preset.end() && !known->second.empty()) || !is_shown(form, form.fields[i])) continue;
    form.focus = i;
    break;
  }
  if (form.fields.empty()) form.confirming = true;
  model.overlay = std::move(form);
  suggest(model);
}

void leave_form(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr) return;
  if (form->busy) model.say(tr("It is on its way; you are told what comes of it."));
  if (auto draft = draft_of(*form)) {
    model.form_drafts[form->name] = std::move(*draft);
    if (!form->busy) model.say(tr("What you wrote is kept; it is there when you come back."));
  } else if (form->resumed) {
    model.form_drafts.erase(form->name);
  }
  model.overlay = std::monostate{};
}

std::optional<Values> draft_of(const Form& form) {
  if (!form.keeps) return std::nullopt;
  Values values;
  bool typed = false;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    if (!field.keeps) continue;
    const std::string text = form.values[i].text();
    values[field.name] = text;
    if (field.kind == Field::Kind::choice) continue;
    if (!form.began[i].empty()) values[was(field.name)] = form.began[i];
    typed = typed || (is_shown(form, field) && !trim(text).empty() && text != form.began[i]);
  }
  return typed ? std::optional(std::move(values)) : std::nullopt;
}

bool is_shown(const Form& form, const Field& field) {
  if (field.only_if.empty()) return true;
  const auto is = field.only_if.find('=');
  const std::string other = field.only_if.substr(0, is);
  for (std::size_t i = 0; i < form.fields.size() && i < form.values.size(); ++i) {
    if (form.fields[i].name == other) return form.values[i].text() == field.only_if.substr(is + 1);
  }
  return false;
}

Values values_of(const Form& form) {
  Values values;
  for (std::size_t i = 0; i < form.fields.size(); ++i)
    values[form.fields[i].name] = is_shown(form, form.fields[i]) ? std::string(trim(form.values[i].text())) : std::string();
  return values;
}

void move_focus(Form& form, int step) {
  form.suggestions.clear();
  const auto count = static_cast<int>(form.fields.size()) + 1;
  for (int i = 0; i < count; ++i) {
    form.focus = static_cast<std::size_t>((static_cast<int>(form.focus) + step + count) % count);
    if (form.focus == form.fields.size() || is_shown(form, form.fields[form.focus])) return;
  }
}

void submit(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr || form->busy) return;
  const Values values = values_of(*form);
  for (std::size_t i = 0; i < form->fields.size(); ++i) {
    const Field& field = form->fields[i];
    if (!is_shown(*form, field)) continue;
    const std::string wrong = trouble_with(model, field, values.at(field.name));
    if (wrong.empty()) continue;
    form->trouble = wrong;
    form->focus = i;
    form->confirming = false;
    return;
  }
  form->trouble.clear();
  if (!form->warning.empty() && !form->confirming) {
    form->confirming = true;
    return;
  }
  form->confirming = form->fields.empty();
  const auto serial = form->serial;
  const auto send = form->submit;
  const std::string trouble = send(model, values);
  form = form_of(model, serial);
  if (form == nullptr) return;
  if (!trouble.empty()) {
    form->trouble = trouble;
  } else if (!form->busy) {
    close(model, *form);
  }
}

std::string no_line(const Model& model) {
  if (is_online(model)) return {};
  return tr("There is no line to the server now. This happens at once or not at all; try again later.");
}

Asker begin_asking(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr) return {};
  form->busy = true;
  return {form->serial, form->name, form->title, draft_of(*form).value_or(Values{})};
}

void form_answered(Model& model, const Asker& asker, const client::CallAnswer& answer, const std::string& done) {
  auto* form = asker.form == 0 ? nullptr : form_of(model, asker.form);
  if (!answer.error) {
    if (form != nullptr) {
      close(model, *form);
    } else if (const auto left = model.form_drafts.find(asker.name);
               left != model.form_drafts.end() && left->second == asker.draft) {
      model.form_drafts.erase(left);
    }
    model.say(done);
    if (model.panel() != nullptr) reload_panel(model);
    return;
  }
  std::string text = client::said(*answer.error);
  if (answer.error->code == "connection_lost")
    text = tr("The line was lost. It may have happened or not: look before you do it again.");
  if (form != nullptr) {
    form->busy = false;
    form->trouble = text;
  } else {
    model.complain((asker.title.empty() ? "" : asker.title + ": ") + text);
  }
}

}  // namespace standpipe::screen
