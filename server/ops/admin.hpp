#pragma once

#include <filesystem>

namespace standpipe::ops {

// The files of a data directory.
inline std::filesystem::path database_in(const std::filesystem::path& data) {
  return data / "standpipe.db";
}
inline std::filesystem::path admin_socket_in(const std::filesystem::path& data) {
  return data / "admin.sock";
}

/// `standpiped admin …`, without the program's name and "admin" in front: 0 done, 1 not done, 2 called wrongly. Says on standard
/// error what went wrong and what to do.
int run_admin(int argc, const char* const* argv);

}  // namespace standpipe::ops
