#include "server/net/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "server/net/io_thread.hpp"
#include "server/net/peer_address.hpp"

namespace standpipe::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// What one turn of the loop accepts at most, so that established connections get theirs.
constexpr int accepts_a_turn = 64;

/// What the kernel keeps of bytes that it has not sent yet. Without a bound it takes megabytes at once, and then shows no
/// progress until a large part of them has gone: a slow but steady reader would look like one that does not read.
constexpr int unsent_bytes = 128 * 1024;

/// With no descriptor or memory left, accept would fail again at once, and spin.
constexpr std::chrono::milliseconds pause{100};

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

AcceptedSocket::~AcceptedSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Listener::Listener(IoThread& thread, const ListenAddress& where, NetCounters& counters, std::function<void(std::string_view)> log,
                   Accept accept)
    : acceptor_(thread.context()),
      timer_(thread.context()),
      counters_(counters),
      log_(std::move(log)),
      accept_(std::move(accept)) {
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(where.address), where.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    if (endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false));
    acceptor_.bind(endpoint);
    acceptor_.listen(4096);
    acceptor_.non_blocking(true);
    port_ = acceptor_.local_endpoint().port();
  } catch (const boost::system::system_error& failed) {
    throw std::runtime_error("cannot listen on " + where.address + " port " + std::to_string(where.port) + ": " +
                             failed.code().message() + ". Choose another address or port, or end what listens there.");
  }
}

void Listener::start() {
  wait();
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
}

void Listener::wait() {
  acceptor_.async_wait(asio::socket_base::wait_read, [this](boost::system::error_code failed) {
    if (!failed && acceptor_.is_open()) accept_all();
  });
}

void Listener::accept_all() {
  for (int i = 0; i < accepts_a_turn; ++i) {
    tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int descriptor = ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      const int on = 1;
      ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes, sizeof unsent_bytes);
      accept_(AcceptedSocket(descriptor), plain_address(peer.address()));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      is_short_ = false;
      break;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    counters_.accept_failures.add();
    if (is_shortage(errno)) return back_off(errno);
    break;
  }
  wait();
}

void Listener::back_off(int error) {
  if (!is_short_ && log_) {
    log_(std::string("new connections wait: ") + std::strerror(error) + "; raise the limit of open files or memory");
  }
  is_short_ = true;
  timer_.expires_after(pause);
  timer_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled && acceptor_.is_open()) accept_all();
  });
}

}  // namespace standpipe::net
