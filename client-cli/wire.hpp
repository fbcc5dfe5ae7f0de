#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "client-cli/endpoint.hpp"

/// The sockets of the client: one HTTP exchange, and one WebSocket. Everything runs on the thread that runs the io_context.
namespace standpipe::client {

struct HttpAnswer {
  unsigned status = 0;  ///< 0: no answer; `body` says why, for people
  std::string body;
};

/// One request over a connection of its own; blocks for at most `patience` at each step (connect, send, receive).
HttpAnswer http(const Endpoint& endpoint, const std::string& method, const std::string& path, const std::string& body,
                const std::string& token, std::chrono::seconds patience);

/// An open WebSocket to /ws.
class Wire {
 public:
  struct Handlers {
    std::function<void()> on_open;
    std::function<void(std::string)> on_text;
    /// Called once at the end, whatever ended it. `code` is the server's close code, or 0 where the line was lost.
    std::function<void(std::uint16_t code, std::string reason)> on_end;
  };

  virtual ~Wire() = default;
  virtual void send(std::string text) = 0;
  /// Ends it in good order; on_end follows.
  virtual void close() = 0;
  /// What the socket has moved so far, handshakes and TLS included.
  virtual std::uint64_t bytes_in() const = 0;
  virtual std::uint64_t bytes_out() const = 0;
};

/// Begins to connect; the handlers are called from the io_context, never from within this call.
std::shared_ptr<Wire> open_wire(boost::asio::io_context& io, const Endpoint& endpoint, const std::string& token,
                                Wire::Handlers handlers);

}  // namespace standpipe::client
