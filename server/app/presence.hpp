#pragma once

#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "protocol/event.hpp"
#include "server/domain/published.hpp"

namespace standpipe::app {

/// Who is online: whoever has a connection that has said hello, on any I/O thread. Never stored. Any thread.
///
/// What changed is gathered and told every few seconds, so that a phone on a bad line, which goes and comes, makes no
/// noise, and a room of thousands costs a bounded amount: at most `most_told` members are named for a room at a time, the
/// rest can be asked for (presence.list). Somebody may have asked in between: so who has gone is always told, also where
/// nobody was told of their coming; and who has come back is told where there was a list without them.
class Presence {
 public:
  static constexpr std::size_t most_told = 50;
  static constexpr std::size_t most_listed = 1000;

  void came(protocol::MemberId member);
  void went(protocol::MemberId member);

  /// Who came and went since the last call, for each room that they are in.
  std::vector<protocol::Presence> gather(const domain::Published& published);

  /// Who of a room's members is online, ascending, at most `most_listed`.
  std::vector<protocol::MemberId> online_in(protocol::RoomId room, const domain::Published& published) const;

  std::size_t online() const;

 private:
  /// Each with whether they are here.
  std::vector<std::pair<protocol::MemberId, bool>> take_changes();

  mutable std::mutex mutex_;
  std::unordered_map<protocol::MemberId, int> connections_;
  std::unordered_set<protocol::MemberId> told_;     ///< who is online as far as the others know
  std::unordered_set<protocol::MemberId> touched_;  ///< since the last gathering
  mutable bool was_listed_ = false;                 ///< the same: somebody has a list
};

}  // namespace standpipe::app
