#include "tests/support/json_pattern.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "protocol/codec.hpp"

namespace standpipe::test {

namespace json = boost::json;

namespace {

constexpr std::string_view ellipsis = "…";

std::string name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name_character(text[end])) ++end;
  return std::string(text.substr(at, end - at));
}

const json::value& bound(const Bindings& bindings, const std::string& name) {
  const auto found = bindings.find(name);
  if (found == bindings.end()) throw std::runtime_error("$" + name + " stands for nothing yet");
  return found->second;
}

/// The inside of a JSON string.
std::string inside(const json::value& value) {
  const auto text = json::serialize(value);
  return value.is_string() ? text.substr(1, text.size() - 2) : text;
}

std::string fill_in_plain(std::string_view text, const Bindings& bindings) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto name = text[i] == '$' ? name_at(text, i + 1) : std::string();
    if (name.empty()) {
      out += text[i];
      continue;
    }
    const auto& value = bound(bindings, name);
    out += value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    i += name.size();
  }
  return out;
}

}  // namespace

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string fill_in(std::string_view text, const Bindings& bindings) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\' && i + 1 < text.size()) {
      out += text[i++];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (const auto name = text[i] == '$' ? name_at(text, i + 1) : std::string(); !name.empty()) {
      const auto& value = bound(bindings, name);
      out += quoted ? inside(value) : json::serialize(value);
      i += name.size();
      continue;
    }
    out += text[i];
  }
  return out;
}

/// Reads a pattern by recursive descent; scalars are left to the JSON parser.
class JsonPatternReader {
 public:
  explicit JsonPatternReader(std::string_view text) : rest_(text) {}

  JsonPattern whole() {
    auto pattern = value();
    skip_spaces();
    if (!rest_.empty()) fail("something stands behind the end");
    return pattern;
  }

 private:
  using Kind = JsonPattern::Kind;

  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + ", at: " + std::string(rest_.substr(0, 40)));
  }
  void skip_spaces() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
  }
  bool take(std::string_view token) {
    skip_spaces();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  JsonPattern value() {
    JsonPattern pattern;
    if (take(ellipsis)) return pattern;
    if (take("{")) return object();
    if (take("[")) return list();
    if (take("$")) {
      pattern.kind_ = Kind::name;
      pattern.name_ = name_at(rest_, 0);
      if (pattern.name_.empty()) fail("a name is missing behind $");
      rest_.remove_prefix(pattern.name_.size());
      return pattern;
    }
    pattern.kind_ = Kind::scalar;
    pattern.scalar_ = scalar();
    return pattern;
  }

  json::value scalar() {
    std::size_t end = 0;
    if (rest_.starts_with('"')) {
      for (end = 1; end < rest_.size() && rest_[end] != '"'; ++end) end += rest_[end] == '\\';
      ++end;
    } else {
      end = std::min(rest_.find_first_of(",]} \n"), rest_.size());
    }
    json::error_code error;
    const auto token = rest_.substr(0, end);
    auto value = json::parse(json::string_view(token.data(), token.size()), error);
    if (error) fail("neither JSON, nor … or $name");
    rest_.remove_prefix(token.size());
    return value;
  }

  JsonPattern object() {
    JsonPattern pattern;
    pattern.kind_ = Kind::object;
    while (!take("}")) {
      if (!pattern.members_.empty() || pattern.open_) {
        if (!take(",")) fail("a comma or } is missing");
      }
      if (take(ellipsis)) {
        pattern.open_ = true;
        continue;
      }
      skip_spaces();
      const auto name = scalar();
      if (!name.is_string()) fail("the name of a member is missing");
      if (!take(":")) fail("a colon is missing");
      pattern.members_.emplace_back(std::string(name.get_string()), value());
    }
    return pattern;
  }

  JsonPattern list() {
    JsonPattern pattern;
    pattern.kind_ = Kind::list;
    while (!take("]")) {
      if (!pattern.items_.empty() && !take(",")) fail("a comma or ] is missing");
      pattern.items_.push_back(value());
    }
    return pattern;
  }

  std::string_view rest_;
};

/// Why a value does not fit, and where: the deepest place that was come to.
struct JsonPattern::Mismatch {
  std::string path;
  std::string text;

  bool set(std::string says) {
    path.clear();
    text = std::move(says);
    return false;
  }
  bool inside(const std::string& step) {
    path = step + path;
    return false;
  }
};

