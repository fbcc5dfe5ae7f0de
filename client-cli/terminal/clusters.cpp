#include "client-cli/terminal/clusters.hpp"

#include <clocale>
#include <cwchar>
#include <optional>

#include "client-cli/terminal/code_points.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::size_t most_bytes = 64;
constexpr char32_t joiner = 0x200D;
constexpr char32_t as_emoji = 0xFE0F;
constexpr char32_t keycap = 0x20E3;

/// wcwidth() asks the locale of the thread, and only one of UTF-8 knows. It knows nothing of what is newer than itself: -1.
int known_columns(char32_t c) {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return -1;
  const locale_t before = ::uselocale(utf8);
  const int columns = ::wcwidth(static_cast<wchar_t>(c));
  ::uselocale(before);
  return columns;
}

bool is_regional(char32_t c) {
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}
bool is_skin_tone(char32_t c) {
  return c >= 0x1F3FB && c <= 0x1F3FF;
}
bool is_medial_or_final_jamo(char32_t c) {
  return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB);
}
bool is_variation_selector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}
bool is_format(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x206F) || c >= 0xE0000;
}

int columns_of_one(char32_t c) {
  if (c < 0x7F) return 1;
  if (is_medial_or_final_jamo(c)) return 0;
  const int known = known_columns(c);
  if (known >= 0) return known;
  const bool is_wide = is_among(pictographic, c) || (c >= 0x20000 && c <= 0x3FFFD);
  return is_wide ? 2 : 1;
}

std::optional<char32_t> peek(std::string_view text) {
  return protocol::next_code_point(text);
}

std::size_t ascii_run(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && static_cast<unsigned char>(text[n]) < 0x80) ++n;
  return n;
}

/// A cluster as it grows by one code point after the other.
class Growing {
 public:
  explicit Growing(char32_t base)
      : base_(base),
        last_(base),
        columns_(columns_of_one(base)),
        is_emoji_(base >= 0x80 && is_among(pictographic, base)),
        doubtful_(is_emoji_ || is_regional(base) || is_format(base) || columns_ == 0 ||
                  (base >= 0xA0 && known_columns(base) < 0)) {}

  bool take(char32_t c) {
    if (!joins(c)) return false;
    last_ = c;
    return true;
  }
  int columns() const { return columns_; }
  bool doubtful() const { return doubtful_; }

 private:
  bool joins(char32_t c) {
    if (c < 0x80) return false;
    if (is_regional(base_)) {
      if (is_regional(c) && last_ == base_ && !paired_) return paired_ = true, widen(2);
    } else if (is_emoji_ && (is_skin_tone(c) || (last_ == joiner && is_among(pictographic, c)))) {
      return widen(2);
    }
    if (columns_of_one(c) == 0) {
      if (c == as_emoji && is_emoji_) return widen(2);
      if (c == keycap && last_ == as_emoji && base_ < 0x80) return widen(2);
      doubtful_ = doubtful_ || is_variation_selector(c) || is_format(c) || is_medial_or_final_jamo(c) || c == keycap;
      return true;
    }
    if (columns_ > 0 && is_among(spacing_marks, c)) return widen(std::min(2, columns_ + 1));
    return false;
  }

  bool widen(int columns) {
    columns_ = columns;
    doubtful_ = true;
    return true;
  }

  char32_t base_;
  char32_t last_;
  int columns_;
  bool is_emoji_;
  bool doubtful_;
  bool paired_ = false;
};

}  // namespace

Cluster next_cluster(std::string_view& text) {
  if (text.empty()) return {};
  const std::string_view all = text;
  const auto is_ascii = [&](std::size_t i) { return i >= all.size() || static_cast<unsigned char>(all[i]) < 0x80; };
  if (is_ascii(0) && is_ascii(1)) {
    text.remove_prefix(1);
    return {all.substr(0, 1), 1, false};
  }
  const auto base = protocol::next_code_point(text);
  if (!base) {
    text.remove_prefix(1);
    return {all.substr(0, 1), 1, true};
  }
  Growing cluster(*base);
  bool cut = false;
  while (const auto next = peek(text)) {
    std::string_view rest = text;
    protocol::next_code_point(rest);
    cut = all.size() - rest.size() > most_bytes;
    if (cut || !cluster.take(*next)) break;
    text = rest;
  }
  return {all.substr(0, all.size() - text.size()), cluster.columns(), cluster.doubtful() || cut};
}

int columns_of(std::string_view text) {
  int total = 0;
  while (!text.empty()) {
    if (const auto run = ascii_run(text); run > 1) {  // the last of them may be the base of what follows
      const auto sure = run == text.size() ? run : run - 1;
      total += static_cast<int>(sure);
      text.remove_prefix(sure);
    } else {
      total += next_cluster(text).columns;
    }
  }
  return total;
}

std::string_view fitting(std::string_view text, int columns) {
  std::string_view rest = text;
  std::string_view after = text;
  for (int used = 0; !rest.empty(); after = rest) {
    used += next_cluster(rest).columns;
    if (used > columns) break;
  }
  return text.substr(0, text.size() - after.size());
}

std::string shortened(std::string_view text, int columns) {
  if (columns <= 0) return {};
  if (fitting(text, columns).size() == text.size()) return std::string(text);
  return std::string(fitting(text, columns - 1)) + "…";
}

bool has_right_to_left(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(ascii_run(text));
    const auto c = protocol::next_code_point(text);
    if (c && is_among(right_to_left, *c)) return true;
    if (!c && !text.empty()) text.remove_prefix(1);
  }
  return false;
}

}  // namespace standpipe::terminal
