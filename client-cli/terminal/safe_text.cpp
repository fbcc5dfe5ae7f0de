#include "client-cli/terminal/safe_text.hpp"

#include "protocol/text.hpp"

namespace standpipe::client {

namespace {

/// Takes the first code point off a text that is not empty; U+FFFD for a byte that begins none.
char32_t take(std::string_view& text) {
  if (const auto c = protocol::next_code_point(text)) return *c;
  text.remove_prefix(1);
  return 0xFFFD;
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
    const char32_t c = take(text);
    if (c == '\n' || c == '\t') {
      out += one_line ? ' ' : static_cast<char>(c);
    } else if (!is_control(c) && !is_steering(c)) {
      protocol::append_code_point(out, c);
    }
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
    const char32_t c = take(json);
    if (c != '\n' && (is_control(c) || is_steering(c))) {
      if (c >= 0x10000) append_escaped(out, 0xD800 + ((c - 0x10000) >> 10));
      append_escaped(out, c >= 0x10000 ? 0xDC00 + ((c - 0x10000) & 0x3FFU) : c);
    } else {
      protocol::append_code_point(out, c);
    }
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
