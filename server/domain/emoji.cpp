#include "server/domain/emoji.hpp"

#include <algorithm>
#include <array>

#include "protocol/text.hpp"

namespace standpipe::domain {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array kPictures{
    Range{0x00A9, 0x00A9}, Range{0x00AE, 0x00AE},   Range{0x203C, 0x203C}, Range{0x2049, 0x2049}, Range{0x2122, 0x2122},
    Range{0x2139, 0x2139}, Range{0x2190, 0x21FF},   Range{0x2300, 0x23FF}, Range{0x24C2, 0x24C2}, Range{0x25A0, 0x27BF},
    Range{0x2900, 0x297F}, Range{0x2B00, 0x2BFF},   Range{0x3030, 0x3030}, Range{0x303D, 0x303D}, Range{0x3297, 0x3297},
    Range{0x3299, 0x3299}, Range{0x1F000, 0x1FAFF},
};

/// Zero width joiner, keycap, variation selectors and the tags of regional flags; digits count only under a keycap.
constexpr std::array kJoiners{
    Range{0x200D, 0x200D},
    Range{0x20E3, 0x20E3},
    Range{0xFE0E, 0xFE0F},
    Range{0xE0020, 0xE007F},
};

constexpr char32_t kKeycap = 0x20E3;

template <class Ranges>
bool in_any(const Ranges& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range range) { return c >= range.first && c <= range.last; });
}

bool is_key(char32_t c) {
  return (c >= '0' && c <= '9') || c == '#' || c == '*';
}

}  // namespace

bool is_emoji(std::string_view text) {
  bool picture = false;
  bool key = false;
  bool keycap = false;
  while (!text.empty()) {
    const auto c = protocol::next_code_point(text);
    if (!c) return false;
    if (in_any(kPictures, *c)) {
      picture = true;
    } else if (is_key(*c)) {
      key = true;
    } else if (!in_any(kJoiners, *c)) {
      return false;
    }
    keycap = keycap || *c == kKeycap;
  }
  return key ? keycap : picture;
}

}  // namespace standpipe::domain
