#pragma once

#include <signal.h>  // NOLINT: sigset_t

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace standpipe {

/// Takes SIGTERM, SIGINT and SIGHUP for the whole process, on a thread of its own, so that they count during start and stop too.
/// A second SIGTERM or SIGINT, a tenth of a second later or more, ends the process at once, and so does a stop that takes too
/// long: exit code 1. What was acknowledged is on the disk. SIGPIPE is ignored.
class Signals {
 public:
  /// Before there are other threads: they inherit what is blocked. `patience` is how long a stop may take.
  explicit Signals(std::chrono::milliseconds patience);
  /// From here on the signals wait, and end nothing.
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  enum class Request { reload, stop };
  /// Waits until the next one.
  Request wait();

 private:
  void listen();
  /// The next signal; 0 where none comes until then.
  int next(bool stopping, std::chrono::steady_clock::time_point until) const;

  const std::chrono::milliseconds patience_;
  sigset_t set_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool reload_ = false;  ///< guarded by mutex_, as the next two
  bool stop_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace standpipe
