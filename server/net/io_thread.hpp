#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "protocol/ws/deflate.hpp"
#include "server/net/timer_wheel.hpp"

namespace standpipe::net {

class Connection;

/// One I/O thread: its io_context, its connections, and what they share because only one of them runs at a time (buffers,
/// timer wheel, the list of those that have something to write).
///
/// post() may be called from any thread; everything else belongs to the thread itself once it runs. Held by shared_ptr,
/// because answers from other threads may arrive after the server has gone: they keep the io_context alive, which then
/// only drops them.
class IoThread : public std::enable_shared_from_this<IoThread> {
 public:
  IoThread(std::size_t index, std::chrono::milliseconds tick);
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  void start();

  /// Lets the thread end when nothing is left to do, which needs all its connections to be closed; waits for that.
  void join();

  /// Runs `work` on this thread, in the order of posting. Exceptions out of it end the process: they are bugs.
  void post(std::function<void()> work);

  std::size_t index() const { return index_; }
  boost::asio::io_context& context() { return context_; }

  TimerWheel& wheel() { return wheel_; }

  /// The number of ticks that last at least as long.
  std::uint64_t ticks(std::chrono::milliseconds duration) const;

  /// 64 KiB that the present handler may read into.
  std::span<char> read_buffer() { return read_buffer_; }

  /// 64 KiB for what one write joins.
  std::span<char> scratch() { return scratch_; }

  /// The compression states of all this thread's connections, which none of them holds longer than a call.
  protocol::ws::Inflater& inflater() { return inflater_; }
  protocol::ws::Deflater& deflater() { return deflater_; }

  /// Lets the connection's flush() be called once: at the end of this turn of the loop, or where many are to be, of one of the
  /// next.
  void flush_later(std::shared_ptr<Connection> connection);

  /// The value of a Date field for now (RFC 9110 section 5.6.7).
  std::string_view date();

  /// Keeps the connection alive until it is removed. Returns its place, which move_place may change.
  void add(std::shared_ptr<Connection> connection);
  void remove(Connection& connection);

  /// All connections at this moment.
  std::vector<std::shared_ptr<Connection>> connections() const { return connections_; }

 private:
  void run();
  void wait_for_tick();
  void on_tick();
  void flush_dirty();

  const std::size_t index_;
  const std::chrono::milliseconds tick_;
  // The wheel outlives the io_context, whose handlers hold connections.
  TimerWheel wheel_;
  std::vector<char> read_buffer_;
  std::vector<char> scratch_;
  protocol::ws::Inflater inflater_;
  protocol::ws::Deflater deflater_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point next_tick_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::deque<std::shared_ptr<Connection>> dirty_;  ///< to be flushed, each once
  bool flush_posted_ = false;
  std::time_t date_second_ = 0;
  std::string date_;
  std::thread thread_;
};

}  // namespace standpipe::net
