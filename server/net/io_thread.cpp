#include "server/net/io_thread.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <ctime>
#include <utility>

#include "server/net/connection.hpp"

namespace standpipe::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t buffer_size = 64 * 1024;

/// So many connections are written to before the loop looks for what has arrived meanwhile.
constexpr std::size_t flushes_at_once = 64;

/// Leaves signals to the main thread, and lets a write of OpenSSL's to a closed socket fail instead of raising SIGPIPE.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

IoThread::IoThread(std::size_t index, std::chrono::milliseconds tick)
    : index_(index),
      tick_(tick),
      read_buffer_(buffer_size),
      scratch_(buffer_size),
      work_(context_.get_executor()),
      timer_(context_) {}

IoThread::~IoThread() {
  join();
}

void IoThread::start() {
  next_tick_ = std::chrono::steady_clock::now();
  wait_for_tick();
  thread_ = std::thread([this] { run(); });
}

void IoThread::run() {
  block_signals();
  context_.run();
}

void IoThread::join() {
  if (!thread_.joinable()) return;
  post([this] {
    timer_.cancel();
    work_.reset();
  });
  thread_.join();
}

void IoThread::post(std::function<void()> work) {
  asio::post(context_, std::move(work));
}

std::uint64_t IoThread::ticks(std::chrono::milliseconds duration) const {
  // One more than the quotient, since the present tick has partly passed.
  return static_cast<std::uint64_t>((duration + tick_ - std::chrono::milliseconds(1)) / tick_ + 1);
}

void IoThread::wait_for_tick() {
  next_tick_ += tick_;
  timer_.expires_at(next_tick_);
  timer_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled && work_.owns_work()) on_tick();
  });
}

void IoThread::on_tick() {
  wheel_.advance([](TimerNode& node) { static_cast<Connection&>(node).on_deadline(); });
  // After a long stall (a suspended machine) ticks are not made up for.
  next_tick_ = std::max(next_tick_, std::chrono::steady_clock::now() - tick_);
  wait_for_tick();
}

void IoThread::flush_later(std::shared_ptr<Connection> connection) {
  dirty_.push_back(std::move(connection));
  if (!std::exchange(flush_posted_, true)) asio::post(context_, [this] { flush_dirty(); });
}

void IoThread::flush_dirty() {
  for (auto left = std::min(dirty_.size(), flushes_at_once); left > 0; --left) {
    const auto connection = std::move(dirty_.front());
    dirty_.pop_front();
    connection->flush();
  }
  flush_posted_ = !dirty_.empty();
  if (flush_posted_) asio::post(context_, [this] { flush_dirty(); });
}

std::string_view IoThread::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    date_.assign(text.data(), size);
    date_second_ = now;
  }
  return date_;
}

void IoThread::add(std::shared_ptr<Connection> connection) {
  connection->place_ = connections_.size();
  connections_.push_back(std::move(connection));
}

void IoThread::remove(Connection& connection) {
  const std::size_t place = connection.place_;
  connections_[place].swap(connections_.back());
  connections_[place]->place_ = place;
  connections_.pop_back();
}

}  // namespace standpipe::net