JsonPattern JsonPattern::parse(std::string_view text) {
  return JsonPatternReader(text).whole();
}

std::optional<std::string> JsonPattern::mismatch(const json::value& value, Bindings& bindings) const {
  Mismatch why;
  Bindings tried = bindings;
  if (!match(value, tried, why)) return (why.path.empty() ? "the whole" : why.path) + ": " + why.text;
  bindings = std::move(tried);
  return std::nullopt;
}

std::optional<std::string> JsonPattern::text_at(const std::vector<std::string>& path, const Bindings& bindings) const {
  const JsonPattern* at = this;
  for (const auto& step : path) {
    if (at->kind_ == Kind::list) {
      std::size_t item = at->items_.size();
      std::from_chars(step.data(), step.data() + step.size(), item);
      if (item >= at->items_.size()) return std::nullopt;
      at = &at->items_[item];
      continue;
    }
    const auto found = std::ranges::find(at->members_, step, &std::pair<std::string, JsonPattern>::first);
    if (found == at->members_.end()) return std::nullopt;
    at = &found->second;
  }
  if (at->kind_ != Kind::scalar || !at->scalar_.is_string()) return std::nullopt;
  return fill_in_plain(std::string_view(at->scalar_.get_string()), bindings);
}

bool JsonPattern::match(const json::value& value, Bindings& bindings, Mismatch& why) const {
  switch (kind_) {
    case Kind::anything:
      return true;
    case Kind::name: {
      const auto [at, fresh] = bindings.emplace(name_, value);
      if (fresh || at->second == value) return true;
      return why.set("$" + name_ + " is " + json::serialize(at->second) + ", but here is " + json::serialize(value));
    }
    case Kind::scalar:
      return match_scalar(value, bindings, why);
    case Kind::list:
      return match_list(value, bindings, why);
    case Kind::object:
      return match_object(value, bindings, why);
  }
  return false;
}

bool JsonPattern::match_scalar(const json::value& value, const Bindings& bindings, Mismatch& why) const {
  auto wanted = scalar_;
  if (scalar_.is_string()) wanted = json::string(fill_in_plain(std::string_view(scalar_.get_string()), bindings));
  if (wanted == value) return true;
  return why.set("should be " + json::serialize(wanted) + ", but is " + json::serialize(value));
}

bool JsonPattern::match_object(const json::value& value, Bindings& bindings, Mismatch& why) const {
  const auto* object = value.if_object();
  if (!object) return why.set("should be an object, but is " + json::serialize(value));
  for (const auto& [name, pattern] : members_) {
    const auto* member = object->if_contains(name);
    if (!member) return why.set("the member \"" + name + "\" is missing");
    if (!pattern.match(*member, bindings, why)) return why.inside("." + name);
  }
  if (open_) return true;
  for (const auto& member : *object) {
    const auto listed = [&](const auto& entry) { return member.key() == entry.first; };
    if (std::ranges::any_of(members_, listed)) continue;
    return why.set("has a member \"" + std::string(member.key()) + "\" that is not listed: " + json::serialize(member.value()));
  }
  return true;
}

bool JsonPattern::match_list(const json::value& value, Bindings& bindings, Mismatch& why) const {
  if (!value.is_array()) return why.set("should be a list, but is " + json::serialize(value));
  return match_items(value, 0, 0, bindings, why);
}

/// Items from `item` on against values from `at` on; `…` tries how many it has to stand for.
bool JsonPattern::match_items(const json::value& value, std::size_t item, std::size_t at, Bindings& bindings,
                              Mismatch& why) const {
  const auto& values = value.get_array();
  if (item == items_.size()) {
    if (at == values.size()) return true;
    return why.set("has more items than are listed, the next is " + json::serialize(values[at]));
  }
  if (items_[item].kind_ == Kind::anything) {
    for (std::size_t next = at; next <= values.size(); ++next) {
      Bindings tried = bindings;
      if (!match_items(value, item + 1, next, tried, why)) continue;
      bindings = std::move(tried);
      return true;
    }
    return why.set("no item fits what is listed behind …: " + json::serialize(value));
  }
  if (at == values.size()) return why.set("has only " + std::to_string(at) + " items");
  if (!items_[item].match(values[at], bindings, why)) return why.inside("[" + std::to_string(at) + "]");
  return match_items(value, item + 1, at + 1, bindings, why);
}

}  // namespace standpipe::test
