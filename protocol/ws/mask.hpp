#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace standpipe::protocol::ws {

using MaskKey = std::array<std::uint8_t, 4>;

/// Masks or unmasks in place (RFC 6455 section 5.3): one is the other. `offset` is the position of the first byte in the
/// frame's payload, for payloads that come in pieces.
void apply_mask(std::span<char> data, MaskKey key, std::size_t offset = 0);

}  // namespace standpipe::protocol::ws
