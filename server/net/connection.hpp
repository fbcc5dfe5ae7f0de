#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "server/app/service.hpp"
#include "server/net/admission.hpp"
#include "server/net/channel.hpp"
#include "server/net/config.hpp"
#include "server/net/counters.hpp"
#include "server/net/egress.hpp"
#include "server/net/io_thread.hpp"
#include "server/net/peer_address.hpp"
#include "server/net/timer_wheel.hpp"
#include "server/net/transport.hpp"

namespace standpipe::net {

/// What all connections of a server share. Outlives them.
struct Shared {
  const NetConfig& config;
  app::Service& service;
  NetCounters& counters;
  const TrustedProxies& proxies;
  Admission& admission;
};

/// An executor that is known at compile time costs no indirection.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// One socket from accept to close: waits for readability and writability, moves bytes between the transport, the
/// egress queue and the channel, and keeps one deadline.
///
/// Lives on one I/O thread, and every call belongs there. Its thread holds it until it closes; the handlers of its two
/// possible waits hold it a little longer. After closing nothing calls the channel any more.
class Connection final : public std::enable_shared_from_this<Connection>, private TimerNode {
 public:
  Connection(IoThread& thread, const Shared& shared, Socket socket, TlsSession tls, boost::asio::ip::address peer,
             Admission::Place place);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Begins with HTTP.
  void start();

  /// Writes what is queued; called by the thread at the end of a turn.
  void flush();

  // For channels.

  IoThread& thread() { return thread_; }
  const Shared& shared() const { return shared_; }
  const boost::asio::ip::address& peer() const { return peer_; }
  bool is_tls() const { return transport_.is_tls(); }

  /// A trusted proxy's connection counts for whom it speaks for, from now on. False where that one has as many as it may.
  bool count_for(const std::string& sender);

  /// Where what leaves is queued; call flush_later afterwards.
  Egress& egress() { return egress_; }

  /// Lets the queue be written at the end of the present turn.
  void flush_later();

  /// Writes the queue, where nothing else waits in it that the channel would be called for; otherwise at the end of the turn.
  void flush_now();

  /// Lets on_deadline be called after that time, instead of any earlier deadline.
  void set_deadline(std::chrono::milliseconds duration) { set_deadline_ticks(thread_.ticks(duration)); }
  void set_deadline_ticks(std::uint64_t ticks) { thread_.wheel().schedule(*this, ticks); }
  void clear_deadline() { thread_.wheel().cancel(*this); }

  /// Replaces the channel as soon as its present call has returned; `rest` is input for the next one.
  void become(std::unique_ptr<Channel> next, std::string rest = {});

  /// Hands over to a channel that writes what is queued, tells the peer the end and waits briefly for its end, so that the
  /// last bytes are not lost to a reset (RFC 9112 section 9.6).
  void finish();

  /// Ends the connection at once, as soon as the channel's present call has returned.
  void abort();

  /// Ends our direction once all is written; for the lingering channel.
  void shutdown_write() { transport_.shutdown_write(); }

  // For the server, by way of the thread.

  void stop(std::uint16_t code, std::string_view reason);
  /// Closes at once.
  void kill();
  void answer(std::uint64_t serial, app::HttpResponse response);

 private:
  friend class IoThread;

  void on_deadline();
  void on_readable();
  void read();
  void write();
  void settle();
  void close();
  void arm_read();
  void arm_write();

  IoThread& thread_;
  const Shared& shared_;
  Socket socket_;
  Transport transport_;
  Egress egress_;
  std::unique_ptr<Channel> channel_;
  std::unique_ptr<Channel> next_channel_;
  std::string rest_;
  boost::asio::ip::address peer_;
  Admission::Place admission_;
  std::size_t place_ = 0;  ///< in the thread's list
  bool read_armed_ = false;
  bool write_armed_ = false;
  bool read_wants_write_ = false;  ///< TLS: the read goes on when the socket is writable
  bool write_wants_read_ = false;  ///< TLS: the write goes on when the socket is readable
  bool dirty_ = false;
  bool eof_ = false;
  bool aborted_ = false;
  bool closed_ = false;
};

}  // namespace standpipe::net
