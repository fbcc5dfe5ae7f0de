#include "server/query/fold.hpp"

#include <algorithm>
#include <cstdint>

namespace standpipe::query {

namespace {

/// The letters from `first` to `last` count as `base`; the empty text drops them.
struct Letters {
  char32_t first, last;
  std::string_view base;
};

/// Ascending. After the Unicode blocks Latin-1 Supplement, Latin Extended-A and -B (in part), Combining Diacritical Marks,
/// Greek (letters with accents, final sigma), Cyrillic (io), Arabic (vowel signs and tatweel) and Latin Extended Additional.
constexpr Letters kLetters[] = {
    {0x00C0, 0x00C5, "a"}, {0x00C6, 0x00C6, "ae"}, {0x00C7, 0x00C7, "c"},  {0x00C8, 0x00CB, "e"},  {0x00CC, 0x00CF, "i"},
    {0x00D0, 0x00D0, "d"}, {0x00D1, 0x00D1, "n"},  {0x00D2, 0x00D6, "o"},  {0x00D8, 0x00D8, "o"},  {0x00D9, 0x00DC, "u"},
    {0x00DD, 0x00DD, "y"}, {0x00DE, 0x00DE, "th"}, {0x00DF, 0x00DF, "ss"}, {0x00E0, 0x00E5, "a"},  {0x00E6, 0x00E6, "ae"},
    {0x00E7, 0x00E7, "c"}, {0x00E8, 0x00EB, "e"},  {0x00EC, 0x00EF, "i"},  {0x00F0, 0x00F0, "d"},  {0x00F1, 0x00F1, "n"},
    {0x00F2, 0x00F6, "o"}, {0x00F8, 0x00F8, "o"},  {0x00F9, 0x00FC, "u"},  {0x00FD, 0x00FD, "y"},  {0x00FE, 0x00FE, "th"},
    {0x00FF, 0x00FF, "y"}, {0x0100, 0x0105, "a"},  {0x0106, 0x010D, "c"},  {0x010E, 0x0111, "d"},  {0x0112, 0x011B, "e"},
    {0x011C, 0x0123, "g"}, {0x0124, 0x0127, "h"},  {0x0128, 0x0131, "i"},  {0x0132, 0x0133, "ij"}, {0x0134, 0x0135, "j"},
    {0x0136, 0x0138, "k"}, {0x0139, 0x0142, "l"},  {0x0143, 0x014B, "n"},  {0x014C, 0x0151, "o"},  {0x0152, 0x0153, "oe"},
    {0x0154, 0x0159, "r"}, {0x015A, 0x0161, "s"},  {0x0162, 0x0167, "t"},  {0x0168, 0x0173, "u"},  {0x0174, 0x0175, "w"},
    {0x0176, 0x0178, "y"}, {0x0179, 0x017E, "z"},  {0x017F, 0x017F, "s"},  {0x01A0, 0x01A1, "o"},  {0x01AF, 0x01B0, "u"},
    {0x01CD, 0x01CE, "a"}, {0x01CF, 0x01D0, "i"},  {0x01D1, 0x01D2, "o"},  {0x01D3, 0x01DC, "u"},  {0x0218, 0x0219, "s"},
    {0x021A, 0x021B, "t"}, {0x0300, 0x036F, ""},   {0x0386, 0x0386, "α"},  {0x0388, 0x0388, "ε"},  {0x0389, 0x0389, "η"},
    {0x038A, 0x038A, "ι"}, {0x038C, 0x038C, "ο"},  {0x038E, 0x038E, "υ"},  {0x038F, 0x038F, "ω"},  {0x0390, 0x0390, "ι"},
    {0x03AC, 0x03AC, "α"}, {0x03AD, 0x03AD, "ε"},  {0x03AE, 0x03AE, "η"},  {0x03AF, 0x03AF, "ι"},  {0x03B0, 0x03B0, "υ"},
    {0x03C2, 0x03C2, "σ"}, {0x03CA, 0x03CA, "ι"},  {0x03CB, 0x03CB, "υ"},  {0x03CC, 0x03CC, "ο"},  {0x03CD, 0x03CD, "υ"},
    {0x03CE, 0x03CE, "ω"}, {0x0401, 0x0401, "е"},  {0x0451, 0x0451, "е"},  {0x0640, 0x0640, ""},   {0x064B, 0x0652, ""},
    {0x1E00, 0x1E01, "a"}, {0x1E02, 0x1E07, "b"},  {0x1E08, 0x1E09, "c"},  {0x1E0A, 0x1E13, "d"},  {0x1E14, 0x1E1D, "e"},
    {0x1E1E, 0x1E1F, "f"}, {0x1E20, 0x1E21, "g"},  {0x1E22, 0x1E2B, "h"},  {0x1E2C, 0x1E2F, "i"},  {0x1E30, 0x1E35, "k"},
    {0x1E36, 0x1E3D, "l"}, {0x1E3E, 0x1E43, "m"},  {0x1E44, 0x1E4B, "n"},  {0x1E4C, 0x1E53, "o"},  {0x1E54, 0x1E57, "p"},
    {0x1E58, 0x1E5F, "r"}, {0x1E60, 0x1E69, "s"},  {0x1E6A, 0x1E71, "t"},  {0x1E72, 0x1E7B, "u"},  {0x1E7C, 0x1E7F, "v"},
    {0x1E80, 0x1E89, "w"}, {0x1E8A, 0x1E8D, "x"},  {0x1E8E, 0x1E8F, "y"},  {0x1E90, 0x1E95, "z"},  {0x1EA0, 0x1EB7, "a"},
    {0x1EB8, 0x1EC7, "e"}, {0x1EC8, 0x1ECB, "i"},  {0x1ECC, 0x1EE3, "o"},  {0x1EE4, 0x1EF1, "u"},  {0x1EF2, 0x1EF9, "y"}};

/// Capital letters of Greek and Cyrillic, whose small letters follow at a fixed distance.
constexpr char32_t small(char32_t letter) {
  if (letter >= 0x0391 && letter <= 0x03A9) return letter + 0x20;
  if (letter >= 0x0410 && letter <= 0x042F) return letter + 0x20;
  if (letter >= 0x0400 && letter <= 0x040F) return letter + 0x50;
  return letter;
}

void append_utf8(std::string& out, char32_t c) {
  const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((c >> shift) & 0x3F))); };
  if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    tail(6);
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    tail(12);
    tail(6);
  }
  tail(0);
}

/// The code point that begins at `at`, beyond ASCII; `at` moves behind it. A byte that fits nowhere counts as one of its own.
char32_t next_letter(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t letter = more == 3 ? lead & 0x07 : more == 2 ? lead & 0x0F : lead & 0x1F;
  for (; more > 0 && at < text.size(); --more) letter = (letter << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return letter;
}

void append_folded(std::string& out, char32_t letter) {
  const auto* at = std::ranges::lower_bound(kLetters, letter, {}, &Letters::last);
  if (at != std::end(kLetters) && letter >= at->first) {
    out.append(at->base);
  } else {
    append_utf8(out, small(letter));
  }
}

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x80) {
      append_folded(out, next_letter(text, at));
      continue;
    }
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
    ++at;
  }
  return out;
}

std::vector<std::string> folded_words(std::string_view text, std::size_t most) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    const auto begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    words.push_back(fold(text.substr(begin, at - begin)));
  }
  return words;
}

}  // namespace standpipe::query
