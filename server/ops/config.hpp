#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server/app/settings.hpp"
#include "server/ops/log.hpp"

namespace standpipe::ops {

/// What an operator decides. The defaults here are those of config/standpipe.toml, which explains each key.
struct Config {
  std::filesystem::path data = "data";
  std::filesystem::path cops;  ///< empty: those of config/cops.toml when this was built
  std::filesystem::path demo = "config/demo";
  std::filesystem::path web = "build/web";  ///< empty: none is served
  LogLevel log_level = LogLevel::info;

  std::string address = "127.0.0.1";
  std::int64_t port = 8080;
  std::int64_t io_threads = 0;  ///< 0: one for each core
  std::vector<std::string> trusted_proxies;
  std::string tls_certificate;
  std::string tls_key;

  std::int64_t connections = 20'000;
  std::int64_t connections_per_address = 256;
  std::int64_t egress_kib = 1024;
  std::int64_t heartbeat_s = 30;
  bool compression = true;

  std::int64_t readers = 2;
  std::int64_t commands_at_once = 1'000;
  std::int64_t commands_waiting = 20'000;

  app::Settings app;
};

/// The defaults, what the file says ("" for none), and what the environment says (STANDPIPE_SERVER_PORT for `port` in [server]).
/// Relative paths in the file are relative to it. Throws std::runtime_error that names file, line and key, and says what would
/// be right; a key that does not exist is an error.
Config load_config(const std::string& file);

/// Every key as "section.key = value" with its value in that configuration, in the file's order.
std::vector<std::string> list_keys(const Config& config);

}  // namespace standpipe::ops
