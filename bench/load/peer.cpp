#include "bench/load/peer.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "protocol/ws/deflate.hpp"
#include "protocol/ws/handshake.hpp"
#include "protocol/ws/writer.hpp"

namespace standpipe::bench {

namespace ws = protocol::ws;

namespace {

constexpr std::size_t longest_message = 16 << 20;

/// Masks need not be random here: nobody watches who could gain from a guess.
constexpr ws::MaskKey mask{0x5A, 0x17, 0xC3, 0x88};

std::string request_of(const Target& target, const std::string& token) {
  std::string text = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(target.port) +
                     "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                     ws::encode_key({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}) +
                     "\r\nSec-WebSocket-Protocol: " + std::string(ws::subprotocol) + "\r\nAuthorization: Bearer " + token +
                     "\r\n";
  if (target.compress) {
    text += "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n";
  }
  return text + "\r\n";
}

}  // namespace

Peer::Peer(const Target& target, std::int64_t member, const std::string& token) : member_(member) {
  out_ = request_of(target, token);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) {
    end(std::string("no socket: ") + std::strerror(errno));
    return;
  }
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(target.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
    end(std::string("cannot connect: ") + std::strerror(errno));
    return;
  }
  if (target.tls) {
    tls_ = SSL_new(target.tls);
    SSL_set_fd(tls_, socket_);
    SSL_set_connect_state(tls_);
  }
}

Peer::~Peer() {
  SSL_free(tls_);
  if (socket_ >= 0) ::close(socket_);
}

void Peer::end(std::string problem) {
  state_ = State::gone;
  problem_ = std::move(problem);
}

void Peer::send(std::string_view text) {
  std::string frame;
  ws::append_masked_frame(frame, ws::Opcode::text, text, mask);
  write(frame);
}

void Peer::write(std::string_view bytes) {
  if (state_ == State::gone) return;
  if (!out_.empty()) {
    out_ += bytes;
    return;
  }
  const long sent = send_some(bytes);
  if (sent >= 0) out_.assign(bytes.substr(static_cast<std::size_t>(sent)));
}

void Peer::on_writable() {
  if (state_ == State::gone) return;
  if (state_ == State::connecting) {
    int failed = 0;
    socklen_t size = sizeof failed;
    getsockopt(socket_, SOL_SOCKET, SO_ERROR, &failed, &size);
    if (failed) return end(std::string("cannot connect: ") + std::strerror(failed));
    state_ = State::upgrading;
  }
  if (out_.empty()) return;
  const long sent = send_some(out_);
  if (sent > 0) out_.erase(0, static_cast<std::size_t>(sent));
  if (out_.empty()) std::string().swap(out_);
}

/// How much the socket took; -1 where the connection has ended.
long Peer::send_some(std::string_view bytes) {
  if (!tls_) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    if (errno == EAGAIN) return 0;
    end(std::string("cannot send: ") + std::strerror(errno));
    return -1;
  }
  ERR_clear_error();
  const int sent = SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
  if (sent > 0) return sent;
  const int why = SSL_get_error(tls_, sent);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return 0;
  end("cannot send over TLS");
  return -1;
}

std::size_t Peer::take(std::span<char> buffer, bool& more) {
  more = false;
  const std::size_t kept = in_.size();
  if (kept >= buffer.size()) {
    end("a message is longer than the buffer");
    return 0;
  }
  std::memcpy(buffer.data(), in_.data(), kept);
  const auto room = buffer.subspan(kept);
  long got = 0;
  if (tls_) {
    ERR_clear_error();
    got = SSL_read(tls_, room.data(), static_cast<int>(room.size()));
    if (got <= 0) {
      const int why = SSL_get_error(tls_, static_cast<int>(got));
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) end("the TLS connection has ended");
      if (!secured_ && SSL_is_init_finished(tls_)) {
        secured_ = true;
        on_writable();
      }
      return 0;
    }
    more = true;  // one record at a time
  } else {
    got = ::recv(socket_, room.data(), room.size(), 0);
    if (got < 0 && errno == EAGAIN) return 0;
    if (got <= 0) {
      end(got == 0 ? "the server has closed the connection" : std::strerror(errno));
      return 0;
    }
    more = static_cast<std::size_t>(got) == room.size();
  }
  return kept + static_cast<std::size_t>(got);
}

std::size_t Peer::upgrade(std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101 ")) {
    end("not upgraded: " + std::string(bytes.substr(0, bytes.find('\r'))));
    return bytes.size();
  }
  state_ = State::open;
  if (!greeting_.empty()) send(std::exchange(greeting_, {}));
  return head_end + 4;
}

/// The server's frames are whole messages, as its writer makes them; a fragment would be an end here.
Peer::Frame Peer::next_frame(const char* bytes, std::size_t size) {
  if (size < 2) return {};
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  std::size_t header = 2;
  std::size_t length = at(1) & 0x7F;
  if (length >= 126) {
    const std::size_t more = length == 126 ? 2 : 8;
    if (size < 2 + more) return {};
    length = 0;
    for (std::size_t i = 0; i < more; ++i) length = length << 8 | at(2 + i);
    header += more;
  }
  if (length > longest_message) {
    end("a frame that is too long");
    return {};
  }
  if (size < header + length) return {};
  const std::string_view payload(bytes + header, length);
  const auto first = at(0);
  if (first == 0x81) return {header + length, true, payload};
  if (first == 0xC1) {  // compressed
    static ws::Inflater inflater;
    static std::string text;
    if (inflater.inflate(payload, longest_message, text) != ws::Inflater::Status::ok) end("a message that cannot be inflated");
    return {header + length, true, text};
  }
  if (first == 0x89) {
    std::string pong;
    ws::append_masked_frame(pong, ws::Opcode::pong, payload, mask);
    write(pong);
  } else if (first == 0x88) {
    end("closed by the server: " + std::to_string(length >= 2 ? at(header) << 8 | at(header + 1) : 1005));
  } else {
    end("an unexpected frame");
  }
  return {header + length, false, {}};
}

void Peer::keep(std::string_view rest) {
  if (rest.empty()) {
    if (!in_.empty()) std::string().swap(in_);
  } else {
    in_.assign(rest);
  }
}

}  // namespace standpipe::bench
