#include "protocol/ws/mask.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <span>

using namespace standpipe::protocol::ws;

TEST_CASE("masking is a XOR byte by byte, of any length, at any address and offset, and touches nothing beside it") {
  constexpr std::size_t guard = 8;
  constexpr std::size_t longest = 64;
  constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};
  using Buffer = std::array<char, guard + 8 + longest + guard>;
  int wrong = 0;
  for (std::size_t size = 0; size <= longest; ++size) {
    for (std::size_t address = 0; address < 8; ++address) {
      for (std::size_t offset = 0; offset < 4; ++offset) {
        alignas(8) Buffer bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 + 1);
        const Buffer before = bytes;
        Buffer expected = before;
        const std::size_t start = guard + address;
        for (std::size_t i = 0; i < size; ++i) {
          expected[start + i] = static_cast<char>(expected[start + i] ^ key[(i + offset) % 4]);
        }
        const std::span<char> payload = std::span(bytes).subspan(start, size);
        apply_mask(payload, key, offset);
        if (bytes != expected) ++wrong;
        apply_mask(payload, key, offset);
        if (bytes != before) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("an offset counts beyond the key") {
  std::array<char, 3> here{'a', 'b', 'c'};
  std::array<char, 3> there = here;
  apply_mask(here, {1, 2, 3, 4}, 3);
  apply_mask(there, {1, 2, 3, 4}, 4'000'003);
  CHECK(here == there);
}
