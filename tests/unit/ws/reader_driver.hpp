#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/ws/reader.hpp"
#include "protocol/ws/writer.hpp"

namespace standpipe::protocol::ws::test {

/// A copy of a reader's event that outlives its buffers.
struct Seen {
  ReaderEvent::Kind kind;
  std::string payload;
  std::uint16_t code = 0;
  bool compressed = false;
};

/// Feeds the bytes in pieces of `piece` bytes (0: all at once) until they are used up or the reader ends.
inline std::vector<Seen> read_all(Reader& reader, std::string bytes, std::size_t piece = 0) {
  using Kind = ReaderEvent::Kind;
  std::vector<Seen> seen;
  if (piece == 0) piece = bytes.size();
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    // A copy of its own, so that a sanitizer sees any read of bytes that were not handed over.
    std::vector<char> part(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                           bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, bytes.size())));
    std::span<char> input(part);
    for (;;) {
      const ReaderEvent event = reader.next(input);
      if (event.kind == Kind::need_more) break;
      seen.push_back({event.kind, std::string(event.payload), event.close_code, event.compressed});
      if (event.kind == Kind::close || event.kind == Kind::failed) return seen;
    }
  }
  return seen;
}

inline std::vector<Seen> read_all(std::string bytes, std::size_t piece = 0, ReaderLimits limits = {}, Role role = Role::server) {
  Reader reader(role, limits);
  return read_all(reader, std::move(bytes), piece);
}

/// One masked frame with free choice of every header field; for frames that no writer of ours would make.
inline std::string raw_frame(std::uint8_t first, std::string_view payload, bool masked = true) {
  std::string out;
  const MaskKey key{0x37, 0xfa, 0x21, 0x3d};
  if (masked) {
    append_masked_frame(out, Opcode::binary, payload, key);
  } else {
    append_frame(out, Opcode::binary, payload);
  }
  out[0] = static_cast<char>(first);
  return out;
}

inline std::string masked(Opcode opcode, std::string_view payload, bool fin = true) {
  return raw_frame(static_cast<std::uint8_t>((fin ? 0x80 : 0) | static_cast<int>(opcode)), payload);
}

inline std::string close_frame(std::uint16_t code, std::string_view reason = {}) {
  return masked(Opcode::close, close_payload(code, reason));
}

}  // namespace standpipe::protocol::ws::test
