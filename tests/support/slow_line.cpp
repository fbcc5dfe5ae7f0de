#include "tests/support/slow_line.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace standpipe::test {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

/// What the line has for one direction.
struct Way {
  Clock::time_point free_at{};  ///< when the last byte taken has left
  std::uint64_t bytes = 0;
};

/// A piece of a connection's bytes under way, or its end.
struct Piece {
  Clock::time_point arrives;
  std::string bytes;  ///< empty: the sender has ended
};

using Socket = std::shared_ptr<tcp::socket>;

/// One direction of one connection: reads, keeps each piece until it arrives, and writes.
class Pipe : public std::enable_shared_from_this<Pipe> {
 public:
  Pipe(Socket from, Socket to, Way& way, const SlowLine::Speed& speed, Clock::time_point not_before)
      : from_(std::move(from)),
        to_(std::move(to)),
        way_(way),
        speed_(speed),
        not_before_(not_before),
        timer_(from_->get_executor()) {}

  void read() {
    from_->async_read_some(asio::buffer(buffer_), [self = shared_from_this()](error_code error, std::size_t size) {
      self->take({self->buffer_.data(), error ? 0 : size});
      if (!error) self->read();
    });
  }

 private:
  void take(std::string bytes) {
    auto leaves = std::max({Clock::now(), way_.free_at, not_before_});
    if (speed_.bits_per_second > 0)
      leaves += std::chrono::nanoseconds(static_cast<std::int64_t>(bytes.size()) * 8'000'000'000 / speed_.bits_per_second);
    way_.free_at = leaves;
    way_.bytes += bytes.size();
    under_way_.push_back({leaves + speed_.latency, std::move(bytes)});
    if (!delivering_) deliver();
  }

  void deliver() {
    delivering_ = !under_way_.empty();
    if (!delivering_) return;
    timer_.expires_at(under_way_.front().arrives);
    timer_.async_wait([self = shared_from_this()](error_code) { self->write(); });
  }

  void write() {
    arriving_ = std::move(under_way_.front().bytes);
    under_way_.pop_front();
    if (arriving_.empty()) {
      error_code ignored;
      to_->shutdown(tcp::socket::shutdown_send, ignored);
      delivering_ = false;
      return;
    }
    asio::async_write(*to_, asio::buffer(arriving_), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) return self->deliver();
      error_code ignored;
      self->from_->close(ignored);
    });
  }

  Socket from_, to_;
  Way& way_;
  const SlowLine::Speed& speed_;
  Clock::time_point not_before_;
  asio::steady_timer timer_;
  std::array<char, 256> buffer_{};  ///< small, so that two connections share the wire
  std::deque<Piece> under_way_;
  std::string arriving_;
  bool delivering_ = false;
};

}  // namespace

class SlowLine::Impl {
 public:
  explicit Impl(int server_port)
      : server_(asio::ip::address_v4::loopback(), static_cast<unsigned short>(server_port)),
        acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port()) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Impl() {
    io_.stop();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int port() const { return port_; }

  /// Does it on the line's thread, and gives what it gives.
  template <class Act>
  auto on_thread(Act act) {
    std::packaged_task<decltype(act())()> task(std::move(act));
    auto result = task.get_future();
    asio::post(io_, [&task] { task(); });
    return result.get();
  }

  void set(Speed speed) {
    on_thread([&] { speed_ = speed; });
  }
  void cut(bool is_cut) {
    on_thread([&] {
      cut_ = is_cut;
      if (!is_cut) return;
      for (const auto& weak : sockets_) {
        error_code ignored;
        if (const auto socket = weak.lock()) socket->close(ignored);
      }
      sockets_.clear();
    });
  }
  Moved moved() {
    return on_thread([&] { return Moved{up_.bytes, down_.bytes, connections_}; });
  }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (error) return;
      if (!cut_) connect(std::make_shared<tcp::socket>(std::move(socket)));
      accept();
    });
  }

  void connect(const Socket& client) {
    const auto server = std::make_shared<tcp::socket>(io_);
    error_code error;
    server->connect(server_, error);
    if (error) return;
    ++connections_;
    for (const Socket& socket : {client, server}) {
      socket->set_option(tcp::no_delay(true), error);
      sockets_.push_back(socket);
    }
    std::make_shared<Pipe>(client, server, up_, speed_, Clock::now() + 2 * speed_.latency)->read();
    std::make_shared<Pipe>(server, client, down_, speed_, Clock::time_point{})->read();
  }

  asio::io_context io_{1};
  tcp::endpoint server_;
  tcp::acceptor acceptor_;
  int port_;
  Speed speed_;
  Way up_, down_;
  std::vector<std::weak_ptr<tcp::socket>> sockets_;
  int connections_ = 0;
  bool cut_ = false;
  std::thread thread_;
};

SlowLine::SlowLine(int server_port) : impl_(std::make_unique<Impl>(server_port)) {}

SlowLine::~SlowLine() = default;

int SlowLine::port() const {
  return impl_->port();
}

void SlowLine::set(Speed speed) {
  impl_->set(speed);
}

void SlowLine::cut() {
  impl_->cut(true);
}

void SlowLine::mend() {
  impl_->cut(false);
}

SlowLine::Moved SlowLine::moved() const {
  return impl_->moved();
}

}  // namespace standpipe::test
