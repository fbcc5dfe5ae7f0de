#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/ws/codes.hpp"
#include "protocol/ws/mask.hpp"

namespace standpipe::protocol::ws {

/// Appends one unfragmented, unmasked frame, as servers send it. A control frame's payload is at most 125 bytes.
/// Returns the size of the header.
std::size_t append_frame(std::string& out, Opcode opcode, std::string_view payload, bool compressed = false);

/// Appends one unfragmented frame as clients send it, masked with a key that an observer cannot guess (section 5.3).
void append_masked_frame(std::string& out, Opcode opcode, std::string_view payload, MaskKey key, bool compressed = false);

/// The payload of a close frame: the code and at most 123 bytes of the reason, cut at a character. With close_code::no_status it
/// is empty.
std::string close_payload(std::uint16_t code, std::string_view reason);

}  // namespace standpipe::protocol::ws
