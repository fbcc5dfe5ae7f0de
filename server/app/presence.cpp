#include "server/app/presence.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace standpipe::app {

using protocol::MemberId;
using protocol::RoomId;

namespace {

void note(const domain::State& state, MemberId id, bool here, std::map<RoomId, protocol::Presence>& rooms) {
  const auto* member = state.member(id);
  if (!member) return;
  for (const auto& record : member->rooms) {
    if (!record.membership.in) continue;
    auto& room = rooms[record.membership.room];
    room.room = record.membership.room;
    if (room.came.size() + room.went.size() < Presence::most_told) (here ? room.came : room.went).push_back(id);
  }
}

}  // namespace

void Presence::came(MemberId member) {
  std::lock_guard lock(mutex_);
  if (++connections_[member] == 1) touched_.insert(member);
}

void Presence::went(MemberId member) {
  std::lock_guard lock(mutex_);
  const auto at = connections_.find(member);
  if (at == connections_.end() || --at->second > 0) return;
  connections_.erase(at);
  touched_.insert(member);
}

std::vector<std::pair<MemberId, bool>> Presence::take_changes() {
  std::lock_guard lock(mutex_);
  std::vector<std::pair<MemberId, bool>> changes;
  for (const auto member : touched_) {
    const bool here = connections_.contains(member);
    if (here && told_.contains(member) && !was_listed_) continue;
    changes.emplace_back(member, here);
    if (here) {
      told_.insert(member);
    } else {
      told_.erase(member);
    }
  }
  touched_.clear();
  was_listed_ = false;
  std::ranges::sort(changes);
  return changes;
}

std::vector<protocol::Presence> Presence::gather(const domain::Published& published) {
  constexpr std::size_t members_at_once = 500;  // the writer waits for the lock meanwhile
  const auto changes = take_changes();
  std::map<RoomId, protocol::Presence> rooms;
  for (std::size_t begin = 0; begin < changes.size(); begin += members_at_once) {
    const auto part = std::span(changes).subspan(begin, std::min(members_at_once, changes.size() - begin));
    published.read([&](const domain::State& state) {
      for (const auto& [member, here] : part) note(state, member, here, rooms);
    });
  }
  std::vector<protocol::Presence> all;
  all.reserve(rooms.size());
  for (auto& [id, room] : rooms) all.push_back(std::move(room));
  return all;
}

std::vector<MemberId> Presence::online_in(RoomId room, const domain::Published& published) const {
  std::vector<MemberId> online;
  {
    std::lock_guard lock(mutex_);
    was_listed_ = true;
    online.reserve(connections_.size());
    for (const auto& [member, count] : connections_) online.push_back(member);
  }
  published.read([&](const domain::State& state) {
    std::erase_if(online, [&](MemberId id) {
      const auto* member = state.member(id);
      return !member || !member->in_room(room);
    });
  });
  std::ranges::sort(online);
  if (online.size() > most_listed) online.resize(most_listed);
  return online;
}

std::size_t Presence::online() const {
  std::lock_guard lock(mutex_);
  return connections_.size();
}

}  // namespace standpipe::app
