#include "protocol/codec_write.hpp"

#include <charconv>
#include <cstring>

namespace standpipe::protocol {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void write_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      out += "\\u00";
      out += hex_digits[static_cast<unsigned char>(c) >> 4];
      out += hex_digits[static_cast<unsigned char>(c) & 0xf];
  }
}

bool must_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// The same eight times over.
constexpr std::uint64_t eightfold(unsigned char byte) {
  return std::uint64_t{0x0101010101010101} * byte;
}

/// Whether one of eight bytes must be escaped, by bits that subtraction borrows: a byte is below n where n taken from it borrows,
/// and equal to another where they differ by less than one.
bool must_escape_one_of(std::uint64_t bytes) {
  const auto below = [](std::uint64_t b, unsigned char n) { return (b - eightfold(n)) & ~b; };
  return ((below(bytes, 0x20) | below(bytes ^ eightfold('"'), 1) | below(bytes ^ eightfold('\\'), 1)) & eightfold(0x80)) != 0;
}

/// Where the first character is, from `at` on, that must be escaped; the text's size where none is.
std::size_t next_to_escape(std::string_view text, std::size_t at) {
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (must_escape_one_of(eight)) break;
  }
  while (at < text.size() && !must_escape(text[at])) ++at;
  return at;
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t plain = 0;;) {
    const auto end = next_to_escape(text, plain);
    out.append(text, plain, end - plain);
    if (end == text.size()) break;
    write_escaped(out, text[end]);
    plain = end + 1;
  }
  out += '"';
}

void write_integer(std::string& out, std::int64_t value) {
  char digits[20];  // "-9223372036854775808"
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void write_bytes(std::string& out, const std::array<std::uint8_t, 32>& bytes) {
  out += '"';
  for (const std::uint8_t byte : bytes) {
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 0xf];
  }
  out += '"';
}

}  // namespace standpipe::protocol
