#pragma once

#include <filesystem>
#include <vector>

#include "server/domain/commands.hpp"
#include "server/sequencer/core.hpp"

namespace standpipe::ops {

/// The rooms that an empty server opens with: those of the file, or of config/cops.toml when this was built where the path is
/// empty. Throws std::runtime_error that names file and line.
std::vector<domain::SeedRoom> load_cops(const std::filesystem::path& file);

/// Opens these rooms of that file in one transaction: all, or none. Throws std::runtime_error that names file and room.
void open_rooms(std::vector<domain::SeedRoom> rooms, const std::filesystem::path& file, sequencer::Core& core,
                const store::Store& store);

}  // namespace standpipe::ops
