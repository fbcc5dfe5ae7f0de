#include "server/net/server.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "server/net/admission.hpp"
#include "server/net/connection.hpp"
#include "server/net/io_thread.hpp"
#include "server/net/listener.hpp"
#include "server/net/peer_address.hpp"
#include "server/net/tls.hpp"

namespace standpipe::net {

namespace {

NetConfig checked(NetConfig config) {
  using std::chrono::milliseconds;
  if (config.threads == 0) throw std::invalid_argument("net: at least one I/O thread is needed");
  if (config.listen.empty()) throw std::invalid_argument("net: no address to listen on");
  for (const milliseconds time : {config.tick, config.header_timeout, config.body_timeout, config.keep_alive_timeout,
                                  config.write_timeout, config.heartbeat, config.close_timeout}) {
    if (time <= milliseconds(0)) throw std::invalid_argument("net: every time-out has to be above 0");
  }
  return config;
}

std::unique_ptr<TlsContext> load_tls(const NetConfig& config) {
  const bool wanted = std::any_of(config.listen.begin(), config.listen.end(), [](const ListenAddress& a) { return a.tls; });
  return wanted ? std::make_unique<TlsContext>(config.tls_certificate_file, config.tls_key_file) : nullptr;
}

}  // namespace

struct Server::Impl {
  Impl(NetConfig settings, app::Service& service)
      : config(checked(std::move(settings))),
        proxies(config.trusted_proxies),
        tls(load_tls(config)),
        admission(config.max_connections, config.max_connections_per_peer),
        shared{config, service, counters, proxies, admission} {
    for (std::size_t i = 0; i < config.threads; ++i) threads.push_back(std::make_shared<IoThread>(i, config.tick));
    for (const ListenAddress& where : config.listen) {
      const auto accept = [this, with_tls = where.tls](AcceptedSocket socket, const boost::asio::ip::address& peer) {
        on_accept(std::move(socket), peer, with_tls);
      };
      listeners.push_back(std::make_unique<Listener>(*threads.front(), where, counters, config.log, accept));
      ports.push_back(listeners.back()->port());
    }
  }

  void on_accept(AcceptedSocket socket, const boost::asio::ip::address& peer, bool with_tls);

  const NetConfig config;
  const TrustedProxies proxies;
  const std::unique_ptr<TlsContext> tls;
  NetCounters counters;
  Admission admission;
  const Shared shared;
  std::vector<std::shared_ptr<IoThread>> threads;
  std::vector<std::unique_ptr<Listener>> listeners;  ///< they live on the first thread
  std::vector<std::uint16_t> ports;
  std::size_t next_thread = 0;  ///< used by the listeners' thread only
  bool started = false;
  bool joined = false;
};

/// Gives the socket to the next thread in turn.
void Server::Impl::on_accept(AcceptedSocket socket, const boost::asio::ip::address& peer, bool with_tls) {
  auto place = admission.admit(peer, proxies.contains(peer));
  if (!place) {
    counters.refused.add();
    return;
  }
  counters.accepted.add();
  struct Newcomer {
    AcceptedSocket socket;
    Admission::Place place;
  };
  auto newcomer = std::make_shared<Newcomer>(Newcomer{std::move(socket), std::move(*place)});
  IoThread& thread = *threads[next_thread++ % threads.size()];
  thread.post([this, &thread, newcomer, peer, with_tls] {
    const int descriptor = newcomer->socket.release();
    const auto protocol = peer.is_v4() ? boost::asio::ip::tcp::v4() : boost::asio::ip::tcp::v6();
    TlsSession session = with_tls ? tls->accept(descriptor) : nullptr;
    const bool no_tls_memory = with_tls && session == nullptr;
    auto connection = std::make_shared<Connection>(thread, shared, Socket(thread.context(), protocol, descriptor),
                                                   std::move(session), peer, std::move(newcomer->place));
    if (!no_tls_memory) connection->start();
  });
}

Server::Server(NetConfig config, app::Service& service) : impl_(std::make_unique<Impl>(std::move(config), service)) {}

Server::~Server() {
  if (impl_->started) join();
}

void Server::start() {
  impl_->started = true;
  for (const auto& listener : impl_->listeners) listener->start();
  for (const auto& thread : impl_->threads) thread->start();
}

std::uint16_t Server::port(std::size_t listen_index) const {
  return impl_->ports.at(listen_index);
}

std::size_t Server::io_threads() const {
  return impl_->threads.size();
}

void Server::post(std::size_t io_thread, std::function<void()> work) {
  impl_->threads.at(io_thread)->post(std::move(work));
}

void Server::reload_tls() {
  if (impl_->tls) impl_->tls->reload();
}

void Server::stop_accepting() {
  if (!impl_->started || impl_->listeners.empty()) return;
  std::promise<void> done;
  impl_->threads.front()->post([this, &done] {
    for (const auto& listener : impl_->listeners) listener->stop();
    done.set_value();
  });
  done.get_future().wait();
}

void Server::close_all(std::uint16_t code, std::string_view reason) {
  for (const auto& thread : impl_->threads) {
    thread->post([&thread = *thread, code, reason = std::string(reason)] {
      for (const auto& connection : thread.connections()) connection->stop(code, reason);
    });
  }
}

bool Server::wait_closed(std::chrono::milliseconds timeout) {
  return impl_->admission.wait_until_empty(timeout);
}

void Server::join() {
  if (!impl_->started || std::exchange(impl_->joined, true)) return;
  stop_accepting();
  for (const auto& thread : impl_->threads) {
    thread->post([&thread = *thread] {
      for (const auto& connection : thread.connections()) connection->kill();
    });
  }
  for (const auto& thread : impl_->threads) thread->join();
}

const NetCounters& Server::counters() const {
  return impl_->counters;
}

}  // namespace standpipe::net
