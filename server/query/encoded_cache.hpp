#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "server/domain/stream.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

struct EncodedCacheCounters {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::size_t bytes = 0;  ///< that what is kept takes, about
};

/// Encoded parts of room streams, kept for the next one who asks: after a cut of the line a whole room asks for the same ones.
///
/// Whatever is kept is so for ever. A message is fixed by its room's stream and its own revision, which it bears and without a
/// new one of which it is never written. All else of a room's stream is fixed by where the stream stands: each write of a thread,
/// a message or the room itself comes with an announcement there (a thread's counters with that of the message that moves
/// them; what moves away leaves a tombstone that never changes). So nothing is taken out when something changes; it is then asked
/// for by another revision. What is not so fixed must not be put: what stands in for a damaged row, and what was read after a
/// select failed. Other streams are of few, and some of them depend on the time. Who may see a stream is decided before this is
/// asked.
///
/// Bounded in bytes by two generations, each at most half of them: what is put or found goes into the young one; when that is
/// full, the old one is forgotten and the young one becomes old. Thread-safe.
class EncodedCache {
 public:
  static constexpr std::size_t usual_bytes = 16 * 1024 * 1024;

  struct Key {
    enum class Of : std::uint8_t { message, catch_up, newest_part } of;
    domain::StreamKey stream;
    protocol::Rev rev;  ///< of the message; else where the stream stands
    protocol::Rev since;
    std::int64_t page = 0;
    bool operator==(const Key&) const = default;
  };

  explicit EncodedCache(std::size_t bytes = usual_bytes) : half_(bytes / 2) {}

  /// Null where it is not kept.
  EncodedPtr find(const Key& key);
  /// Keeps it, unless it is larger than half of all.
  void put(const Key& key, EncodedPtr encoded);

  EncodedCacheCounters counters() const;

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Generation {
    std::unordered_map<Key, EncodedPtr, Hash> kept;
    std::size_t bytes = 0;
  };

  /// The generation that was forgotten to make room, for the caller to free without the lock.
  Generation keep(const Key& key, EncodedPtr encoded);

  const std::size_t half_;
  mutable std::mutex mutex_;
  Generation young_, old_;  ///< guarded by mutex_, like all that follows; a key is in one of them
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
};

/// What the cache has of a room's stream; else what make() -> EncodedPtr reads, which is then kept, unless some of it could not
/// be read well. Of other streams always what make() reads.
template <class Make>
EncodedPtr shared(Context& context, const EncodedCache::Key& key, Make make) {
  if (key.stream.kind != domain::StreamKey::Kind::room) return make();
  if (auto kept = context.encoded.find(key)) return kept;
  EncodedPtr made = make();
  if (made && !context.reader.failed() && !context.reader.damaged()) context.encoded.put(key, made);
  return made;
}

}  // namespace standpipe::query
