#include "protocol/ws/frame_header.hpp"

#include <algorithm>

namespace standpipe::protocol::ws {

namespace {

constexpr HeaderResult incomplete{};

constexpr HeaderResult wrong(const char* problem) {
  return {HeaderResult::Status::error, 0, problem};
}

constexpr bool is_reserved(std::uint8_t opcode) {
  return (opcode > 0x2 && opcode < 0x8) || opcode > 0xA;
}

}  // namespace

HeaderResult decode_header(std::span<const char> bytes, Role role, bool allow_rsv1, FrameHeader& header) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };

  if (bytes.empty()) return incomplete;
  header.fin = (at(0) & 0x80) != 0;
  header.rsv1 = (at(0) & 0x40) != 0;
  if (is_reserved(at(0) & 0x0F)) return wrong("reserved opcode");
  header.opcode = static_cast<Opcode>(at(0) & 0x0F);
  if ((at(0) & 0x30) != 0) return wrong("reserved bit set");
  // RFC 7692 section 6.1: only the first frame of a data message may carry RSV1.
  if (header.rsv1 && (!allow_rsv1 || is_control(header.opcode) || header.opcode == Opcode::continuation)) {
    return wrong("reserved bit set");
  }
  if (is_control(header.opcode) && !header.fin) return wrong("fragmented control frame");

  if (bytes.size() < 2) return incomplete;
  header.masked = (at(1) & 0x80) != 0;
  if (header.masked != (role == Role::server)) {
    return wrong(role == Role::server ? "frame is not masked" : "frame is masked");
  }
  const std::uint8_t short_length = at(1) & 0x7F;
  if (is_control(header.opcode) && short_length > max_control_payload) return wrong("control frame too long");

  const std::size_t extended = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  if (bytes.size() < 2 + extended) return incomplete;
  header.length = extended == 0 ? short_length : 0;
  for (std::size_t i = 0; i < extended; ++i) header.length = header.length << 8 | at(2 + i);
  if (extended == 2 && header.length < 126) return wrong("length not in its shortest form");
  if (extended == 8 && header.length < 0x10000) return wrong("length not in its shortest form");
  if (header.length > 0x7FFFFFFFFFFFFFFFULL) return wrong("length above 2^63");

  const std::size_t size = 2 + extended + (header.masked ? 4 : 0);
  if (bytes.size() < size) {
    return incomplete;
  }
  if (header.masked) {
    for (std::size_t i = 0; i < 4; ++i) header.key[i] = at(2 + extended + i);
  }
  return {HeaderResult::Status::complete, size, nullptr};
}

std::size_t encode_header(const FrameHeader& header, std::array<char, max_header_size>& out) {
  const auto flags = (header.fin ? 0x80 : 0) | (header.rsv1 ? 0x40 : 0) | static_cast<int>(header.opcode);
  const int mask_bit = header.masked ? 0x80 : 0;
  out[0] = static_cast<char>(flags);
  std::size_t size = 2;
  std::size_t extended = 0;
  if (header.length < 126) {
    out[1] = static_cast<char>(mask_bit | static_cast<int>(header.length));
  } else {
    extended = header.length < 0x10000 ? 2 : 8;
    out[1] = static_cast<char>(mask_bit | (extended == 2 ? 126 : 127));
  }
  for (std::size_t i = 0; i < extended; ++i) {
    out[size++] = static_cast<char>(header.length >> (8 * (extended - 1 - i)));
  }
  if (header.masked) {
    std::copy(header.key.begin(), header.key.end(), out.begin() + static_cast<std::ptrdiff_t>(size));
    size += header.key.size();
  }
  return size;
}

}  // namespace standpipe::protocol::ws
