#include "protocol/ws/writer.hpp"

#include <array>
#include <cassert>
#include <span>

#include "protocol/ws/frame_header.hpp"

namespace standpipe::protocol::ws {

std::size_t append_frame(std::string& out, Opcode opcode, std::string_view payload, bool compressed) {
  assert(!is_control(opcode) || payload.size() <= max_control_payload);
  FrameHeader header;
  header.opcode = opcode;
  header.rsv1 = compressed;
  header.length = payload.size();
  std::array<char, max_header_size> bytes{};
  const std::size_t size = encode_header(header, bytes);
  out.reserve(out.size() + size + payload.size());
  out.append(bytes.data(), size).append(payload);
  return size;
}

void append_masked_frame(std::string& out, Opcode opcode, std::string_view payload, MaskKey key, bool compressed) {
  assert(!is_control(opcode) || payload.size() <= max_control_payload);
  FrameHeader header;
  header.opcode = opcode;
  header.rsv1 = compressed;
  header.masked = true;
  header.key = key;
  header.length = payload.size();
  std::array<char, max_header_size> bytes{};
  const std::size_t size = encode_header(header, bytes);
  out.reserve(out.size() + size + payload.size());
  out.append(bytes.data(), size);
  const std::size_t start = out.size();
  out.append(payload);
  apply_mask(std::span<char>(out).subspan(start), key);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (code == close_code::no_status) return {};
  if (reason.size() > max_close_reason) {
    std::size_t end = max_close_reason;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0) == 0x80) --end;
    reason = reason.substr(0, end);
  }
  std::string payload;
  payload.reserve(2 + reason.size());
  payload += static_cast<char>(code >> 8);
  payload += static_cast<char>(code & 0xFF);
  payload += reason;
  return payload;
}

}  // namespace standpipe::protocol::ws
