#include "server/store/work_folder.hpp"

#include <stdlib.h>  // NOLINT: mkdtemp
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace standpipe::store {

namespace {

constexpr std::string_view name_begins = "standpipe-unfinished-";
constexpr const char* lock_name = "/lock";
constexpr std::int64_t left_to_others = 16 << 20;
constexpr int tries = 100;

std::filesystem::path folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  return folder.empty() ? "." : folder;
}

std::string megabytes(std::int64_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

/// No link, and nobody else's: the folder may be one like /tmp.
bool is_own_folder(const std::string& path) {
  struct stat about = {};
  return ::lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == ::geteuid();
}

void remove_all(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

}  // namespace

boost::system::result<WorkFolder, StoreError> WorkFolder::make(const std::string& beside, std::int64_t bytes) {
  remove_leftovers(beside);
  const auto folder = folder_of(beside);
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  const auto needed = bytes + left_to_others;
  if (!failed && space.available < static_cast<std::uintmax_t>(needed)) {
    return StoreError{StoreError::Kind::full, "This needs " + megabytes(needed) + " free in " + folder.string() +
                                                  ", and there are " + megabytes(static_cast<std::int64_t>(space.available)) +
                                                  ": make room first."};
  }
  for (int i = 0; i < tries; ++i) {
    auto path = (folder / name_begins).string() + "XXXXXX";
    if (!::mkdtemp(path.data())) {
      return StoreError{StoreError::Kind::io, "Cannot make a folder in " + folder.string() + ": " + std::strerror(errno)};
    }
    auto lock = FileLock::take(path + lock_name);
    // Who removes leftovers may have come between.
    if (lock.has_value() && std::filesystem::exists(path + lock_name, failed)) return WorkFolder(path, std::move(*lock));
    remove_all(path);
  }
  return StoreError{StoreError::Kind::io, "Cannot lock a file in " + folder.string()};
}

void WorkFolder::remove_leftovers(const std::string& beside) {
  std::error_code failed;
  std::filesystem::directory_iterator entries(folder_of(beside), failed);
  if (failed) return;
  for (; entries != std::filesystem::directory_iterator(); entries.increment(failed)) {
    const auto path = entries->path().string();
    if (!entries->path().filename().string().starts_with(name_begins) || !is_own_folder(path)) continue;
    if (const auto lock = FileLock::take(path + lock_name); lock.has_value()) remove_all(path);
  }
}

void WorkFolder::remove() const {
  const auto leaving = path_ + "-leaving";  // where nobody makes a file any more
  if (!path_.empty() && std::rename(path_.c_str(), leaving.c_str()) == 0) remove_all(leaving);
}

}  // namespace standpipe::store
