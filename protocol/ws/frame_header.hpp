#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "protocol/ws/codes.hpp"
#include "protocol/ws/mask.hpp"

namespace standpipe::protocol::ws {

/// One frame header (RFC 6455 section 5.2):
///
///     byte 0   FIN RSV1 RSV2 RSV3 opcode(4)
///     byte 1   MASK length(7); 126: two more bytes of length, 127: eight more, big-endian
///     then     four bytes of mask key when MASK is set
struct FrameHeader {
  bool fin = true;
  bool rsv1 = false;  ///< permessage-deflate: the message is compressed (RFC 7692 section 6)
  bool masked = false;
  Opcode opcode = Opcode::text;
  std::uint64_t length = 0;
  MaskKey key{};
};

inline constexpr std::size_t max_header_size = 14;

/// The two ends of a decoded header, or why there is none.
struct HeaderResult {
  enum class Status : std::uint8_t { incomplete, complete, error };
  Status status = Status::incomplete;
  std::size_t size = 0;           ///< bytes of the header, when complete
  const char* problem = nullptr;  ///< static text, when wrong
};

/// Decodes the header at the start of `bytes`. Every rule is checked as soon as the byte it concerns is there: reserved
/// bits (RSV1 only where `allow_rsv1`), reserved opcodes, fragmented or long control frames, masking (a server requires it,
/// a client refuses it), and lengths that are not in their shortest form or above 2^63 - 1.
HeaderResult decode_header(std::span<const char> bytes, Role role, bool allow_rsv1, FrameHeader& header);

/// Writes the header in its shortest form; returns how many bytes of `out` it took.
std::size_t encode_header(const FrameHeader& header, std::array<char, max_header_size>& out);

}  // namespace standpipe::protocol::ws
