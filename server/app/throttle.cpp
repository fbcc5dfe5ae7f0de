#include "server/app/throttle.hpp"

#include <algorithm>

namespace standpipe::app {

std::int64_t Throttle::begin(const std::string& key, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  make_room(now_ms);
  auto& tries = tries_[key];
  if (now_ms - tries.last_ms > memory_ms) tries = {};
  if (tries.next_ms > now_ms) return tries.next_ms - now_ms;
  ++tries.count;
  tries.last_ms = now_ms;
  const auto beyond = tries.count - free_;
  if (beyond >= 0) tries.next_ms = now_ms + std::min(std::int64_t{1000} << std::min<std::int64_t>(beyond, 20), longest_wait_ms_);
  return 0;
}

void Throttle::take_back(const std::string& key) {
  std::lock_guard lock(mutex_);
  const auto at = tries_.find(key);
  if (at == tries_.end()) return;
  at->second.next_ms = 0;
  if (--at->second.count <= 0) tries_.erase(at);
}

void Throttle::forget(const std::string& key) {
  std::lock_guard lock(mutex_);
  tries_.erase(key);
}

void Throttle::make_room(std::int64_t now_ms) {
  if (tries_.size() < remembered) return;
  std::erase_if(tries_, [&](const auto& entry) { return now_ms - entry.second.last_ms > memory_ms; });
  if (tries_.size() >= remembered) tries_.clear();
}

}  // namespace standpipe::app
