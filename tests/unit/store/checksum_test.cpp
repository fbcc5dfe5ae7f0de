#include "server/store/checksum.hpp"

#include <doctest/doctest.h>

#include <boost/crc.hpp>
#include <string>

using standpipe::store::Checksum;

namespace {

/// The same by another hand.
class Reference {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) crc_.process_byte(static_cast<unsigned char>(value >> (8 * i)));
  }
  void add(const std::string& text) {
    add(std::uint64_t{text.size()});
    crc_.process_bytes(text.data(), text.size());
  }
  std::int64_t value() const { return crc_.checksum(); }

 private:
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc_;
};

}  // namespace

TEST_CASE("a row's checksum is CRC-32C, of texts of any length at any address") {
  Checksum nothing;
  CHECK(nothing.value() == 0);
  std::string text;
  for (int length = 0; length < 70; ++length) {
    for (std::size_t skipped = 0; skipped < 9 && skipped <= text.size(); ++skipped) {
      Checksum sum;
      Reference reference;
      sum.add(std::int64_t{length - 35});
      reference.add(static_cast<std::uint64_t>(std::int64_t{length - 35}));
      sum.add(std::string_view(text).substr(skipped));
      reference.add(text.substr(skipped));
      REQUIRE(sum.value() == reference.value());
    }
    text += static_cast<char>(length * 37);
  }
}
