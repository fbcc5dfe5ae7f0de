#include "server/ops/cops.hpp"

#include <toml++/toml.h>

#include <stdexcept>

#include "standpipe/cops.hpp"  // made from config/cops.toml by CMake

namespace standpipe::ops {

std::vector<domain::SeedRoom> load_cops(const std::filesystem::path& file) {
  const auto name = file.empty() ? std::string("config/cops.toml") : file.string();
  const auto fail = [&](const toml::source_region& where, std::string_view what) {
    throw std::runtime_error(name + ", line " + std::to_string(where.begin.line) + ": " + std::string(what));
  };
  toml::table table;
  try {
    table = file.empty() ? toml::parse(generated::cops) : toml::parse_file(name);
  } catch (const toml::parse_error& error) {
    fail(error.source(), error.description());
  }
  const auto* list = table["cop"].as_array();
  if (!list || list->empty()) fail(table.source(), "needs at least one [[cop]] with slug, name and description");
  std::vector<domain::SeedRoom> rooms;
  for (const auto& entry : *list) {
    const auto* cop = entry.as_table();
    if (!cop) fail(entry.source(), "must be a [[cop]]");
    const auto text = [&](std::string_view key) {
      const auto value = (*cop)[key].value<std::string>();
      if (!value || value->empty()) fail(entry.source(), std::string(key) + " is missing");
      return *value;
    };
    rooms.push_back({domain::RoomKind::cop, text("slug"), text("name"), text("description")});
  }
  return rooms;
}

}  // namespace standpipe::ops
