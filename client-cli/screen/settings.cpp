#include "client-cli/screen/settings.hpp"

#include <algorithm>
#include <cstdlib>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "client-cli/failure.hpp"

namespace standpipe::screen {

using client::Exit;
using client::Failure;

namespace {

[[noreturn]] void wrong(const std::filesystem::path& file, const std::string& what) {
  throw Failure{Exit::usage, file.string() + ": " + what};
}

std::string one_of(const toml::node& node, const std::filesystem::path& file, const std::string& key,
                   std::initializer_list<std::string_view> allowed) {
  std::string text = node.value<std::string>().value_or("");
  if (const auto number = node.value<std::int64_t>(); node.is_integer() && number) text = std::to_string(*number);
  if (std::ranges::find(allowed, text) != allowed.end()) return text;
  std::string names;
  for (const auto name : allowed) names += (names.empty() ? "" : ", ") + std::string(name);
  wrong(file, key + " must be one of: " + names);
}

bool yes_or_no(const toml::node& node, const std::filesystem::path& file, const std::string& key) {
  const auto value = node.value<bool>();
  if (!node.is_boolean() || !value) wrong(file, key + " must be true or false");
  return *value;
}

void read_keys(const toml::node& node, const std::filesystem::path& file, Keymap& keys) {
  const auto* table = node.as_table();
  if (table == nullptr) wrong(file, "[keys] must be a table like: next-unread = [\"n\", \"alt-a\"]");
  for (const auto& [action, value] : *table) {
    std::vector<std::string> names;
    if (const auto one = value.value<std::string>()) names.push_back(*one);
    if (const auto* many = value.as_array()) {
      for (const auto& item : *many) {
        if (const auto name = item.value<std::string>())
          names.push_back(*name);
        else
          wrong(file, std::string(action.str()) + " must be a key or a list of keys, in quotes");
      }
    } else if (names.empty()) {
      wrong(file, std::string(action.str()) + " must be a key or a list of keys, in quotes");
    }
    if (const auto trouble = keys.bind(action.str(), names); !trouble.empty()) wrong(file, trouble);
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
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& problem) {
    wrong(file, "line " + std::to_string(problem.source().begin.line) + ": " + std::string(problem.description()));
  }
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (key == "language")
      settings.language = one_of(node, file, key, {"en", "fr", "es"});
    else if (key == "lite")
      settings.lite = yes_or_no(node, file, key);
    else if (key == "plain")
      settings.plain = yes_or_no(node, file, key);
    else if (key == "mouse")
      settings.mouse = yes_or_no(node, file, key);
    else if (key == "colours")
      settings.colours = one_of(node, file, key, {"auto", "256", "16", "none"});
    else if (key == "ground")
      settings.ground = one_of(node, file, key, {"auto", "dark", "light"});
    else if (key == "keys")
      read_keys(node, file, settings.keys);
    else
      wrong(file, "there is no setting '" + key + "'. There are: language, lite, plain, mouse, colours, ground, [keys]");
  }
  return settings;
}

}  // namespace standpipe::screen
