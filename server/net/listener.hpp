#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <string_view>

#include "server/net/config.hpp"
#include "server/net/counters.hpp"

namespace standpipe::net {

class IoThread;

/// An open, non-blocking socket that has no owner yet; closes it unless it is taken.
class AcceptedSocket {
 public:
  explicit AcceptedSocket(int descriptor) : descriptor_(descriptor) {}
  AcceptedSocket(AcceptedSocket&& other) noexcept : descriptor_(other.release()) {}
  AcceptedSocket& operator=(AcceptedSocket&&) = delete;
  ~AcceptedSocket();

  int release() {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    return descriptor;
  }

 private:
  int descriptor_;
};

/// One listening socket, on one I/O thread, which hands what it accepts to the server. A single acceptor rather than one per
/// thread with SO_REUSEPORT: connections then spread evenly over the threads, and a second server on the same port fails
/// to start instead of silently taking half of the connections.
class Listener {
 public:
  using Accept = std::function<void(AcceptedSocket, boost::asio::ip::address peer)>;

  /// Binds and listens. Throws std::runtime_error naming the address. `log` may be empty.
  Listener(IoThread& thread, const ListenAddress& where, NetCounters& counters, std::function<void(std::string_view)> log,
           Accept accept);

  std::uint16_t port() const { return port_; }

  /// Begins to accept; `accept` is called on the thread.
  void start();

  /// Closes the socket. On the thread.
  void stop();

 private:
  void wait();
  void accept_all();
  void back_off(int error);

  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type> acceptor_;
  boost::asio::steady_timer timer_;
  NetCounters& counters_;
  std::function<void(std::string_view)> log_;
  Accept accept_;
  bool is_short_ = false;  ///< told of, and not over yet
  std::uint16_t port_ = 0;
};

}  // namespace standpipe::net
