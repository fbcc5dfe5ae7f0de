#include "server/ops/data_folder.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "server/ops/admin.hpp"

namespace standpipe::ops {

namespace {

constexpr std::size_t longest_address = sizeof sockaddr_un::sun_path - 1;
constexpr mode_t readable_or_writable_by_others = 0066;

void check_length(const std::filesystem::path& folder) {
  const auto length = admin_socket_in(folder).string().size();
  if (length <= longest_address) return;
  throw std::runtime_error("The path of the data directory " + folder.string() + " is " +
                           std::to_string(length - longest_address) +
                           " bytes too long for the admin socket in it. Name a shorter one with --data; it may be a link.");
}

std::string name_of_user(uid_t user) {
  const auto* entry = ::getpwuid(user);
  return entry ? entry->pw_name : std::to_string(user);
}

/// A database's owner may be another than its folder's, where a group may write there.
void check_user(const std::filesystem::path& folder) {
  struct stat about = {};
  if (::geteuid() != 0) return;
  if (::stat(database_in(folder).c_str(), &about) != 0 && ::stat(folder.c_str(), &about) != 0) return;
  if (about.st_uid == 0) return;
  const auto owner = name_of_user(about.st_uid);
  throw std::runtime_error("The data in " + folder.string() + " belongs to " + owner +
                           ", who could not open what root makes there. " + "Do this as " + owner + ": runuser -u " + owner +
                           " -- standpiped …");
}

void make(const std::filesystem::path& folder) {
  std::error_code failed;
  const bool is_new = !std::filesystem::exists(folder);
  std::filesystem::create_directories(folder, failed);
  if (!failed && !std::filesystem::is_directory(folder)) failed = std::make_error_code(std::errc::not_a_directory);
  if (!failed && is_new) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (!failed && ::access(folder.c_str(), W_OK | X_OK) != 0) failed = {errno, std::generic_category()};
  if (!failed) return;
  throw std::runtime_error("The data directory " + folder.string() + " cannot be made or written to: " + failed.message() +
                           ". Name another directory with --data.");
}

}  // namespace

std::optional<std::string> prepare_data_folder(const std::filesystem::path& folder) {
  check_length(folder);
  check_user(folder);
  make(folder);
  struct stat about = {};
  ::stat(folder.c_str(), &about);
  if (about.st_mode & S_IWOTH) {  // somebody could put a log there before the database has one
    throw std::runtime_error("Everybody may put files into " + folder.string() +
                             ": name a directory of the server's own with --data.");
  }
  if (!(about.st_mode & readable_or_writable_by_others)) return std::nullopt;
  return "others than its owner may read or write in the data directory: chmod 700 " + folder.string();
}

}  // namespace standpipe::ops
