#pragma once

#include <cstdint>
#include <functional>

#include "protocol/ids.hpp"

namespace standpipe::app {

/// What time it is. Given, so that tests can set it. Callable from any thread.
struct Clock {
  std::function<protocol::Time()> now;      ///< since 1970, for what is stored
  std::function<std::int64_t()> steady_ms;  ///< never goes back, for limits and gathering
};

Clock system_clock();

}  // namespace standpipe::app
