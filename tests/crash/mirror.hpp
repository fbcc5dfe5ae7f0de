#pragma once

#include <map>
#include <set>
#include <string>

#include "protocol/methods.hpp"
#include "tests/crash/finding.hpp"

namespace standpipe::crash {

/// A client's copy of all messages of its rooms, kept by what the server announces: what a client believes after an outage. One
/// thread at a time.
class Mirror {
 public:
  /// How far it is, for hello.
  protocol::Hello::Params resume() const;

  /// Takes what hello tells, and listens again. Finds where the server has forgotten what it had announced.
  Findings resumed(const protocol::HelloResult& hello);

  /// Takes an event.
  void apply(protocol::Change change);
  /// The server has dropped events: nothing counts until the next hello.
  void deafen() { deaf_ = true; }

  /// Compares with all messages that there are, when nobody has written since it resumed. Rooms that were too far behind are
  /// taken from there instead.
  Findings compare(const std::map<protocol::MessageId, protocol::Message>& all);

  std::uint64_t events() const { return events_; }

 private:
  void put(protocol::Change change);

  std::string epoch_;
  std::map<std::string, protocol::Rev> heads_;
  std::map<protocol::MessageId, protocol::Message> messages_;
  std::set<protocol::RoomId> stale_;
  bool deaf_ = true;
  std::uint64_t events_ = 0;
};

}  // namespace standpipe::crash
