#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "client-cli/commands.hpp"
#include "client-cli/one_shot.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;

namespace {

constexpr std::size_t most_suggestions = 6;

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::search(text, part, [&](char a, char b) { return lower(a) == lower(b); }).begin() != text.end();
}

std::size_t limit_of(const Field& field) {
  return field.kind == Field::Kind::text ? longest_written : field.name == "reason" ? limits::note_bytes : 500;
}

}  // namespace

Field line_field(std::string name, std::string label, bool required, std::string hint) {
  Field field;
  field.name = std::move(name);
  field.label = std::move(label);
  field.required = required;
  field.hint = std::move(hint);
  return field;
}

Field text_field(std::string name, std::string label, bool required) {
  Field field = line_field(std::move(name), std::move(label), required);
  field.kind = Field::Kind::text;
  return field;
}

Field choice_field(std::string name, std::string label, Terms choices) {
  Field field = line_field(std::move(name), std::move(label));
  field.kind = Field::Kind::choice;
  field.choices = std::move(choices);
  field.hint = tr("Left and Right choose");
  return field;
}

Field member_field() {
  Field field = line_field("member", tr("Member"), true, tr("a name, or @ and a number"));
  field.kind = Field::Kind::member;
  return field;
}

Field room_field(bool required) {
  Field field = line_field("room", tr("Room"), required, tr("its short name"));
  field.kind = Field::Kind::room;
  return field;
}

Field minutes_field() {
  Field field = line_field("for", tr("For how long"), true, tr("30m, 12h, 7d or forever"));
  field.kind = Field::Kind::minutes;
  return field;
}

Field flag_field(std::string name, std::string label) {
  return choice_field(std::move(name), std::move(label), {{"no", tr("no")}, {"yes", tr("yes")}});
}

Field reason_field(bool required) {
  return line_field("reason", tr("Reason"), required, tr("the person concerned sees it"));
}

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
  for (const Field& field : form.fields) {
    Editor editor(limit_of(field));
    if (const auto known = preset.find(field.name); known != preset.end()) {
      editor.reset(known->second);
    } else if (left != model.form_drafts.end() && left->second.contains(field.name)) {
      editor.reset(left->second.at(field.name));
    } else if (field.kind == Field::Kind::choice && !field.choices.empty()) {
      editor.reset(field.choices.front().first);
    }
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
  const Values values = values_of(*form);
  const bool worth_it = std::ranges::any_of(
      form->fields, [&](const Field& f) { return f.kind == Field::Kind::text && !values.at(f.name).empty(); });
  if (worth_it) {
    model.form_drafts[form->name] = values;
    model.say(tr("What you wrote is kept; it is there when you come back."));
  }
  model.overlay = std::monostate{};
}

std::string too_long(std::size_t bytes) {
  return fill(tr("The text has {1} bytes, and a message at most {2}. Shorten it, or send it in parts."),
              {std::to_string(bytes), std::to_string(limits::text_bytes)});
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

std::string trouble_with(const Model& model, const Field& field, const std::string& value) {
  using Kind = Field::Kind;
  if (value.empty()) return field.required ? fill(tr("“{1}” is missing."), {field.label}) : std::string();
  if (field.kind == Kind::member && !member_in(model, value))
    return tr("No member, or more than one, is known by that name. Choose one of the suggestions, or write @ and the number.");
  if (field.kind == Kind::room && !room_in(model, value)) return tr("There is no such room. Choose one of the suggestions.");
  if (field.kind == Kind::minutes && !minutes_in(value)) return tr("Write a time like 30m, 12h, 7d or forever.");
  if (field.kind == Kind::number && !number_in(value)) return fill(tr("“{1}” must be a number."), {field.label});
  if (field.kind == Kind::text && value.size() > limits::text_bytes) return too_long(value.size());
  return {};
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
  const std::string name = form->name;
  const auto send = form->submit;
  const std::string trouble = send(model, values);
  form = std::get_if<Form>(&model.overlay);
  if (form == nullptr || form->name != name) return;
  if (!trouble.empty()) {
    form->trouble = trouble;
  } else if (!form->busy) {
    model.form_drafts.erase(name);
    model.overlay = std::monostate{};
  }
}

std::string no_line(const Model& model) {
  if (is_online(model)) return {};
  return tr("There is no line to the server now. This happens at once or not at all; try again later.");
}

void form_answered(Model& model, const client::CallAnswer& answer, const std::string& done) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (!answer.error) {
    if (form != nullptr && form->busy) {
      model.form_drafts.erase(form->name);
      model.overlay = std::monostate{};
    }
    model.say(done);
    if (model.panel() != nullptr) reload_panel(model);
    return;
  }
  std::string text = client::said(*answer.error);
  if (answer.error->code == "connection_lost")
    text = tr("The line was lost. It may have happened or not: look before you do it again.");
  if (form != nullptr && form->busy) {
    form->busy = false;
    form->trouble = text;
  } else {
    model.complain(text);
  }
}

