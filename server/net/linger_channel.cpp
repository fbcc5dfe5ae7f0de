#include "server/net/linger_channel.hpp"

#include "server/net/connection.hpp"

namespace standpipe::net {

namespace {

/// What a peer may send after the end before it is cut off: more than fits in the sockets' buffers on the way.
constexpr std::size_t max_dropped = 4 * 1024 * 1024;

}  // namespace

LingerChannel::LingerChannel(Connection& connection) : connection_(connection) {
  connection_.set_deadline(connection_.shared().config.close_timeout);
  connection_.flush_later();
}

void LingerChannel::on_input(std::span<char> bytes) {
  dropped_ += bytes.size();
  if (dropped_ > max_dropped) connection_.abort();
}

void LingerChannel::on_eof() {
  peer_done_ = true;
  if (said_end_) connection_.abort();
}

void LingerChannel::on_flushed(bool drained) {
  if (!drained || said_end_) return;
  // Said also to a peer that has ended its direction: over TLS, an end without close_notify looks like a cut.
  connection_.shutdown_write();
  said_end_ = true;
  if (peer_done_) connection_.abort();
}

void LingerChannel::on_deadline() {
  connection_.abort();
}

}  // namespace standpipe::net
