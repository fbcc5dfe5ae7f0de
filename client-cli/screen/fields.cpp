#include "client-cli/screen/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "client-cli/dates.hpp"
#include "protocol/limits.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

bool is_among(const Model& model, const Terms& rooms, RoomId room) {
  return std::ranges::any_of(rooms, [&](const auto& one) { return room_in(model, one.first) == room; });
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
  Field field = line_field("for", tr("For how long"), true, fill(tr("like 7d, or {1}"), {tr("forever")}));
  field.kind = Field::Kind::minutes;
  return field;
}

Field date_field(std::string name, std::string label, bool required) {
  Field field = line_field(std::move(name), std::move(label), required, tr("like 24/11/2026, day first"));
  field.kind = Field::Kind::date;
  return field;
}

Field flag_field(std::string name, std::string label) {
  return choice_field(std::move(name), std::move(label), {{"no", tr("no")}, {"yes", tr("yes")}});
}

Field reason_field(bool required) {
  return line_field("reason", tr("Reason"), required, tr("the person concerned sees it"));
}

std::string too_long(std::size_t bytes) {
  return fill(tr("The text has {1} bytes, and a message at most {2}. Shorten it, or send it in parts."),
              {std::to_string(bytes), std::to_string(limits::text_bytes)});
}

std::string trouble_with(const Model& model, const Field& field, const std::string& value) {
  using Kind = Field::Kind;
  if (value.empty()) return field.required ? fill(tr("“{1}” is missing."), {field.label}) : std::string();
  if (field.kind == Kind::member && !member_in(model, value))
    return tr("No member, or more than one, is known by that name. Choose one of the suggestions, or write @ and the number.");
  if (field.kind == Kind::room && !room_in(model, value)) return tr("There is no such room. Choose one of the suggestions.");
  if (field.kind == Kind::room && !field.choices.empty() && !is_among(model, field.choices, *room_in(model, value)))
    return tr("It is not possible in this room. Choose one of the suggestions.");
  if (field.kind == Kind::minutes && !minutes_in(value)) {
    const std::string forever = tr("forever");
    return client::length_in(value) ? fill(tr("This is too long: at most 1825d, which are five years, or {1}."), {forever})
                                    : fill(tr("Write a time like 30m, 12h, 7d, 2 weeks or {1}."), {forever});
  }
  if (field.kind == Kind::date && !client::date_in(value, model.now))
    return tr("Write a date like 2026-11-24, 24/11/2026, 24 Nov, yesterday or -3d; a time like 14:00 may follow.");
  if (field.kind == Kind::number && !number_in(value)) return fill(tr("“{1}” must be a number."), {field.label});
  if (field.kind == Kind::text && value.size() > limits::text_bytes) return too_long(value.size());
  return {};
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
  if (client::folded(text) == client::folded(tr("forever"))) return 0;
  const auto minutes = client::length_in(text);
  return minutes && *minutes <= limits::sanction_minutes ? minutes : std::nullopt;
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
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

bool is_yes(std::string_view text) {
  static constexpr std::array<std::string_view, 6> words = {"y", "yes", "o", "oui", "s", "si"};
  const std::string word = client::folded(trim(text));
  return std::ranges::find(words, word) != words.end() || word == client::folded(tr("yes"));
}

bool is_no(std::string_view text) {
  static constexpr std::array<std::string_view, 3> words = {"n", "no", "non"};
  const std::string word = client::folded(trim(text));
  return std::ranges::find(words, word) != words.end() || word == client::folded(tr("no"));
}

}  // namespace standpipe::screen
