#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace standpipe::conformance {

// The first byte of a compressed message that is sent whole.
inline constexpr std::uint8_t deflated_text = 0xC1;
inline constexpr std::uint8_t deflated_binary = 0xC2;

/// Compresses as another implementation would: by zlib itself, with any level and strategy, and a flush after each `step` bytes
/// (0: only at the end).
std::string packed(std::string_view message, int level = 9, std::size_t step = 0, int strategy = Z_DEFAULT_STRATEGY);

/// A compressed text message in one frame.
std::string zipped(std::string_view message);

/// The part, as often as it takes to fill `size` bytes.
std::string repeated(std::string_view part, std::size_t size);

/// A header line that offers extensions.
std::string offer(std::string_view extensions);

}  // namespace standpipe::conformance
