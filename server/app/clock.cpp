#include "server/app/clock.hpp"

#include <chrono>

namespace standpipe::app {

namespace {

template <class SomeClock>
std::int64_t ms_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(SomeClock::now().time_since_epoch()).count();
}

}  // namespace

Clock system_clock() {
  return {.now = [] { return protocol::Time{ms_now<std::chrono::system_clock>()}; },
          .steady_ms = [] { return ms_now<std::chrono::steady_clock>(); }};
}

}  // namespace standpipe::app
