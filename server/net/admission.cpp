#include "server/net/admission.hpp"

namespace standpipe::net {

namespace {

/// What counts as one peer: an IPv4 address, or the /64 that an IPv6 site is given. Never 0 for a real peer.
std::uint64_t peer_key(const boost::asio::ip::address& address) {
  if (address.is_v4()) return 1ULL << 32 | address.to_v4().to_uint();
  std::uint64_t key = 0;
  const auto bytes = address.to_v6().to_bytes();
  for (std::size_t i = 0; i < 8; ++i) key = key << 8 | bytes[i];
  return key == 0 ? 1 : key;  // ::1 and the like
}

}  // namespace

std::optional<Admission::Place> Admission::admit(const boost::asio::ip::address& peer, bool trusted) {
  const std::uint64_t key = trusted ? 0 : peer_key(peer);
  const std::lock_guard lock(mutex_);
  if (total_ >= max_total_) return std::nullopt;
  if (key != 0) {
    std::size_t& count = per_peer_[key];
    if (count >= max_per_peer_) return std::nullopt;
    ++count;
  }
  ++total_;
  return Place(this, key);
}

bool Admission::count_for(Place& place, const boost::asio::ip::address& peer) {
  const std::uint64_t key = peer_key(peer);
  const std::lock_guard lock(mutex_);
  std::size_t& count = per_peer_[key];
  if (count >= max_per_peer_) return false;
  ++count;
  place.peer_ = key;
  return true;
}

void Admission::release(std::uint64_t peer) {
  const std::lock_guard lock(mutex_);
  if (--total_ == 0) emptied_.notify_all();
  if (peer == 0) return;
  const auto found = per_peer_.find(peer);
  if (--found->second == 0) per_peer_.erase(found);
}

bool Admission::wait_until_empty(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, timeout, [this] { return total_ == 0; });
}

}  // namespace standpipe::net
