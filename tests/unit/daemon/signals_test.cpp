#include "server/signals.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

using namespace std::chrono_literals;
using standpipe::Signals;

namespace {

using Clock = std::chrono::steady_clock;

/// How a process ends that takes signals and does that: its exit code.
int exit_of(std::chrono::milliseconds patience, const std::function<int(Signals&)>& act) {
  std::fflush(nullptr);  // or the child would write it again
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 0;
    {
      Signals signals(patience);
      code = act(signals);
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void send(int signal) {
  ::kill(::getpid(), signal);
  std::this_thread::sleep_for(20ms);  // two of a kind that wait would be one
}

constexpr int fine = 42;
constexpr int wrong = 43;

}  // namespace

TEST_CASE("a signal during the start counts when the start is done") {
  for (const int signal : {SIGTERM, SIGINT}) {
    const auto code = exit_of(10s, [signal](Signals& signals) {
      send(signal);
      return signals.wait() == Signals::Request::stop ? fine : wrong;
    });
    CHECK(code == fine);
  }
}

TEST_CASE("SIGHUP asks for a reload, and never ends anything") {
  const auto code = exit_of(10s, [](Signals& signals) {
    send(SIGHUP);
    if (signals.wait() != Signals::Request::reload) return wrong;
    send(SIGTERM);
    send(SIGHUP);
    return signals.wait() == Signals::Request::stop ? fine : wrong;
  });
  CHECK(code == fine);
}

TEST_CASE("a second signal ends the process at once, also during the start") {
  const auto begin = Clock::now();
  const auto code = exit_of(10s, [](Signals&) {
    send(SIGINT);
    std::this_thread::sleep_for(150ms);
    send(SIGTERM);
    std::this_thread::sleep_for(5s);
    return wrong;
  });
  CHECK(code == 1);
  CHECK(Clock::now() - begin < 2s);
}

TEST_CASE("a signal that comes twice at once, to the process and to its group, is one") {
  const auto code = exit_of(10s, [](Signals& signals) {
    ::kill(::getpid(), SIGINT);
    ::kill(::getpid(), SIGTERM);
    std::this_thread::sleep_for(300ms);
    return signals.wait() == Signals::Request::stop ? fine : wrong;
  });
  CHECK(code == fine);
}

TEST_CASE("a stop that takes longer than the patience is ended, and SIGHUP gives it no more time") {
  const auto begin = Clock::now();
  const auto code = exit_of(400ms, [](Signals& signals) {
    send(SIGTERM);
    signals.wait();
    for (int i = 0; i < 25; ++i) {
      send(SIGHUP);
      std::this_thread::sleep_for(80ms);
    }
    return wrong;
  });
  CHECK(code == 1);
  CHECK(Clock::now() - begin > 350ms);
  CHECK(Clock::now() - begin < 2s);
}

TEST_CASE("SIGPIPE is ignored") {
  CHECK(exit_of(10s, [](Signals&) {
          send(SIGPIPE);
          return fine;
        }) == fine);
}