void suggest(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr) return;
  form->suggestions.clear();
  form->suggested = 0;
  if (form->focus >= form->fields.size()) return;
  const Field& field = form->fields[form->focus];
  const std::string typed(trim(form->values[form->focus].text()));
  if (field.kind == Field::Kind::room) {
    for (const Room& room : listed_rooms(model)) {
      if (room.kind == RoomKind::direct || form->suggestions.size() >= most_suggestions) continue;
      if (contains_ignoring_case(room.slug, typed) || contains_ignoring_case(room.name, typed))
        form->suggestions.push_back({room.slug, printable_line(room.name), nullptr});
    }
  } else if (field.kind == Field::Kind::member && typed.size() >= 2 && !typed.starts_with('@')) {
    for (const auto& [id, person] : model.mirror.people()) {
      if (form->suggestions.size() >= most_suggestions) break;
      if (person.name.empty() || !contains_ignoring_case(person.name, typed)) continue;
      // Of two with one name only the number says who is meant.
      const bool unique = model.mirror.person_by_name(person.name) == id;
      form->suggestions.push_back(
          {unique ? printable_line(person.name) : "@" + std::to_string(id.value),
           printable_line((unique ? std::string() : person.name + ", ") + person.utility_name) + " @" + std::to_string(id.value),
           nullptr});
    }
    if (!is_online(model) || model.member_asked == typed) return;
    model.member_asked = typed;
    MemberSearch::Params search;
    search.query = typed;
    search.limit = 10;
    model.call<MemberSearch>(search, [](Model& m, const client::CallAnswer& answer) {
      const auto page = result_of<MemberSearch>(answer);
      if (!page) return;
      m.mirror.apply(*page);
      suggest(m);
    });
  }
}

void take_suggestion(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr || form->suggestions.empty() || form->focus >= form->values.size()) return;
  form->values[form->focus].set(form->suggestions[std::min(form->suggested, form->suggestions.size() - 1)].text);
  form->suggestions.clear();
}

std::optional<MemberId> member_in(const Model& model, const std::string& text) {
  if (text.starts_with('@')) {
    const auto id = number_in(text.substr(1));
    return id && *id > 0 ? std::optional(MemberId{*id}) : std::nullopt;
  }
  return model.mirror.person_by_name(text);
}

std::optional<RoomId> room_in(const Model& model, const std::string& text) {
  const auto room = model.mirror.find_room(text);
  return room ? std::optional(room->id) : std::nullopt;
}

std::optional<std::int64_t> minutes_in(const std::string& text) {
  try {
    return client::minutes_of(text);
  } catch (const client::Failure&) {
    return std::nullopt;
  }
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<Time> time_in(const std::string& text) {
  std::tm parts{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%d", &parts);
  if (rest == nullptr) return std::nullopt;
  if (*rest != '\0') rest = ::strptime(rest, " %H:%M", &parts);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  parts.tm_isdst = -1;
  const int day = parts.tm_mday;
  const auto seconds = std::mktime(&parts);
  return seconds < 0 || parts.tm_mday != day ? std::nullopt : std::optional(Time{static_cast<std::int64_t>(seconds) * 1000});
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(',', from), text.size());
    const std::string word(trim(std::string_view(text).substr(from, end - from)));
    if (!word.empty()) words.push_back(word);
    from = end + 1;
  }
  return words;
}

}  // namespace standpipe::screen
