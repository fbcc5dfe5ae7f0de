#include "server/net/connection.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <utility>

#include "server/net/http_channel.hpp"
#include "server/net/linger_channel.hpp"

namespace standpipe::net {

namespace asio = boost::asio;

namespace {

/// How many frames one gathered write describes; below the kernel's IOV_MAX of 1024.
constexpr std::size_t pieces_a_write = 256;

}  // namespace

Connection::Connection(IoThread& thread, const Shared& shared, Socket socket, TlsSession tls, asio::ip::address peer,
                       Admission::Place place)
    : thread_(thread),
      shared_(shared),
      socket_(std::move(socket)),
      transport_(socket_.native_handle(), std::move(tls), thread.scratch()),
      egress_(shared.config.egress_bytes),
      peer_(std::move(peer)),
      admission_(std::move(place)) {
  shared_.counters.open.add();
}

Connection::~Connection() {
  if (!closed_) shared_.counters.open.sub();
}

void Connection::start() {
  thread_.add(shared_from_this());
  channel_ = std::make_unique<HttpChannel>(*this);
  arm_read();
}

bool Connection::count_for(const std::string& sender) {
  if (!shared_.proxies.contains(peer_)) return true;
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(sender, failed);
  if (failed || shared_.proxies.contains(address)) return true;
  return shared_.admission.count_for(admission_, address);
}

void Connection::arm_read() {
  if (closed_ || eof_ || read_armed_ || read_wants_write_ || !channel_->wants_input()) return;
  read_armed_ = true;
  const auto on_ready = [self = shared_from_this()](boost::system::error_code failed) {
    self->read_armed_ = false;
    if (!failed) self->on_readable();
  };
  if (transport_.has_pending()) {
    asio::post(thread_.context(), [on_ready] { on_ready({}); });
  } else {
    socket_.async_wait(Socket::wait_read, on_ready);
  }
}

void Connection::arm_write() {
  if (closed_ || write_armed_) return;
  write_armed_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](boost::system::error_code failed) {
    self->write_armed_ = false;
    if (failed) return;
    if (std::exchange(self->read_wants_write_, false)) self->read();
    self->flush();
  });
}

void Connection::on_readable() {
  if (closed_) return;
  if (std::exchange(write_wants_read_, false)) flush_later();
  read();
}

void Connection::read() {
  if (closed_ || eof_ || !channel_->wants_input()) return;
  const std::span<char> buffer = thread_.read_buffer();
  const Transport::ReadResult result = transport_.read_some(buffer);
  if (result.bytes > 0) {
    shared_.counters.bytes_in.add(result.bytes);
    channel_->on_input(buffer.first(result.bytes));
    settle();
  }
  if (closed_) return;
  switch (result.status) {
    case Transport::Status::ok:
    case Transport::Status::wants_read:
      break;
    case Transport::Status::wants_write:
      read_wants_write_ = true;
      arm_write();
      break;
    case Transport::Status::eof:
      eof_ = true;
      channel_->on_eof();
      settle();
      break;
    case Transport::Status::no_tls:
      channel_->on_no_tls(result.is_http);
      settle();
      break;
    case Transport::Status::error:
      abort();
      settle();
      break;
  }
  arm_read();
}

void Connection::flush() {
  dirty_ = false;
  if (closed_ || write_armed_ || write_wants_read_) return;
  write();
  settle();
  arm_read();
}

void Connection::write() {
  std::array<iovec, pieces_a_write> pieces;
  bool progress = egress_.empty();
  while (!egress_.empty()) {
    const std::size_t used = egress_.gather(pieces);
    const Transport::WriteResult result = transport_.write_some({pieces.data(), used});
    if (result.bytes > 0) {
      progress = true;
      shared_.counters.bytes_out.add(result.bytes);
      egress_.consume(result.bytes);
    }
    if (result.status == Transport::Status::ok) continue;
    egress_.pin(result.pinned);
    if (result.status == Transport::Status::wants_write) {
      arm_write();
    } else if (result.status == Transport::Status::wants_read) {
      write_wants_read_ = true;
    } else {
      abort();
      return;
    }
    break;
  }
  if (progress) channel_->on_flushed(egress_.empty());
}

void Connection::flush_later() {
  if (std::exchange(dirty_, true)) return;
  thread_.flush_later(shared_from_this());
}

void Connection::flush_now() {
  if (dirty_ || closed_ || write_armed_ || write_wants_read_) return;  // it will be, or need not
  write();
  if (aborted_) flush_later();
}

void Connection::become(std::unique_ptr<Channel> next, std::string rest) {
  next_channel_ = std::move(next);
  rest_ = std::move(rest);
}

void Connection::finish() {
  become(std::make_unique<LingerChannel>(*this));
}

void Connection::abort() {
  aborted_ = true;
}

/// Does what channels have asked for, now that none of them is on the call stack.
void Connection::settle() {
  while (!closed_) {
    if (aborted_) {
      close();
      return;
    }
    if (!next_channel_) return;
    channel_ = std::move(next_channel_);
    std::string rest = std::move(rest_);
    rest_.clear();
    if (!rest.empty()) channel_->on_input(rest);
    if (eof_) channel_->on_eof();
  }
}

void Connection::close() {
  const auto self = shared_from_this();
  closed_ = true;
  clear_deadline();
  next_channel_.reset();
  channel_.reset();
  egress_ = Egress(0);
  boost::system::error_code ignored;
  socket_.close(ignored);
  shared_.counters.open.sub();
  // Last of what others see: who waits until all is closed may look at the counters then.
  admission_ = {};
  thread_.remove(*this);
}

void Connection::on_deadline() {
  const auto self = shared_from_this();
  channel_->on_deadline();
  settle();
  arm_read();
}

void Connection::stop(std::uint16_t code, std::string_view reason) {
  if (closed_) return;
  channel_->on_stop(code, reason);
  settle();
  arm_read();
}

void Connection::kill() {
  if (!closed_) close();
}

void Connection::answer(std::uint64_t serial, app::HttpResponse response) {
  if (closed_) return;
  channel_->on_response(serial, std::move(response));
  settle();
  arm_read();
}

}  // namespace standpipe::net
