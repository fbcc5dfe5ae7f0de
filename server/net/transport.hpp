#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "server/net/tls.hpp"

namespace standpipe::net {

/// Non-blocking bytes in and out of one connected socket, with or without TLS, so that the connection above need not know.
///
/// The TLS handshake happens inside the first reads. Either direction may have to wait for readability or writability:
/// that is what the status says. Does not own the socket.
class Transport {
 public:
  enum class Status : std::uint8_t {
    ok,
    wants_read,   ///< nothing more until the socket is readable
    wants_write,  ///< nothing more until the socket is writable
    eof,          ///< the peer has ended its direction (never when writing)
    error,        ///< the connection is of no further use
    no_tls,       ///< the TLS handshake has failed; from now on the bytes are plain, which is good for ending only
  };

  struct ReadResult {
    std::size_t bytes = 0;  ///< read, whatever the status
    Status status = Status::ok;
    bool is_http = false;  ///< with no_tls: the peer has sent a plain HTTP request
  };

  struct WriteResult {
    std::size_t bytes = 0;   ///< taken
    std::size_t pinned = 0;  ///< further bytes that must come first and unchanged in the next write
    Status status = Status::ok;
  };

  /// `session` may be null: plain TCP. `scratch` belongs to the thread, and joins what one write has to gather.
  Transport(int socket, TlsSession session, std::span<char> scratch)
      : socket_(socket), session_(std::move(session)), scratch_(scratch) {}

  /// Reads what has arrived. When the buffer was filled, more may be there.
  ReadResult read_some(std::span<char> buffer);

  /// Writes as much as the socket takes at once. The pieces are never empty.
  WriteResult write_some(std::span<const iovec> pieces);

  /// Whether bytes have arrived that the socket's readability no longer shows.
  bool has_pending() const;

  /// Ends our direction (TLS: with a close_notify), so that the peer reads all that was written and then the end.
  void shutdown_write();

  bool is_tls() const { return session_ != nullptr; }

 private:
  ReadResult read_plain(std::span<char> buffer);
  ReadResult read_tls(std::span<char> buffer);
  ReadResult give_up_tls();
  WriteResult write_plain(std::span<const iovec> pieces);
  WriteResult write_tls(std::span<const iovec> pieces);
  std::span<const char> join(std::span<const iovec> pieces, std::size_t limit) const;

  int socket_;
  TlsSession session_;
  bool established_ = false;  ///< the TLS handshake has been finished once
  std::span<char> scratch_;
};

}  // namespace standpipe::net
