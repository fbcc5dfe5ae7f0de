#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace standpipe::crash {

/// Examines a database of commit_writer's against the keys that were acknowledged. What is wrong, or nothing: SQLite
/// finds the file corrupt, a row holds another body than its key's, or an acknowledged key is missing. Opens the
/// database as SQLite does after a crash, so it changes the files.
std::optional<std::string> damage_of(const std::filesystem::path& database, const std::vector<std::string>& acknowledged);

}  // namespace standpipe::crash
