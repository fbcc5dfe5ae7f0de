#pragma once

#include <sqlite3.h>

#include <atomic>
#include <filesystem>

namespace standpipe::test {

/// A disk that fails when it is told to: SQLite's own one below, as the default for every database that is opened while this
/// lives. One at a time; the switches from any thread.
class FaultDisk {
 public:
  FaultDisk();
  ~FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  std::atomic<bool> full = false;        ///< no write that makes a file longer succeeds
  std::filesystem::path room;            ///< a file that makes `full` untrue once it is gone; set before `full`
  std::atomic<bool> sync_fails = false;  ///< no fsync does
  std::atomic<int> syncs = 0;            ///< how many were asked for since it began to fail
  std::atomic<int> writes = 0;           ///< of all files
};

}  // namespace standpipe::test
