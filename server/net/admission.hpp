#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace standpipe::net {

/// Counts the open connections in total and per peer, and says whether one more may come. Thread-safe.
class Admission {
 public:
  /// A place among the connections; given back when destroyed. Must not outlive its Admission.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), peer_(other.peer_) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(owner_, other.owner_);
      std::swap(peer_, other.peer_);
      return *this;
    }
    ~Place() {
      if (owner_ != nullptr) owner_->release(peer_);
    }

   private:
    friend class Admission;
    Place(Admission* owner, std::uint64_t peer) : owner_(owner), peer_(peer) {}

    Admission* owner_ = nullptr;
    std::uint64_t peer_ = 0;
  };

  Admission(std::size_t max_total, std::size_t max_per_peer) : max_total_(max_total), max_per_peer_(max_per_peer) {}

  /// A place for one more connection of the peer, or nothing. A trusted peer (a proxy) has no limit of its own.
  std::optional<Place> admit(const boost::asio::ip::address& peer, bool trusted);

  /// Counts a trusted peer's place for another peer, from now on. False where that one has as many as it may.
  bool count_for(Place& place, const boost::asio::ip::address& peer);

  /// Whether all places have been given back within that time.
  bool wait_until_empty(std::chrono::milliseconds timeout);

 private:
  void release(std::uint64_t peer);

  const std::size_t max_total_;
  const std::size_t max_per_peer_;
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::size_t total_ = 0;
  std::unordered_map<std::uint64_t, std::size_t> per_peer_;  ///< key 0: trusted peers, not counted
};

}  // namespace standpipe::net
