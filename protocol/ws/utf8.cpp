#include "protocol/ws/utf8.hpp"

#include <cstring>

namespace standpipe::protocol::ws {

namespace {

/// The first byte from `at` on that is not ASCII, or `end`; eight at a time.
const char* skip_ascii(const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if ((word & 0x8080808080808080ULL) != 0) break;
    at += 8;
  }
  while (at != end && static_cast<std::uint8_t>(*at) < 0x80) ++at;
  return at;
}

}  // namespace

bool Utf8Validator::lead(std::uint8_t byte) {
  low_ = 0x80;
  high_ = 0xBF;
  if (byte >= 0xC2 && byte <= 0xDF) {
    pending_ = 1;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    pending_ = 2;
    if (byte == 0xE0) low_ = 0xA0;   // shorter forms exist
    if (byte == 0xED) high_ = 0x9F;  // surrogates
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    pending_ = 3;
    if (byte == 0xF0) low_ = 0x90;   // shorter forms exist
    if (byte == 0xF4) high_ = 0x8F;  // above U+10FFFF
  } else {
    return false;
  }
  return true;
}

bool Utf8Validator::write(std::string_view piece) {
  const char* at = piece.data();
  const char* const end = at + piece.size();
  while (at != end) {
    if (pending_ == 0) {
      at = skip_ascii(at, end);
      if (at == end) break;
      if (!lead(static_cast<std::uint8_t>(*at++))) return false;
    } else {
      const auto byte = static_cast<std::uint8_t>(*at++);
      if (byte < low_ || byte > high_) return false;
      low_ = 0x80;
      high_ = 0xBF;
      --pending_;
    }
  }
  return true;
}

bool is_valid_utf8(std::string_view text) {
  Utf8Validator validator;
  return validator.write(text) && validator.complete();
}

}  // namespace standpipe::protocol::ws
