#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/ops/config.hpp"
#include "server/ops/log.hpp"

namespace standpipe {

/// The whole server, built from its configuration: every part, and the order in which they start and stop. One thread.
class Daemon {
 public:
  /// Opens the database, brings in the communities of practice where it is new, and binds the address. Throws std::runtime_error
  /// with what to do.
  Daemon(ops::Config config, const ops::Log& log, bool demo);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Serves from now on.
  void start();

  /// "http://127.0.0.1:8080"
  std::string url() const;
  /// The one-time code by which the first administrator signs up, where there is none yet and no code was shown before.
  const std::optional<std::string>& setup_code() const;
  /// What to tell of the demo community; empty without one.
  const std::string& demo_notice() const;

  /// Takes a renewed certificate into use.
  void reload();

  /// Stops accepting, commits what is queued, answers it, closes all connections; at most ten seconds.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe
