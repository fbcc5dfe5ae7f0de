#pragma once

#include <signal.h>  // NOLINT: sigset_t

#include <atomic>
#include <functional>
#include <thread>

namespace standpipe::ops {

/// While it lives SIGINT, SIGTERM and SIGHUP end the process only after `clean` has run, on a thread of its own, and a pipe that
/// nobody reads is an error like any other.
class Interruption {
 public:
  explicit Interruption(std::function<void()> clean);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  void listen();

  const std::function<void()> clean_;
  sigset_t set_;
  sigset_t set_before_;
  struct sigaction pipe_before_;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace standpipe::ops
