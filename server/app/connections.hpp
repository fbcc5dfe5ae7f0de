#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "protocol/ids.hpp"

namespace standpipe::app {

/// Counts the WebSocket connections of each member, and says whether one more may come: what waits to leave a connection that
/// does not read costs memory. Any thread.
class Connections {
 public:
  /// A place among the connections of a member; given back when destroyed. Must not outlive its Connections.
  class Place {
   public:
    Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), member_(other.member_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (owner_ != nullptr) owner_->release(member_);
    }

   private:
    friend class Connections;
    Place(Connections* owner, protocol::MemberId member) : owner_(owner), member_(member) {}

    Connections* owner_;
    protocol::MemberId member_;
  };

  explicit Connections(std::size_t most_per_member) : most_per_member_(most_per_member) {}

  std::optional<Place> admit(protocol::MemberId member) {
    const std::lock_guard lock(mutex_);
    auto& count = members_[member];
    if (count >= most_per_member_) return std::nullopt;
    ++count;
    ++total_;
    return Place(this, member);
  }

  std::size_t total() const {
    const std::lock_guard lock(mutex_);
    return total_;
  }

 private:
  void release(protocol::MemberId member) {
    const std::lock_guard lock(mutex_);
    --total_;
    const auto found = members_.find(member);
    if (--found->second == 0) members_.erase(found);
  }

  const std::size_t most_per_member_;
  mutable std::mutex mutex_;
  std::size_t total_ = 0;
  std::unordered_map<protocol::MemberId, std::size_t> members_;
};

}  // namespace standpipe::app
