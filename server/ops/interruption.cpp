#include "server/ops/interruption.hpp"

#include <pthread.h>

#include <utility>

#include "server/ops/log.hpp"

namespace standpipe::ops {

namespace {

constexpr int wake_up = SIGUSR1;

bool is_ignored(int signal) {  // as under nohup
  struct sigaction action = {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Interruption::Interruption(std::function<void()> clean) : clean_(std::move(clean)) {
  sigemptyset(&set_);
  sigaddset(&set_, wake_up);
  for (const int one : {SIGINT, SIGTERM, SIGHUP}) {
    if (!is_ignored(one)) sigaddset(&set_, one);
  }
  ::pthread_sigmask(SIG_BLOCK, &set_, &set_before_);
  struct sigaction ignore = {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &pipe_before_);
  thread_ = std::thread([this] { listen(); });
}

Interruption::~Interruption() {
  closing_ = true;
  ::pthread_kill(thread_.native_handle(), wake_up);
  thread_.join();
  ::sigaction(SIGPIPE, &pipe_before_, nullptr);
  ::pthread_sigmask(SIG_SETMASK, &set_before_, nullptr);
}

void Interruption::listen() {
  int which = 0;
  while (::sigwait(&set_, &which) != 0) {
  }
  if (closing_) return;
  write_to_stderr("Interrupted. What is unfinished is being removed.\n", std::chrono::milliseconds(0));
  clean_();
  ::pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
  ::raise(which);  // so that whoever waits for the process sees what ended it
}

}  // namespace standpipe::ops
