#pragma once

#include <boost/crc.hpp>

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
    crc_.process_bytes(bytes, sizeof bytes);
  }
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    crc_.process_bytes(text.data(), text.size());
  }
  std::int64_t value() const { return crc_.checksum(); }

 private:
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc_;
};

}  // namespace standpipe::store
