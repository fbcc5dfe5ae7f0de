#include "server/store/checksum.hpp"

#include <array>
#include <cstring>

#ifdef __x86_64__
#include <nmmintrin.h>
#endif

namespace standpipe::store {

namespace {

constexpr auto table = [] {
  constexpr std::uint32_t polynomial = 0x82F63B78;  // 0x1EDC6F41 with its bits in reverse
  std::array<std::uint32_t, 256> remainders{};
  for (std::uint32_t byte = 0; byte < remainders.size(); ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = remainder & 1 ? polynomial ^ remainder >> 1 : remainder >> 1;
    remainders[byte] = remainder;
  }
  return remainders;
}();

std::uint32_t by_table(std::uint32_t remainder, const unsigned char* bytes, std::size_t size) {
  for (; size > 0; ++bytes, --size) remainder = table[(remainder ^ *bytes) & 0xFF] ^ remainder >> 8;
  return remainder;
}

#ifdef __x86_64__
/// Every row that is read or written passes here: the processor's own instruction takes eight bytes at a time.
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::uint32_t remainder, const unsigned char* bytes,
                                                               std::size_t size) {
  std::uint64_t wide = remainder;
  for (; size >= 8; bytes += 8, size -= 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    wide = _mm_crc32_u64(wide, eight);
  }
  remainder = static_cast<std::uint32_t>(wide);
  for (; size > 0; ++bytes, --size) remainder = _mm_crc32_u8(remainder, *bytes);
  return remainder;
}

const auto update = __builtin_cpu_supports("sse4.2") ? by_instruction : by_table;
#else
constexpr auto update = by_table;
#endif

}  // namespace

void Checksum::add(const unsigned char* bytes, std::size_t size) {
  remainder_ = update(remainder_, bytes, size);
}

}  // namespace standpipe::store
