#include "server/ops/cops.hpp"

#include <toml++/toml.h>

#include <stdexcept>

#include "standpipe/cops.hpp"  // made from config/cops.toml by CMake

namespace standpipe::ops {

namespace {

std::string name_of(const std::filesystem::path& file) {
  return file.empty() ? "config/cops.toml" : file.string();
}

}  // namespace

std::vector<domain::SeedRoom> load_cops(const std::filesystem::path& file) {
  const auto name = name_of(file);
  const auto fail = [&](const toml::source_region& where, std::string_view what) {
    const auto line = where.begin.line;
    throw std::runtime_error(name + (line ? ", line " + std::to_string(line) : "") + ": " + std::string(what));
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

void open_rooms(std::vector<domain::SeedRoom> rooms, const std::filesystem::path& file, sequencer::Core& core,
                const store::Store& store) {
  std::vector<sequencer::Job> jobs;
  jobs.reserve(rooms.size());
  for (auto& room : rooms) jobs.push_back({{.payload = std::move(room)}, 0, {}});
  // A room that is refused would not keep the others out of the transaction, so all are tried on a copy first.
  auto trial = core.state();
  for (const auto& job : jobs) {
    const domain::Stamp stamp{trial.seq + 1, trial.at};
    const auto decision = domain::decide(trial, store.content(), stamp, job.command);
    if (decision.has_error()) {
      throw std::runtime_error(name_of(file) + ": the room \"" + std::get<domain::SeedRoom>(job.command.payload).slug +
                               "\" cannot be opened: " + decision.error().text);
    }
    domain::evolve(trial, *decision, stamp.seq, stamp.at);
  }
  core.process(jobs);
  if (core.counters().failed > 0) throw std::runtime_error("The rooms cannot be opened: " + core.last_error());
}

}  // namespace standpipe::ops
