#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace standpipe::store {

/// CRC-32C (RFC 3720 appendix B.4) over the columns of a row, in order: of a number its eight bytes, least first; of a text its
/// length as a number, then its bytes.
class Checksum {
 public:
  void add(std::int64_t value) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i));
    add(bytes, sizeof bytes);
  }
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    add(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  std::int64_t value() const { return std::int64_t{~remainder_}; }

 private:
  void add(const unsigned char* bytes, std::size_t size);

  std::uint32_t remainder_ = 0xFFFFFFFF;
};

}  // namespace standpipe::store
