#include "server/store/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace standpipe::store {

namespace {

using Done = boost::system::result<void, StoreError>;

StoreError system_error(const std::string& doing, const std::string& path, int code) {
  const auto kind = code == ENOSPC || code == EDQUOT ? StoreError::Kind::full : StoreError::Kind::io;
  return {kind, doing + " " + path + ": " + std::strerror(code)};
}

Done sync(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return system_error("open", path, errno);
  const int failed = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (failed) return system_error("fsync", path, failed);
  return {};
}

}  // namespace

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

boost::system::result<FileLock, StoreError> FileLock::take(const std::string& path) {
  FileLock lock;
  lock.fd_ = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock.fd_ < 0) return system_error("open the lock", path, errno);
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    return StoreError{StoreError::Kind::busy,
                      "Another process holds " + path + ": stop the other server or admin command first."};
  }
  return lock;
}

Done make_private_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) return system_error("make", path, errno);
  ::close(fd);
  return {};
}

Done make_reserve(const std::string& path, std::int64_t bytes) {
  const int fd = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) return system_error("make the reserve", path, errno);
  const int failed = ::posix_fallocate(fd, 0, bytes);
  ::close(fd);
  if (failed == 0) return {};
  ::unlink(path.c_str());
  return system_error("allocate the reserve", path, failed);
}

Done sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return sync(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
}

Done sync_file(const std::string& path) {
  return sync(path, O_RDONLY);
}

}  // namespace standpipe::store
