#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include "server/store/error.hpp"

/// The files beside the database, and what makes files last.
namespace standpipe::store {

/// Keeps all other processes from writing to the same database, for as long as it lives.
class FileLock {
 public:
  FileLock() = default;
  ~FileLock();
  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  /// `busy` where another process has it.
  static boost::system::result<FileLock, StoreError> take(const std::string& path);

 private:
  int fd_ = -1;
};

/// Makes the file where there is none, readable and writable by its owner only.
boost::system::result<void, StoreError> make_private_file(const std::string& path);

/// Allocates a file of that size. `full` where there is no room for it; then there is no file.
boost::system::result<void, StoreError> make_reserve(const std::string& path, std::int64_t bytes);

/// After this, the names in the folder of that file are on the disk.
boost::system::result<void, StoreError> sync_folder_of(const std::string& path);
boost::system::result<void, StoreError> sync_file(const std::string& path);

}  // namespace standpipe::store
