#pragma once

#include <cstddef>
#include <cstdint>

/// The WebSocket protocol (RFC 6455) as pure functions over bytes, shared by the server and the clients.
namespace standpipe::protocol::ws {

/// Which end of the connection the code speaks for: clients mask what they send, servers must not (section 5.1).
enum class Role : std::uint8_t { server, client };

/// RFC 6455 section 5.2; the other values are reserved.
enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

constexpr bool is_control(Opcode opcode) {
  return (static_cast<std::uint8_t>(opcode) & 0x8) != 0;
}

/// The close codes that this project sends or tells apart (section 7.4.1).
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t going_away = 1001;
inline constexpr std::uint16_t protocol_error = 1002;
inline constexpr std::uint16_t unsupported_data = 1003;
inline constexpr std::uint16_t no_status = 1005;  ///< never on the wire: the close frame had no payload
inline constexpr std::uint16_t bad_text = 1007;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t too_big = 1009;
inline constexpr std::uint16_t internal_error = 1011;
}  // namespace close_code

/// Whether a close frame may carry the code: what section 7.4 and the IANA registry assign (1000-1003, 1007-1014), and the
/// ranges for libraries (3000-3999) and applications (4000-4999).
constexpr bool is_valid_close_code(std::uint16_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

inline constexpr std::size_t max_control_payload = 125;
inline constexpr std::size_t max_close_reason = max_control_payload - 2;

}  // namespace standpipe::protocol::ws
