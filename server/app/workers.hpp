#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace standpipe::app {

/// A few threads for what is slow by design: hashing passwords. Behind a bounded queue, so that a flood of log-ins costs
/// the flooders their answers and nobody else's.
class Workers {
 public:
  Workers(std::size_t threads, std::size_t queue);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// False where the queue is full or the workers have stopped; the job is then not run. Any thread. A job must
  /// not throw.
  bool submit(std::function<void()> job);

  std::size_t waiting() const;
  bool stopped() const;

  /// Runs what waits, then joins. Idempotent.
  void stop();

 private:
  void work();

  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;  ///< guarded by mutex_
  bool stopping_ = false;                      ///< guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace standpipe::app
