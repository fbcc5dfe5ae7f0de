#pragma once

#include <array>

#include "protocol/errors.hpp"
#include "server/ops/metrics.hpp"

namespace standpipe::app {

/// What the application counts. Any thread.
struct AppMetrics {
  ops::Counter commands;
  ops::Counter queries;
  ops::Counter session_requests;
  std::array<ops::Counter, protocol::error_code_count> refusals;  ///< by ErrorCode
  ops::Histogram command_time;                                    ///< from the frame to the answer
  ops::Histogram query_time;
  ops::Counter log_ins;
  ops::Counter log_ins_failed;

  void write(ops::MetricsPage& page) const;
};

}  // namespace standpipe::app
