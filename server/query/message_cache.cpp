#include "server/query/message_cache.hpp"

#include <utility>

namespace standpipe::query {

std::shared_ptr<const SizedMessage> MessageCache::find(domain::StreamKey stream, protocol::Rev rev) {
  const Place place{stream.packed(), rev.value};
  std::lock_guard lock(mutex_);
  if (const auto young = young_.find(place); young != young_.end()) return young->second;
  const auto old = old_.find(place);
  if (old == old_.end()) return nullptr;
  auto message = old->second;
  put(place, message);
  return message;
}

void MessageCache::add(domain::StreamKey stream, protocol::Rev rev, std::shared_ptr<const SizedMessage> message) {
  std::lock_guard lock(mutex_);
  put({stream.packed(), rev.value}, std::move(message));
}

void MessageCache::put(Place place, std::shared_ptr<const SizedMessage> message) {
  const auto bytes = message->bytes + sizeof(SizedMessage);
  if (!young_.emplace(place, std::move(message)).second) return;  // another reader was first
  young_bytes_ += bytes;
  if (young_bytes_ <= half_) return;
  old_ = std::exchange(young_, {});
  young_bytes_ = 0;
}

}  // namespace standpipe::query
