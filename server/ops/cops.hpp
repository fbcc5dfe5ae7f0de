#pragma once

#include <filesystem>
#include <vector>

#include "server/domain/commands.hpp"

namespace standpipe::ops {

/// The rooms that an empty server opens with: those of the file, or of config/cops.toml when this was built where the path is
/// empty. Throws std::runtime_error that names file and line.
std::vector<domain::SeedRoom> load_cops(const std::filesystem::path& file);

}  // namespace standpipe::ops
