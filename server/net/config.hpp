#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::hub {
class Outlet;
}

namespace standpipe::net {

struct ListenAddress {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6, numeric
  std::uint16_t port = 0;             ///< 0: any free one; Server::port tells which
  bool tls = false;
};

/// How much body a request may have when its path begins with the prefix.
struct BodyLimit {
  std::string path_prefix;
  std::size_t bytes = 0;
};

/// Everything the network layer can be told. Checked by Server's constructor.
struct NetConfig {
  using milliseconds = std::chrono::milliseconds;

  std::vector<ListenAddress> listen = {ListenAddress{}};
  std::size_t threads = 1;  ///< I/O threads, at least 1

  // TLS, for the addresses that ask for it: PEM files.
  std::string tls_certificate_file;  ///< the chain, the server's own certificate first
  std::string tls_key_file;

  /// Addresses or networks ("10.0.0.0/8", "::1") whose X-Forwarded-For and X-Forwarded-Proto are believed, and which no
  /// limit per peer concerns.
  std::vector<std::string> trusted_proxies;

  // Limits.
  std::size_t max_connections = 20'000;
  std::size_t max_connections_per_peer = 256;  ///< per IPv4 address, or per IPv6 /64
  std::size_t max_target_bytes = 8 * 1024;     ///< request target; more is answered 414
  std::size_t max_header_bytes = 16 * 1024;    ///< request line and fields; more is answered 431
  std::size_t max_header_fields = 100;         ///< more is answered 431
  std::size_t max_body_bytes = 1024 * 1024;    ///< more is answered 413
  std::vector<BodyLimit> body_limits;          ///< exceptions from it; the first prefix that fits counts
  std::size_t max_message_bytes = 256 * 1024;  ///< one WebSocket message; more is closed with 1009
  std::size_t egress_bytes = 1024 * 1024;      ///< what may wait for one slow consumer

  // Time-outs, rounded up to whole ticks.
  milliseconds tick{1000};
  milliseconds header_timeout{10'000};      ///< from the first byte (or the accept) to the end of the header
  milliseconds body_timeout{30'000};        ///< for the body, and then 1 s more for each KiB of it
  milliseconds keep_alive_timeout{60'000};  ///< between two requests
  milliseconds write_timeout{30'000};       ///< without any progress of a response
  milliseconds heartbeat{30'000};           ///< silence before a ping; as much again before the connection is given up
  milliseconds close_timeout{5'000};        ///< for the peer's part of the close handshake, and for lingering

  bool compression = true;  ///< negotiate permessage-deflate with clients that offer it

  /// Binary messages are refused with 1003 unless this takes them; called on the connection's thread.
  std::function<void(hub::Outlet&, std::string_view)> on_binary;

  /// Told of what an operator should know, one line each, from any thread. Never holds text of members.
  std::function<void(std::string_view)> log;
};

}  // namespace standpipe::net
