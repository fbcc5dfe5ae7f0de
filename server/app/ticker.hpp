#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/app/runtime.hpp"

namespace standpipe::app {

/// The slow pulse of the application, on a thread of its own: twice a second it lets every hub send what lite connections have
/// waited for, and every three seconds it tells who came and went.
class Ticker {
 public:
  explicit Ticker(Runtime& runtime) : runtime_(runtime) {}
  ~Ticker() { stop(); }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  void start();
  void stop();

 private:
  void run();

  Runtime& runtime_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  ///< guarded by mutex_
  std::thread thread_;
};

/// One pulse each, for the ticker and for tests.
void flush_lite(Runtime& runtime);
void tell_presence(Runtime& runtime);

}  // namespace standpipe::app
