#include "protocol/text.hpp"

#include <algorithm>

namespace standpipe::protocol {

namespace {

using Byte = unsigned char;

/// How long a sequence is that begins with this byte, and what its second byte may be (Unicode 15, table 3-7).
struct Lead {
  std::size_t length;
  Byte second_least;
  Byte second_most;
};

std::optional<Lead> lead_of(Byte b) {
  if (b < 0x80) return Lead{1, 0, 0};
  if (b < 0xc2) return std::nullopt;
  if (b < 0xe0) return Lead{2, 0x80, 0xbf};
  if (b == 0xe0) return Lead{3, 0xa0, 0xbf};
  if (b == 0xed) return Lead{3, 0x80, 0x9f};
  if (b < 0xf0) return Lead{3, 0x80, 0xbf};
  if (b == 0xf0) return Lead{4, 0x90, 0xbf};
  if (b < 0xf4) return Lead{4, 0x80, 0xbf};
  if (b == 0xf4) return Lead{4, 0x80, 0x8f};
  return std::nullopt;
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

bool is_noncharacter(char32_t c) {
  return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

bool is_white_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/// Default_Ignorable_Code_Point, and the Braille blank.
bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
         (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0x2800 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
         c == 0xffa0 || (c >= 0xfff0 && c <= 0xfff8) || (c >= 0x1bca0 && c <= 0x1bca3) || (c >= 0x1d173 && c <= 0x1d17a) ||
         (c >= 0xe0000 && c <= 0xe0fff);
}

bool reorders(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool allowed_in_line(char32_t c) {
  return !is_control(c) && !is_noncharacter(c) && !reorders(c) && c != 0x2028 && c != 0x2029;
}

bool allowed_in_text(char32_t c) {
  return c == '\n' || c == '\t' || (!is_control(c) && !is_noncharacter(c));
}

bool is_plain(char c) {
  return c >= ' ' && c <= '~';
}

bool all_allowed(std::string_view text, bool (*allowed)(char32_t)) {
  for (;;) {
    // What most texts mostly are needs no decoding, and is allowed everywhere.
    text.remove_prefix(static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin()));
    if (text.empty()) return true;
    const auto c = next_code_point(text);
    if (!c || !allowed(*c)) return false;
  }
}

std::string trimmed_unless_blank(std::string_view text) {
  return is_blank(text) ? std::string() : std::string(trim(text));
}

/// The last code point of a valid UTF-8 text begins where the last byte is that continues none.
std::size_t last_start(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<Byte>(text[at]) & 0xc0) == 0x80) --at;
  return at;
}

}  // namespace

std::optional<char32_t> next_code_point(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<Byte>(text[0]);
  const auto lead = lead_of(first);
  if (!lead || text.size() < lead->length) return std::nullopt;
  char32_t c = lead->length == 1 ? first : first & (0x7f >> lead->length);
  for (std::size_t i = 1; i < lead->length; ++i) {
    const auto b = static_cast<Byte>(text[i]);
    const Byte least = i == 1 ? lead->second_least : 0x80;
    const Byte most = i == 1 ? lead->second_most : 0xbf;
    if (b < least || b > most) return std::nullopt;
    c = c << 6 | (b & 0x3f);
  }
  text.remove_prefix(lead->length);
  return c;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!next_code_point(text)) return false;
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    if (!next_code_point(text)) text.remove_prefix(1);
    ++count;
  }
  return count;
}

void append_code_point(std::string& out, char32_t c) {
  const auto continuation = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    continuation(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    continuation(6);
    continuation(0);
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

std::string_view truncate(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<Byte>(text[bytes]) & 0xc0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::string with_plain_line_ends(std::string_view text) {
  if (text.find('\r') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

std::string_view trim(std::string_view text) {
  for (std::string_view rest = text; !text.empty(); text = rest) {
    const auto c = next_code_point(rest);
    if (!c || !is_white_space(*c)) break;
  }
  while (!text.empty()) {
    const std::size_t start = last_start(text);
    std::string_view last = text.substr(start);
    const auto c = next_code_point(last);
    if (!c || !last.empty() || !is_white_space(*c)) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const auto c = next_code_point(text);
    if (!c || !(is_white_space(*c) || is_invisible(*c))) return false;
  }
  return true;
}

std::optional<std::string> clean_line(std::string_view text) {
  if (!all_allowed(text, allowed_in_line)) return std::nullopt;
  return trimmed_unless_blank(text);
}

std::optional<std::string> clean_text(std::string_view text) {
  const std::string plain = with_plain_line_ends(text);
  if (!all_allowed(plain, allowed_in_text)) return std::nullopt;
  return trimmed_unless_blank(plain);
}

}  // namespace standpipe::protocol
