#include "server/signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "server/ops/log.hpp"

namespace standpipe {

using std::chrono::steady_clock;

/// One Ctrl-C or one `timeout` can come twice, to the process and to its group.
constexpr std::chrono::milliseconds same_within{100};

Signals::Signals(std::chrono::milliseconds patience) : patience_(patience) {
  sigemptyset(&set_);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, one);
  ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { listen(); });
}

Signals::~Signals() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  ::pthread_kill(thread_.native_handle(), SIGHUP);
  thread_.join();
}

Signals::Request Signals::wait() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stop_ || reload_; });
  if (stop_) return Request::stop;
  reload_ = false;
  return Request::reload;
}

int Signals::next(bool stopping, steady_clock::time_point until) const {
  if (!stopping) return ::sigwaitinfo(&set_, nullptr);
  const auto left = std::max(until - steady_clock::now(), steady_clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const timespec time{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(left - seconds).count()};
  const int which = ::sigtimedwait(&set_, nullptr, &time);
  return which < 0 && steady_clock::now() >= until ? 0 : which;
}

void Signals::listen() {
  bool stopping = false;
  steady_clock::time_point until, again_from;
  for (;;) {
    const int which = next(stopping, until);
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    if (which < 0) continue;  // interrupted
    if (which == 0) {
      ops::write_to_stderr("standpiped: the stop takes too long. Ending at once; nothing acknowledged is lost.\n",
                           std::chrono::milliseconds(0));
    }
    const auto now = steady_clock::now();
    if (which == 0 || (stopping && which != SIGHUP && now >= again_from)) ::_exit(1);
    if (which == SIGHUP) {
      reload_ = true;
    } else if (!stopping) {
      stopping = stop_ = true;
      until = now + patience_;
      again_from = now + same_within;
    }
    wake_.notify_one();
  }
}

}  // namespace standpipe
