#include "protocol/ws/mask.hpp"

#include <cstring>

namespace standpipe::protocol::ws {

void apply_mask(std::span<char> data, MaskKey key, std::size_t offset) {
  std::array<char, 8> pattern{};
  for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = static_cast<char>(key[(i + offset) & 3]);
  std::uint64_t wide_key = 0;
  std::memcpy(&wide_key, pattern.data(), sizeof wide_key);

  char* at = data.data();
  std::size_t left = data.size();
  for (; left >= sizeof wide_key; at += sizeof wide_key, left -= sizeof wide_key) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word ^= wide_key;
    std::memcpy(at, &word, sizeof word);
  }
  for (std::size_t i = 0; i < left; ++i) at[i] = static_cast<char>(at[i] ^ pattern[i]);
}

}  // namespace standpipe::protocol::ws
