#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace standpipe::net {

/// A number that any thread may raise and read, and that orders nothing.
class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  void sub(std::uint64_t n = 1) { value_.fetch_sub(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// What the network layer counts, for the metrics page. Counts only grow, except the two marked as present values.
struct NetCounters {
  Counter accepted;         ///< connections taken
  Counter refused;          ///< connections closed at once because of a limit in total or per peer
  Counter accept_failures;  ///< accept() failed, for example because no file descriptor was free
  Counter open;             ///< present value: connections of any kind
  Counter ws_open;          ///< present value: connections that talk WebSocket
  Counter bytes_in;         ///< before TLS
  Counter bytes_out;
  std::array<Counter, 5> http_requests;  ///< answered, by class: [0] is 1xx, [4] is 5xx
  Counter frames_in;                     ///< whole WebSocket messages and control frames
  Counter frames_out;                    ///< the same, queued
  Counter events_dropped;                ///< queued events that slow consumers lost
  Counter resyncs;                       ///< slow consumers that drained and were told to catch up
  Counter protocol_errors;               ///< requests and frames that broke a rule
  Counter timeouts;                      ///< connections ended by a deadline
  Counter handler_failures;              ///< exceptions that the application let out: bugs
};

}  // namespace standpipe::net
