#include "client-cli/screen/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "client-cli/failure.hpp"

namespace standpipe::screen {

using client::Exit;
using client::Failure;

namespace {

/// What is wrong in the file: all of it, so that nobody has to start the program once for each mistake.
class Troubles {
 public:
  explicit Troubles(const std::filesystem::path& file) : file_(file.string()) {}

  void add(const toml::source_region& where, const std::string& what) { lines_.emplace(where.begin.line, what); }
  void report() const {
    if (lines_.empty()) return;
    std::string text;
    for (const auto& [line, what] : lines_)
      text += (text.empty() ? "" : "\n") + file_ + ": line " + std::to_string(line) + ": " + what;
    throw Failure{Exit::usage, text};
  }

 private:
  std::string file_;
  std::multimap<toml::source_index, std::string> lines_;
};

void read_one_of(const toml::node& node, Troubles& troubles, const std::string& key,
                 std::initializer_list<std::string_view> allowed, std::string& setting) {
  std::string text = node.value<std::string>().value_or("");
  if (const auto number = node.value<std::int64_t>(); node.is_integer() && number) text = std::to_string(*number);
  if (std::ranges::find(allowed, text) != allowed.end()) {
    setting = text;
    return;
  }
  std::string names;
  for (const auto name : allowed) names += (names.empty() ? "" : ", ") + std::string(name);
  troubles.add(node.source(), key + " must be one of: " + names);
}

void read_yes_or_no(const toml::node& node, Troubles& troubles, const std::string& key, bool& setting) {
  const auto value = node.value<bool>();
  if (node.is_boolean() && value)
    setting = *value;
  else
    troubles.add(node.source(), key + " must be true or false");
}

/// Nothing where it is no key and no list of keys.
std::optional<std::vector<std::string>> key_names(const toml::node& node) {
  if (const auto one = node.value<std::string>()) return std::vector{*one};
  const auto* many = node.as_array();
  if (many == nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& item : *many) {
    const auto name = item.value<std::string>();
    if (!name) return std::nullopt;
    names.push_back(*name);
  }
  return names;
}

void read_keys(const toml::node& node, Troubles& troubles, Keymap& keys) {
  const auto* table = node.as_table();
  if (table == nullptr) return troubles.add(node.source(), "[keys] must be a table like: next-unread = [\"n\", \"alt-a\"]");
  // In the order of the file: of two lines that do not go together, the later one is told.
  std::multimap<toml::source_index, std::pair<std::string, const toml::node*>> lines;
  for (const auto& [action, value] : *table)
    lines.emplace(value.source().begin.line, std::pair(std::string(action.str()), &value));
  for (const auto& [line, binding] : lines) {
    const auto& [action, value] = binding;
    const auto names = key_names(*value);
    if (!names) {
      troubles.add(value->source(), action + " must be a key or a list of keys, in quotes");
      continue;
    }
    for (const auto& trouble : keys.bind(action, *names)) troubles.add(value->source(), trouble);
  }
}

}  // namespace

std::filesystem::path settings_file() {
  if (const char* named = std::getenv("STANDPIPE_CONFIG"); named != nullptr && *named != '\0') return named;
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0')
    return std::filesystem::path(config) / "standpipe/standpipe.toml";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : ".") / ".config/standpipe/standpipe.toml";
}

Settings read_settings() {
  const auto file = settings_file();
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return {};
  return read_settings(file);
}

Settings read_settings(const std::filesystem::path& file) {
  Settings settings;
  Troubles troubles(file);
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& problem) {
    troubles.add(problem.source(), std::string(problem.description()));
    troubles.report();
  }
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (key == "language")
      read_one_of(node, troubles, key, {"en", "fr", "es"}, settings.language);
    else if (key == "lite")
      read_yes_or_no(node, troubles, key, settings.lite);
    else if (key == "plain")
      read_yes_or_no(node, troubles, key, settings.plain);
    else if (key == "mouse")
      read_yes_or_no(node, troubles, key, settings.mouse);
    else if (key == "colours")
      read_one_of(node, troubles, key, {"auto", "256", "16", "none"}, settings.colours);
    else if (key == "ground")
      read_one_of(node, troubles, key, {"auto", "dark", "light"}, settings.ground);
    else if (key == "keys")
      read_keys(node, troubles, settings.keys);
    else
      troubles.add(node.source(),
                   "there is no setting '" + key + "'. There are: language, lite, plain, mouse, colours, ground, [keys]");
  }
  troubles.report();
  return settings;
}

}  // namespace standpipe::screen
