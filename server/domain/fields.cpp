#include "server/domain/fields.hpp"

#include <algorithm>

#include "protocol/emoji.hpp"
#include "protocol/text.hpp"

namespace standpipe::domain {

namespace {

constexpr std::size_t kLanguageBytes = 35;   ///< RFC 5646 section 4.4.1
constexpr std::size_t kLocalPartBytes = 64;  ///< RFC 5321 section 4.5.3.1
constexpr std::size_t kLabelBytes = 63;      ///< RFC 1035 section 2.3.4
constexpr std::size_t kDomainBytes = 253;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return lower(c); });
  return text;
}

/// Calls f with each part between the separators, empty ones too; whether f took all of them.
template <class F>
bool every_part(std::string_view text, char separator, F&& f) {
  while (true) {
    const auto end = text.find(separator);
    if (!f(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_label(std::string_view label) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
  return !label.empty() && label.size() <= kLabelBytes && std::ranges::all_of(label, fits) && label.front() != '-' &&
         label.back() != '-';
}

bool is_domain(std::string_view name) {
  return name.size() <= kDomainBytes && every_part(name, '.', is_label);
}

/// What mail servers take; no quoted local parts, no comments, no address literals.
bool is_email(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos) return false;
  const auto local = address.substr(0, at);
  const auto fits = [](char c) {
    const bool control_or_space = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    return !control_or_space && std::string_view("\"(),:;<>@[\\]").find(c) == std::string_view::npos;
  };
  return !local.empty() && local.size() <= kLocalPartBytes && std::ranges::all_of(local, fits) &&
         is_domain(address.substr(at + 1));
}

bool is_subtag(std::string_view subtag) {
  return !subtag.empty() && subtag.size() <= 8 && std::ranges::all_of(subtag, [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_language(std::string_view tag) {
  const auto primary = tag.substr(0, tag.find('-'));
  const bool starts_well = primary.size() >= 2 && std::ranges::all_of(primary, is_letter);
  return tag.size() <= kLanguageBytes && starts_well && every_part(tag, '-', is_subtag);
}

/// RFC 5646 section 2.1.1: zh-Hant-TW.
std::string in_usual_case(std::string_view tag) {
  std::string usual;
  every_part(tag, '-', [&](std::string_view subtag) {
    const bool first = usual.empty();
    auto part = lower(std::string(subtag));
    if (!first && part.size() == 4 && is_letter(part[0])) part[0] = upper(part[0]);
    if (!first && part.size() == 2) std::ranges::transform(part, part.begin(), upper);
    usual += first ? part : '-' + part;
    return true;
  });
  return usual;
}

bool is_slug(std::string_view slug) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
  return slug.size() >= limits::slug_min && slug.size() <= limits::slug_max && std::ranges::all_of(slug, fits) &&
         slug.front() != '-' && slug.back() != '-';
}

void add_once(std::vector<std::string>& list, std::string item) {
  if (!item.empty() && std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
}

}  // namespace

void Fields::object(ErrorCode code, std::string_view field, std::string says) {
  if (objection_) return;
  Refusal refusal(code);
  if (!says.empty()) refusal = Refusal(code, std::move(says));
  objection_ = std::move(refusal).field(std::string(field));
}

void Fields::require(bool right, std::string_view field, std::string_view says) {
  if (!right) object(ErrorCode::argument_bad, field, std::string(says));
}

bool Fields::allows(bool right, std::string_view field, std::string_view says) {
  require(right, field, says);
  return right;
}

std::string Fields::kept(std::string_view field, std::optional<std::string> clean, std::size_t most) {
  require(clean.has_value(), field, "It has characters that cannot be shown. Take them out.");
  if (clean && clean->size() > most) object(ErrorCode::argument_too_long, field);
  return std::move(clean).value_or(std::string());
}

std::string Fields::line_or_empty(std::string_view field, std::string_view raw, std::size_t most) {
  return kept(field, protocol::clean_line(raw), most);
}

std::string Fields::text_or_empty(std::string_view field, std::string_view raw, std::size_t most) {
  return kept(field, protocol::clean_text(raw), most);
}

std::string Fields::line(std::string_view field, std::string_view raw, std::size_t most) {
  auto clean = line_or_empty(field, raw, most);
  if (clean.empty()) object(ErrorCode::argument_missing, field);
  return clean;
}

std::string Fields::text(std::string_view field, std::string_view raw, std::size_t most) {
  auto clean = text_or_empty(field, raw, most);
  if (clean.empty()) object(ErrorCode::argument_missing, field);
  return clean;
}

std::string Fields::language(std::string_view field, std::string_view raw) {
  if (raw.empty()) return {};
  const bool right = is_language(raw);
  require(right, field, "A language is given as a BCP 47 tag, such as en, fr or pt-BR.");
  return right ? in_usual_case(raw) : std::string();
}

std::vector<std::string> Fields::languages(std::string_view field, const std::vector<std::string>& raw) {
  if (!allows(raw.size() <= limits::languages, field, "At most 10 languages.")) return {};
  std::vector<std::string> clean;
  for (const auto& tag : raw) add_once(clean, language(field, tag));
  return clean;
}

std::string Fields::country(std::string_view field, std::string_view raw) {
  const bool right = raw.size() == 2 && std::ranges::all_of(raw, is_letter);
  require(right, field, "A country is given by its two letters (ISO 3166-1), such as KE.");
  return right ? std::string{upper(raw[0]), upper(raw[1])} : std::string();
}

std::string Fields::email(std::string_view field, std::string_view raw) {
  auto address = lower(line(field, raw, limits::email_bytes));
  require(is_email(address), field, "This is no e-mail address.");
  return address;
}

std::string Fields::slug(std::string_view field, std::string_view raw) {
  require(is_slug(raw), field, "A short name has 2 to 40 of a-z, 0-9 and -, the - not at its ends.");
  return std::string(raw);
}

std::string Fields::emoji(std::string_view field, std::string_view raw) {
  if (raw.size() > limits::emoji_bytes) object(ErrorCode::argument_too_long, field);
  require(protocol::is_emoji(raw), field, "A reaction is one emoji.");
  return std::string(raw);
}

std::vector<std::string> Fields::tags(std::string_view field, const std::vector<std::string>& raw) {
  if (!allows(raw.size() <= limits::expertise, field, "At most 20 tags.")) return {};
  std::vector<std::string> clean;
  for (const auto& tag : raw) add_once(clean, lower(line_or_empty(field, tag, limits::field_bytes)));
  return clean;
}

std::vector<std::string> Fields::domains(std::string_view field, const std::vector<std::string>& raw) {
  if (!allows(raw.size() <= limits::domains, field, "At most 20 domains.")) return {};
  std::vector<std::string> clean;
  for (const auto& name : raw) {
    require(is_domain(name), field, "A domain is given like utility.example.org, without @.");
    add_once(clean, lower(name));
  }
  return clean;
}

Outcome Fields::outcome(const Outcome& raw) {
  Outcome clean;
  clean.rung = raw.rung;
  clean.indicator = line_or_empty("outcome.indicator", raw.indicator, limits::field_bytes);
  clean.before = line_or_empty("outcome.before", raw.before, limits::field_bytes);
  clean.after = line_or_empty("outcome.after", raw.after, limits::field_bytes);
  return clean;
}

}  // namespace standpipe::domain
