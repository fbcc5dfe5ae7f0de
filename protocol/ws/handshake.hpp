#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace standpipe::protocol::ws {

inline constexpr std::string_view subprotocol = "standpipe.v1";

/// The Sec-WebSocket-Key of a client: 16 random bytes in base64 (RFC 6455 section 4.1).
std::string encode_key(const std::array<std::uint8_t, 16>& random);

/// Whether the text is base64 of exactly 16 bytes, which servers may rely on (section 4.2.1, 5).
bool is_valid_key(std::string_view key);

/// The Sec-WebSocket-Accept that answers the key (section 4.2.2, 5.4).
std::string accept_value(std::string_view key);

}  // namespace standpipe::protocol::ws
