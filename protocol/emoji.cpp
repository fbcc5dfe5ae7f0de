#include "protocol/emoji.hpp"

#include <optional>

#include "protocol/text.hpp"

namespace standpipe::protocol {

namespace {

constexpr char32_t joiner = 0x200d;
constexpr char32_t emoji_style = 0xfe0f;
constexpr char32_t keycap = 0x20e3;
constexpr char32_t tag_end = 0xe007f;

bool is_flag_letter(char32_t c) {
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}
bool is_skin_tone(char32_t c) {
  return c >= 0x1f3fb && c <= 0x1f3ff;
}
bool is_tag(char32_t c) {
  return c >= 0xe0020 && c <= 0xe007e;
}
bool is_keycap_base(char32_t c) {
  return (c >= '0' && c <= '9') || c == '#' || c == '*';
}

/// The blocks and single characters that emoji come from, without flags.
bool is_base(char32_t c) {
  return c == 0xa9 || c == 0xae || c == 0x203c || c == 0x2049 || c == 0x2122 || c == 0x2139 || (c >= 0x2190 && c <= 0x21ff) ||
         (c >= 0x2300 && c <= 0x23ff) || c == 0x24c2 || (c >= 0x25a0 && c <= 0x27bf) || c == 0x2934 || c == 0x2935 ||
         (c >= 0x2b00 && c <= 0x2bff) || c == 0x3030 || c == 0x303d || c == 0x3297 || c == 0x3299 ||
         (c >= 0x1f000 && c <= 0x1faff && !is_flag_letter(c));
}

/// Reads code points one at a time, with one ahead.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) { advance(); }

  template <class Match>
  bool take(Match match) {
    if (!next_ || !match(*next_)) return false;
    advance();
    return true;
  }
  bool take(char32_t c) {
    return take([c](char32_t next) { return next == c; });
  }
  bool at_end() const { return !next_ && rest_.empty(); }

 private:
  void advance() { next_ = next_code_point(rest_); }

  std::string_view rest_;
  std::optional<char32_t> next_;
};

/// A run of tags after a base, as in the flags of Scotland and Wales, must be ended.
bool take_tags(Cursor& cursor) {
  bool any = false;
  while (cursor.take(is_tag)) any = true;
  return !any || cursor.take(tag_end);
}

bool take_picture(Cursor& cursor) {
  if (!cursor.take(is_base)) return false;
  cursor.take(emoji_style);
  cursor.take(is_skin_tone);
  return take_tags(cursor);
}

/// One sequence of any kind (ED-14, ED-14c, ED-16).
bool take_emoji(Cursor& cursor) {
  if (cursor.take(is_flag_letter)) return cursor.take(is_flag_letter);
  if (cursor.take(is_keycap_base)) {
    cursor.take(emoji_style);
    return cursor.take(keycap);
  }
  do {
    if (!take_picture(cursor)) return false;
  } while (cursor.take(joiner));
  return true;
}

}  // namespace

bool is_emoji(std::string_view text) {
  Cursor cursor(text);
  return take_emoji(cursor) && cursor.at_end();
}

}  // namespace standpipe::protocol
