#include "client-cli/terminal_text.hpp"

#include <cstdint>

namespace standpipe::client {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;
  bool valid = false;
};

/// The code point at the front of a text that is not empty; RFC 3629.
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {};
  char32_t value = first & (0x7F >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[size] || value > 0x10FFFF || surrogate) return {};
  return {value, size, true};
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

/// Embeddings, overrides and isolates, and the marks that could turn what comes after them (UAX #9), and the tag characters.
bool is_steering(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

std::string clean(std::string_view text, bool one_line) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = decode(text);
    if (!c.valid) {
      out += replacement;
    } else if (c.value == '\n' || c.value == '\t') {
      out += one_line ? ' ' : static_cast<char>(c.value);
    } else if (!is_control(c.value) && !is_steering(c.value)) {
      out.append(text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
  return out;
}

void append_escaped(std::string& out, char32_t c) {
  static constexpr char digits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(c >> shift) & 15U];
}

}  // namespace

std::string printable_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const CodePoint c = decode(json);
    if (!c.valid) {
      out += replacement;
    } else if (c.value != '\n' && (is_control(c.value) || is_steering(c.value))) {
      if (c.value >= 0x10000) append_escaped(out, 0xD800 + ((c.value - 0x10000) >> 10));
      append_escaped(out, c.value >= 0x10000 ? 0xDC00 + ((c.value - 0x10000) & 0x3FFU) : c.value);
    } else {
      out.append(json.substr(0, c.size));
    }
    json.remove_prefix(c.size);
  }
  return out;
}

std::string printable(std::string_view text) {
  return clean(text, false);
}
std::string printable_line(std::string_view text) {
  return clean(text, true);
}

}  // namespace standpipe::client
