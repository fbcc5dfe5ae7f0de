#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "protocol/entities.hpp"
#include "server/domain/stream.hpp"

namespace standpipe::query {

/// A message, and how long its change is as JSON.
struct SizedMessage {
  protocol::Message message;
  std::size_t bytes = 0;
};

/// Messages as they were at a revision of their room's stream, so that what many members missed is read and measured once for all
/// of them. A revision is of one state of one entity, for ever: nothing here becomes untrue. It knows nothing of permissions: who
/// asks has been let in to the stream. Thread-safe.
class MessageCache {
 public:
  /// Holds about that many bytes at most, and at least half of it of what was last asked for.
  explicit MessageCache(std::size_t bytes) : half_(bytes / 2) {}

  /// Null where it is not here.
  std::shared_ptr<const SizedMessage> find(domain::StreamKey stream, protocol::Rev rev);
  void add(domain::StreamKey stream, protocol::Rev rev, std::shared_ptr<const SizedMessage> message);

 private:
  struct Place {
    std::int64_t stream;
    std::int64_t rev;
    bool operator==(const Place&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Place& place) const {
      return std::hash<std::int64_t>()(place.stream * 0x9E3779B97F4A7C15 + place.rev);
    }
  };
  using Half = std::unordered_map<Place, std::shared_ptr<const SizedMessage>, Hash>;

  void put(Place place, std::shared_ptr<const SizedMessage> message);

  const std::size_t half_;
  std::mutex mutex_;
  Half young_, old_;  ///< guarded by mutex_; when the young are half of all, they take the place of the old
  std::size_t young_bytes_ = 0;
};

}  // namespace standpipe::query
