#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "tests/crash/finding.hpp"
#include "tests/crash/ledger.hpp"
#include "tests/crash/mirror.hpp"
#include "tests/crash/script.hpp"
#include "tests/support/peer.hpp"

namespace standpipe::crash {

/// A member with a log-in.
struct Person {
  protocol::MemberId id;
  std::string token;
};

/// One of the members who write while the server dies, each on a thread and a connection of its own. What it sends and gets no
/// answer to stays in doubt, over any number of outages, until an answer comes to the same command with the same key.
class Writer {
 public:
  /// With a mirror it listens, too.
  Writer(Person person, std::vector<protocol::RoomId> rooms, Board& board, Ledger& ledger, std::uint64_t seed, Mirror* mirror);

  /// Writes until the line ends, which is no finding once `over` is set, or is set soon after.
  void work(int port, const std::atomic<bool>& over);

  /// Sends what is in doubt again until all of it is answered, and some of what was acknowledged: that must get the first answer.
  void settle(int port);

  std::uint64_t acknowledged() const { return acknowledged_; }
  /// How often a command had to be sent again.
  std::uint64_t repeated() const { return repeated_; }
  Findings take_findings() { return std::exchange(findings_, {}); }

 private:
  struct Answered {
    Order order;
    std::string result;
  };

  void write(int port, const std::atomic<bool>& over);
  void say_hello(test::Peer& peer, Mirror* mirror);
  void send(test::Peer& peer, const Order& order);
  void repeat_in_doubt(test::Peer& peer);
  void take(const std::string& text, Mirror* mirror);
  void take_notification(const std::string& text, Mirror& mirror);
  void accept(Order order, const boost::json::value& result);
  void refuse(Order order, const boost::json::value& error);
  void find(Finding::Kind kind, std::string text) { findings_.push_back({kind, std::move(text)}); }

  Person person_;
  Script script_;
  Ledger& ledger_;
  Mirror* mirror_;
  std::int64_t next_id_ = 1000;  // Peer counts from 1
  std::map<std::int64_t, Order> in_flight_;
  std::vector<Order> in_doubt_;  ///< of earlier connections, and what the server was too busy for
  std::map<std::int64_t, Answered> repeats_;
  std::deque<Answered> recent_;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t repeated_ = 0;
  Findings findings_;
};

}  // namespace standpipe::crash
