#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "tests/crash/powerloss/journal.hpp"

namespace standpipe::powerloss {

/// The shim's only state: which inodes are tracked, and the journal. One for the process, safe for all threads.
///
/// An operation and its record must be one step, or the journal's order would not be the files' order: callers hold
/// `lock()` over both. Everything here goes to the kernel by `syscall`, never through the functions that shim.cpp
/// replaces. What cannot be simulated faithfully ends the process with a message instead of being let through unseen.
class Recorder {
 public:
  /// The recorder, or nullptr if no directory is tracked. Ends the process if the journal is missing, in use, or left
  /// behind by a process that was killed: then only a cut or a new beginning (revert.cpp) gives a known state to go on
  /// from.
  static Recorder* get();

  /// Writes the record `closed`, if a recorder was ever made.
  static void close();

  std::unique_lock<std::mutex> lock() { return std::unique_lock(mutex_); }

  /// The number of the tracked file that fd is open on. Call under lock().
  std::optional<std::uint64_t> tracked_file(int fd) const;

  /// The name below the tracked directory of what fd is open on; "" is the directory itself; none if it is elsewhere.
  std::optional<std::string> name_of(int fd) const;

  /// The name below the tracked directory that `path` has as an argument of an ...at() call (a last symbolic link is
  /// not followed); none if it is elsewhere or its parent does not exist.
  std::optional<std::string> name_at(int directory, const char* path) const;

  /// Call under lock(), after an open with O_CREAT or O_TRUNC has succeeded.
  void opened(int fd, bool existed, bool truncated);

  bool knows(std::uint64_t file) const { return files_.contains(file); }

  /// The file has lost its name: what is still done to it leaves no trace, and its inode may come back elsewhere.
  void forget(std::uint64_t file) { files_.erase(file); }

  /// Appends a record. Call under lock().
  void append(RecordHeader header, std::string_view name = {}, std::string_view data = {});

  /// The journal's length, which is the position of its next record. Call under lock().
  std::uint64_t position() const { return position_; }

  std::uint64_t sync_microseconds() const { return sync_microseconds_; }

  /// Whether the simulated disk ignores syncs.
  bool lies() const { return lies_; }

  /// Ends the process: the simulation would be wrong from here on.
  [[noreturn]] static void refuse(std::string_view what, std::string_view name = {});

 private:
  explicit Recorder(const char* directory);
  void open_journal();

  static std::atomic<Recorder*> made_;  // never destroyed: threads may still be writing while the process exits

  std::mutex mutex_;
  std::string root_;  // canonical, without a final slash
  std::uint64_t device_ = 0;
  std::unordered_set<std::uint64_t> files_;
  int journal_ = -1;
  std::uint64_t position_ = 0;
  std::uint64_t sync_microseconds_;
  bool lies_;
  std::uint64_t records_until_kill_;  // 0: never
};

}  // namespace standpipe::powerloss
