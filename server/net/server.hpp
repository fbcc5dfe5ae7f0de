#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "server/app/service.hpp"
#include "server/net/config.hpp"
#include "server/net/counters.hpp"

namespace standpipe::net {

/// The network side of the server: listening sockets, I/O threads, connections.
///
/// Threads: the constructor, start, the stopping functions and the destructor belong to one thread, which is none of the I/O
/// threads. post, counters, port and io_threads may be used by any. The service is called on the I/O threads, each
/// connection always on the same one, and has to outlive the server. Responders may be used, and dropped, even later.
///
/// An ordered stop is stop_accepting, close_all, wait_closed with a deadline, join; the destructor does what is left of it,
/// without waiting for peers.
class Server {
 public:
  /// Checks the configuration, loads the certificate and binds the addresses. Throws std::runtime_error or
  /// std::invalid_argument that name what is wrong.
  Server(NetConfig config, app::Service& service);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Starts the I/O threads, and accepts. Once.
  void start();

  /// The bound port of an address of the configuration, by its place there.
  std::uint16_t port(std::size_t listen_index = 0) const;

  std::size_t io_threads() const;

  /// Runs `work` on that I/O thread soon, in the order of posting. Before start() it waits for it; after join() it is dropped.
  void post(std::size_t io_thread, std::function<void()> work);

  /// Loads certificate and key again, for new connections. Throws std::runtime_error and keeps the old ones if that fails.
  void reload_tls();

  /// Closes the listening sockets; returns when that is done.
  void stop_accepting();

  /// Asks every connection to end: WebSockets get a close frame with the code after what is queued, requests that have
  /// begun are answered. Returns at once.
  void close_all(std::uint16_t code, std::string_view reason);

  /// Whether all connections have ended within that time.
  bool wait_closed(std::chrono::milliseconds timeout);

  /// Ends what is left at once, and the I/O threads; their posted work is done first.
  void join();

  const NetCounters& counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe::net
