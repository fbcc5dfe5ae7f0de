#pragma once

#include <time.h>

#include <cstdint>

namespace standpipe::bench {

/// Nanoseconds of the steady clock.
inline std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

/// Milliseconds since 1970.
inline std::int64_t wall_ms() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * std::int64_t{1'000} + now.tv_nsec / 1'000'000;
}

}  // namespace standpipe::bench
