#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace standpipe::app {

/// Tokens that come back per second, up to a store of so many.
struct Rate {
  double per_second = 1;
  double burst = 1;
};

/// What an operator may decide about the application. The defaults are those of config/standpipe.toml.
struct Settings {
  std::string community = "Standpipe";                           ///< its name, for pages and clients
  std::vector<std::string> origins;                              ///< besides the server's own, e.g. "https://cop.example.org"
  bool secure_cookies = false;                                   ///< also where the server itself has no TLS: a proxy has
  std::vector<std::string> metrics_from = {"127.0.0.1", "::1"};  ///< addresses that may read /metrics; empty: nobody
  std::int64_t session_days = 90;
  bool presence = true;

  std::int64_t in_flight = 128;  ///< unanswered requests of one connection; not below limits::batch
  bool rate_limits = true;       ///< off: no limit of the following is kept; for benchmarks
  Rate commands{10, 200};        ///< of one member, on all connections together
  Rate queries{50, 500};
  Rate applications{1.0 / 360, 10};  ///< from one address
  std::int64_t log_in_tries = 5;     ///< for one account from one address; beyond, each further one has to wait longer
  std::int64_t log_in_tries_per_address = 30;
  std::size_t password_queue = 64;  ///< log-ins that wait for one of the two password workers
};

}  // namespace standpipe::app
