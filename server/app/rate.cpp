#include "server/app/rate.hpp"

#include <algorithm>
#include <cmath>

namespace standpipe::app {

double TokenBucket::there(const Rate& rate, std::int64_t now_ms) const {
  const auto elapsed = static_cast<double>(std::max<std::int64_t>(now_ms - at_ms_, 0)) / 1000;
  return rate.burst - std::max(missing_ - elapsed * rate.per_second, 0.0);
}

bool TokenBucket::full(const Rate& rate, std::int64_t now_ms) const {
  return there(rate, now_ms) >= rate.burst;
}

std::int64_t TokenBucket::take(const Rate& rate, std::int64_t now_ms, double tokens) {
  const double there_are = there(rate, now_ms);
  const double wanted = std::min(tokens, rate.burst);
  const auto wait_ms = std::ceil((wanted - there_are) / rate.per_second * 1000);
  if (there_are < wanted) return std::max<std::int64_t>(static_cast<std::int64_t>(wait_ms), 1);
  missing_ = rate.burst - there_are + wanted;
  at_ms_ = now_ms;
  return 0;
}

std::int64_t MemberLimits::take(protocol::MemberId member, protocol::MethodKind kind, std::int64_t now_ms, double tokens) {
  auto& shard = shards_[std::hash<protocol::MemberId>{}(member) % shards_.size()];
  std::lock_guard lock(shard.mutex);
  auto& buckets = shard.members[member];
  if (kind == protocol::MethodKind::command) return buckets.commands.take(commands_, now_ms, tokens);
  return buckets.queries.take(queries_, now_ms, tokens);
}

std::int64_t AddressLimits::take(const std::string& address, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  if (addresses_.size() >= remembered) {
    std::erase_if(addresses_, [&](const auto& entry) { return entry.second.full(rate_, now_ms); });
    if (addresses_.size() >= remembered) addresses_.erase(addresses_.begin());
  }
  return addresses_[address].take(rate_, now_ms);
}

}  // namespace standpipe::app
