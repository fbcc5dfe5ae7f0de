#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// zlib's state, so that its header stays out of ours.
struct z_stream_s;

namespace standpipe::protocol::ws {

/// Decompresses whole messages of permessage-deflate without context takeover (RFC 7692 section 7.2.2). The state (about 40 kB,
/// made by the first message) belongs to nobody between two calls: one per thread serves all its connections. Not thread-safe.
class Inflater {
 public:
  enum class Status : std::uint8_t {
    ok,
    corrupt,  ///< not DEFLATE, or cut
    too_big,  ///< more than `limit` bytes; the work has stopped there
  };

  Inflater() = default;

  /// Decompresses one message's payload into `out`, which it replaces. `out` never grows beyond `limit` and one byte.
  Status inflate(std::string_view payload, std::size_t limit, std::string& out);

 private:
  struct End {
    void operator()(z_stream_s* stream) const;
  };
  std::unique_ptr<z_stream_s, End> stream_;
};

/// Compresses whole messages, each for itself (RFC 7692 section 7.2.1). The state takes about 270 kB, made by the first message.
/// Not thread-safe.
class Deflater {
 public:
  Deflater() = default;

  /// Compresses one message's payload into `out`, which it replaces. False if that would not make it shorter; then `out` is
  /// empty.
  bool deflate(std::string_view payload, std::string& out);

 private:
  struct End {
    void operator()(z_stream_s* stream) const;
  };
  std::unique_ptr<z_stream_s, End> stream_;
};

}  // namespace standpipe::protocol::ws
