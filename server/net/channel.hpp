#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "server/app/service.hpp"

namespace standpipe::net {

/// What a connection talks at present: HTTP, WebSocket, or nothing more (lingering). The connection moves bytes; the
/// channel gives them their meaning, and may hand over to another one with Connection::become.
///
/// All calls come on the connection's I/O thread, and never from within a call that the channel makes, but on_flushed from within
/// Connection::flush_now.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Bytes have arrived; they may be changed, and are gone when the call returns.
  virtual void on_input(std::span<char> bytes) = 0;

  /// The peer has ended its direction.
  virtual void on_eof() = 0;

  /// Something has been written; `drained`: all of it.
  virtual void on_flushed(bool drained) = 0;

  /// The deadline set last has passed.
  virtual void on_deadline() = 0;

  /// The server is stopping: finish what was begun and end. `code` and `reason` are for a WebSocket peer.
  virtual void on_stop(std::uint16_t code, std::string_view reason) = 0;

  /// Whether the connection should read. Asked after each call of the others.
  virtual bool wants_input() const = 0;

  /// The TLS handshake has failed, before any input; what is written now goes out plain. `is_http`: the peer speaks plain HTTP.
  virtual void on_no_tls(bool /*is_http*/) {}

  /// The application has answered the request with that serial number.
  virtual void on_response(std::uint64_t /*serial*/, app::HttpResponse /*response*/) {}
};

}  // namespace standpipe::net
