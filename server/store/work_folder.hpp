#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "server/store/error.hpp"
#include "server/store/files.hpp"

namespace standpipe::store {

/// A folder of its own for copies and drafts, beside the file that comes of them, so that this only needs to be given its name.
/// At the end it is removed with all that SQLite and we have put there. A process that is killed leaves its folder, but not the
/// lock in it: the next one that is made beside it removes it, and so does a store that is opened there.
class WorkFolder {
 public:
  /// `full` where fewer than that many bytes are free there, and some for others to go on with.
  static boost::system::result<WorkFolder, StoreError> make(const std::string& beside, std::int64_t bytes);
  /// Removes those of dead processes.
  static void remove_leftovers(const std::string& beside);

  ~WorkFolder() { remove(); }
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}
  WorkFolder& operator=(WorkFolder&&) = delete;

  std::string file(std::string_view name) const { return path_ + '/' + std::string(name); }
  /// Also from another thread, while files are still being made there: later ones cannot be made.
  void remove() const;

 private:
  WorkFolder(std::string path, FileLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  FileLock lock_;
};

}  // namespace standpipe::store
