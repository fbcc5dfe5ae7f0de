#include "server/net/transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace standpipe::net {

namespace {

using Status = Transport::Status;

/// A TLS record holds this much (RFC 8446 section 5.1).
constexpr std::size_t record_size = 16 * 1024;

/// Up to this size, joining frames and sending them at once is cheaper than handing them to the kernel one by one.
constexpr std::size_t join_size = 16 * 1024;

constexpr int send_flags = MSG_DONTWAIT | MSG_NOSIGNAL;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

std::size_t total(std::span<const iovec> pieces) {
  std::size_t bytes = 0;
  for (const iovec& piece : pieces) bytes += piece.iov_len;
  return bytes;
}

Status tls_status(const SSL* session, int result) {
  switch (SSL_get_error(session, result)) {
    case SSL_ERROR_WANT_READ:
      return Status::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Status::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      return Status::eof;
    default:
      return Status::error;
  }
}

}  // namespace

Transport::ReadResult Transport::read_some(std::span<char> buffer) {
  return session_ ? read_tls(buffer) : read_plain(buffer);
}

Transport::WriteResult Transport::write_some(std::span<const iovec> pieces) {
  return session_ ? write_tls(pieces) : write_plain(pieces);
}

bool Transport::has_pending() const {
  return session_ && SSL_pending(session_.get()) > 0;
}

void Transport::shutdown_write() {
  if (session_) {
    ERR_clear_error();
    SSL_shutdown(session_.get());
  }
  ::shutdown(socket_, SHUT_WR);
}

Transport::ReadResult Transport::read_plain(std::span<char> buffer) {
  const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0) return {static_cast<std::size_t>(got), Status::ok};
  if (got == 0) return {0, Status::eof};
  return {0, would_block(errno) ? Status::wants_read : Status::error};
}

/// Takes all records that have arrived, since one SSL_read returns at most one.
Transport::ReadResult Transport::read_tls(std::span<char> buffer) {
  std::size_t bytes = 0;
  while (bytes < buffer.size()) {
    // Asked before, and kept: after a failure OpenSSL no longer tells an open session from a handshake, and nothing of an open
    // session may ever go out plain.
    established_ = established_ || SSL_is_init_finished(session_.get()) != 0;
    ERR_clear_error();
    const int room = static_cast<int>(std::min<std::size_t>(buffer.size() - bytes, 1 << 20));
    const int got = SSL_read(session_.get(), buffer.data() + bytes, room);
    if (got <= 0) {
      const Status status = tls_status(session_.get(), got);
      if (status == Status::error && !established_) return give_up_tls();
      return {bytes, status};
    }
    bytes += static_cast<std::size_t>(got);
  }
  return {bytes, Status::ok};
}

/// OpenSSL has sent its alert where one is due. What the peer sends further is left to be read as plain bytes, so that the
/// connection can end without a reset, which could destroy the alert.
Transport::ReadResult Transport::give_up_tls() {
  const bool is_http = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
  ERR_clear_error();
  session_.reset();
  return {0, Status::no_tls, is_http};
}

/// The first bytes of the pieces as one: the first piece itself if it is long enough, otherwise a copy in the scratch.
std::span<const char> Transport::join(std::span<const iovec> pieces, std::size_t limit) const {
  const iovec& front = pieces.front();
  if (pieces.size() == 1 || front.iov_len >= limit) return {static_cast<const char*>(front.iov_base), front.iov_len};
  limit = std::min(limit, scratch_.size());
  std::size_t size = 0;
  for (const iovec& piece : pieces) {
    const std::size_t part = std::min(piece.iov_len, limit - size);
    std::memcpy(scratch_.data() + size, piece.iov_base, part);
    size += part;
    if (size == limit) break;
  }
  return {scratch_.data(), size};
}

Transport::WriteResult Transport::write_plain(std::span<const iovec> pieces) {
  ssize_t sent = 0;
  if (pieces.size() == 1 || total(pieces) <= join_size) {
    const std::span<const char> bytes = join(pieces, join_size);
    sent = ::send(socket_, bytes.data(), bytes.size(), send_flags);
  } else {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());
    message.msg_iovlen = pieces.size();
    sent = ::sendmsg(socket_, &message, send_flags);
  }
  if (sent >= 0) return {static_cast<std::size_t>(sent), 0, Status::ok};
  return {0, 0, would_block(errno) ? Status::wants_write : Status::error};
}

Transport::WriteResult Transport::write_tls(std::span<const iovec> pieces) {
  const std::span<const char> bytes = join(pieces, record_size);
  // One record at a time, so that a retry never pins more than one.
  const std::size_t size = std::min(bytes.size(), record_size);
  ERR_clear_error();
  const int sent = SSL_write(session_.get(), bytes.data(), static_cast<int>(size));
  if (sent > 0) return {static_cast<std::size_t>(sent), 0, Status::ok};
  const Status status = tls_status(session_.get(), sent);
  return {0, size, status == Status::eof ? Status::error : status};
}

}  // namespace standpipe::net
