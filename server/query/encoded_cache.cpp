#include "server/query/encoded_cache.hpp"

#include <utility>

namespace standpipe::query {

namespace {

/// What it takes, with its place in the table.
std::size_t cost_of(const Encoded& encoded) {
  constexpr std::size_t place = 128;
  return place + sizeof encoded + encoded.json.capacity() + encoded.people.capacity() * sizeof(protocol::MemberId);
}

}  // namespace

std::size_t EncodedCache::Hash::operator()(const Key& key) const {
  std::size_t hash = 0;
  for (const auto part : {static_cast<std::int64_t>(key.of), key.stream.packed(), key.rev.value, key.since.value, key.page}) {
    hash = (hash ^ static_cast<std::size_t>(part)) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
  }
  return hash;
}

EncodedPtr EncodedCache::find(const Key& key) {
  Generation forgotten;
  std::lock_guard lock(mutex_);
  if (const auto at = young_.kept.find(key); at != young_.kept.end()) {
    ++hits_;
    return at->second;
  }
  const auto at = old_.kept.find(key);
  if (at == old_.kept.end()) {
    ++misses_;
    return nullptr;
  }
  ++hits_;
  auto encoded = std::move(at->second);
  old_.kept.erase(at);
  old_.bytes -= cost_of(*encoded);
  forgotten = keep(key, encoded);
  return encoded;
}

void EncodedCache::put(const Key& key, EncodedPtr encoded) {
  if (cost_of(*encoded) > half_) return;
  Generation forgotten;
  std::lock_guard lock(mutex_);
  if (!young_.kept.contains(key) && !old_.kept.contains(key)) forgotten = keep(key, std::move(encoded));
}

EncodedCache::Generation EncodedCache::keep(const Key& key, EncodedPtr encoded) {
  Generation forgotten;
  const auto cost = cost_of(*encoded);
  if (young_.bytes + cost > half_) forgotten = std::exchange(old_, std::exchange(young_, {}));
  young_.bytes += cost;
  young_.kept.emplace(key, std::move(encoded));
  return forgotten;
}

EncodedCacheCounters EncodedCache::counters() const {
  std::lock_guard lock(mutex_);
  return {hits_, misses_, young_.bytes + old_.bytes};
}

}  // namespace standpipe::query
