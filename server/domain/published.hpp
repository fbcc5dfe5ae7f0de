#pragma once

#include <condition_variable>
#include <mutex>
#include <shared_mutex>

#include "server/domain/state.hpp"

namespace standpipe::domain {

/// The committed state, for all threads to read. The writer brings each committed batch in under the exclusive lock.
///
/// A query answers from one moment: it reads the store's seq inside its read transaction and calls wait_for(seq), so that the
/// state it asks for permission is never older than the rows it reads.
class Published {
 public:
  explicit Published(State state) : state_(std::move(state)) {}

  /// Calls fn(const State&) under the shared lock. Keep it short: no I/O, no waiting.
  template <class F>
  decltype(auto) read(F&& fn) const {
    std::shared_lock lock(mutex_);
    return std::forward<F>(fn)(static_cast<const State&>(state_));
  }

  /// The writer thread only, after the commit.
  template <class F>
  void update(F&& fn) {
    {
      std::unique_lock lock(mutex_);
      std::forward<F>(fn)(state_);
    }
    changed_.notify_all();
  }

  /// Blocks until the state has come to that seq (microseconds: the writer publishes right after it commits).
  void wait_for(std::int64_t seq) const {
    std::shared_lock lock(mutex_);
    changed_.wait(lock, [&] { return state_.seq >= seq; });
  }

 private:
  mutable std::shared_mutex mutex_;
  mutable std::condition_variable_any changed_;
  State state_;
};

}  // namespace standpipe::domain
