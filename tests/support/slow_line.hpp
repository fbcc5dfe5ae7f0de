#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace standpipe::test {

/// A thin and long line to a server on this machine: a TCP proxy with a thread of its own.
///
/// Each direction is one wire that all connections share: a byte leaves when those before it have left, at so many bits per
/// second, and arrives `latency` later. Making a connection takes a round trip, as with TCP itself: what the client sends earlier
/// leaves only then. Nothing is lost, and neither TCP's slow start nor headers below TCP count.
class SlowLine {
 public:
  struct Speed {
    std::int64_t bits_per_second = 0;      ///< each way; 0: as fast as it goes
    std::chrono::milliseconds latency{0};  ///< one way
  };
  /// TCP payload so far.
  struct Moved {
    std::uint64_t up = 0;    ///< from the client to the server
    std::uint64_t down = 0;  ///< from the server to the client
    int connections = 0;
  };

  /// To the server at this port; fast until told otherwise.
  explicit SlowLine(int server_port);
  ~SlowLine();
  SlowLine(const SlowLine&) = delete;
  SlowLine& operator=(const SlowLine&) = delete;

  int port() const;
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

  /// For bytes that come from now on.
  void set(Speed speed);
  /// Ends all connections and each new one at once, until it is mended.
  void cut();
  void mend();
  Moved moved() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe::test
