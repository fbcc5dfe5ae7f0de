#pragma once

#include <cstddef>
#include <functional>

namespace standpipe::app {

/// The threads that connections live on. net/ has them; main.cpp ties the two together.
class IoThreads {
 public:
  virtual ~IoThreads() = default;

  virtual std::size_t count() const = 0;

  /// Runs `work` on that thread soon, in the order of posting. Any thread. What cannot run any more is dropped.
  virtual void post(std::size_t io_thread, std::function<void()> work) = 0;
};

}  // namespace standpipe::app
