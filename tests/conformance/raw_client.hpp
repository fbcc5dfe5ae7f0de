#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace standpipe::conformance {

/// A blocking socket to 127.0.0.1 that sends exactly the bytes it is told to, plain or inside TLS. Every wait ends after
/// `patience`. Throws std::runtime_error when it cannot connect.
class RawClient {
 public:
  static constexpr std::chrono::seconds patience{10};

  explicit RawClient(std::uint16_t port, bool tls = false);
  RawClient(std::uint16_t port, ssl_ctx_st* context);  ///< TLS as the context has it
  ~RawClient();
  RawClient(RawClient&&) noexcept;
  RawClient(const RawClient&) = delete;

  /// Sends all of it, in writes of `piece` bytes (0: one write). Stops silently when the peer has closed.
  void send(std::string_view bytes, std::size_t piece = 0);

  /// The next bytes that arrive; empty at the end, after a reset, or when patience ran out.
  std::string read_some();

  /// Everything until the end.
  std::string read_all();

  /// Reads until the text has been seen; returns everything up to and including it, and keeps the rest. Empty if it does
  /// not come.
  std::string read_until(std::string_view text);

  /// Exactly that many bytes, or fewer when no more come.
  std::string read_exactly(std::size_t size);

  /// Ends our direction only.
  void shutdown_write();

  /// The TLS session, null when plain.
  ssl_st* tls() const { return tls_; }

  /// Whether the last empty read_some was the end of the stream, not a time-out.
  bool at_end() const { return at_end_; }

  /// Whether it was a reset.
  bool was_reset() const { return reset_; }

  /// Makes the receive buffer small, so that a server's writes soon stall.
  void receive_little();

 private:
  void connect(std::uint16_t port);
  void start_tls(ssl_ctx_st* context);
  long read_into(char* to, std::size_t size);

  int socket_ = -1;
  ssl_st* tls_ = nullptr;
  std::string kept_;
  bool at_end_ = false;
  bool reset_ = false;
};

/// The request that turns a connection into a WebSocket, with further header lines if given.
std::string upgrade_request(std::string_view target = "/ws", std::string_view further_lines = {});

/// Upgrades; returns the head of the answer.
std::string upgrade(RawClient& client, std::string_view target = "/ws", std::string_view further_lines = {});

}  // namespace standpipe::conformance
