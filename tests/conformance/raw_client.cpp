#include "tests/conformance/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace standpipe::conformance {

RawClient::RawClient(std::uint16_t port, bool tls) {
  connect(port);
  if (!tls) return;
  static SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  start_tls(context);
}

RawClient::RawClient(std::uint16_t port, ssl_ctx_st* context) {
  connect(port);
  start_tls(context);
}

void RawClient::connect(std::uint16_t port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{patience.count(), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect to the server under test");
  }
}

void RawClient::start_tls(ssl_ctx_st* context) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  tls_ = SSL_new(context);
  SSL_set_fd(tls_, socket_);
  if (SSL_connect(tls_) != 1) {
    SSL_free(tls_);
    ::close(socket_);
    throw std::runtime_error("no TLS with the server under test");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), tls_(std::exchange(other.tls_, nullptr)), kept_(std::move(other.kept_)) {}

RawClient::~RawClient() {
  if (tls_ != nullptr) SSL_free(tls_);
  if (socket_ >= 0) ::close(socket_);
}

void RawClient::send(std::string_view bytes, std::size_t piece) {
  if (piece == 0) piece = bytes.size();
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, piece);
    const long sent = tls_ != nullptr ? SSL_write(tls_, part.data(), static_cast<int>(part.size()))
                                      : ::send(socket_, part.data(), part.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

long RawClient::read_into(char* to, std::size_t size) {
  if (tls_ == nullptr) return ::recv(socket_, to, size, 0);
  ERR_clear_error();
  const int got = SSL_read(tls_, to, static_cast<int>(size));
  if (got > 0) return got;
  // Only a close_notify is an end: without one, anybody on the way could have cut the stream.
  return SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

std::string RawClient::read_some() {
  if (!kept_.empty()) return std::exchange(kept_, {});
  std::array<char, 65536> buffer;
  const long got = read_into(buffer.data(), buffer.size());
  if (got > 0) return std::string(buffer.data(), static_cast<std::size_t>(got));
  at_end_ = got == 0;
  reset_ = got < 0 && errno == ECONNRESET;
  return {};
}

std::string RawClient::read_all() {
  std::string all;
  for (std::string part = read_some(); !part.empty(); part = read_some()) all += part;
  return all;
}

std::string RawClient::read_until(std::string_view text) {
  std::string seen;
  for (;;) {
    const std::string part = read_some();
    if (part.empty()) return {};
    const std::size_t from = seen.size() - std::min(seen.size(), text.size() - 1);
    seen += part;
    const std::size_t found = seen.find(text, from);
    if (found == std::string::npos) continue;
    kept_ = seen.substr(found + text.size());
    seen.resize(found + text.size());
    return seen;
  }
}

std::string RawClient::read_exactly(std::size_t size) {
  std::string seen = std::exchange(kept_, {});
  while (seen.size() < size) {
    const std::string part = read_some();
    if (part.empty()) return seen;
    seen += part;
  }
  kept_ = seen.substr(size);
  seen.resize(size);
  return seen;
}

void RawClient::shutdown_write() {
  if (tls_ != nullptr) SSL_shutdown(tls_);
  ::shutdown(socket_, SHUT_WR);
}

void RawClient::receive_little() {
  // With a window below the segment size of the loopback device, Linux sends one segment each 200 ms: 8 MB take minutes.
  const int size = 64 * 1024;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

std::string upgrade_request(std::string_view target, std::string_view further_lines) {
  std::string request = "GET ";
  request.append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
  return request.append(further_lines).append("\r\n");
}

std::string upgrade(RawClient& client, std::string_view target, std::string_view further_lines) {
  client.send(upgrade_request(target, further_lines));
  return client.read_until("\r\n\r\n");
}

}  // namespace standpipe::conformance
