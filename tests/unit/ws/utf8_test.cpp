#include <doctest/doctest.h>

#include <vector>

#include "protocol/ws/utf8.hpp"
#include "tests/unit/ws/reader_driver.hpp"

using namespace std::string_literals;
using namespace standpipe::protocol::ws;
using namespace standpipe::protocol::ws::test;

namespace {

/// The straightforward definition, to check the incremental one against.
bool reference(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(i + k < text.size() ? text[i + k] : 0); };
    const unsigned char b = byte(0);
    const std::size_t n = b < 0x80 ? 1 : (b >> 5) == 6 ? 2 : (b >> 4) == 14 ? 3 : (b >> 3) == 30 ? 4 : 0;
    if (n == 0) return false;
    char32_t code = n == 1 ? b : b & (0x7F >> n);
    for (std::size_t k = 1; k < n; ++k) {
      if ((byte(k) & 0xC0) != 0x80) return false;
      code = code << 6 | (byte(k) & 0x3F);
    }
    const char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += n;
  }
  return true;
}

}  // namespace

TEST_CASE("UTF-8 is told from what is not") {
  struct Case {
    std::string text;
    bool valid;
  };
  const std::vector<Case> cases = {
      {"", true},
      {"plain ASCII that is longer than eight bytes", true},
      {"\x00"s, true},
      {"\xc3\xa9", true},
      {"\xe2\x82\xac", true},
      {"\xf0\x9f\x9a\xb0", true},
      {"\xf4\x8f\xbf\xbf", true},
      {"\xed\x9f\xbf", true},
      {"\xee\x80\x80", true},
      {"\xef\xbf\xbf", true},
      {"\x80", false},
      {"\xbf", false},
      {"\xc0\x80", false},
      {"\xc1\xbf", false},
      {"\xe0\x80\x80", false},
      {"\xe0\x9f\xbf", false},
      {"\xed\xa0\x80", false},
      {"\xed\xbf\xbf", false},
      {"\xf0\x80\x80\x80", false},
      {"\xf0\x8f\xbf\xbf", false},
      {"\xf4\x90\x80\x80", false},
      {"\xf5\x80\x80\x80", false},
      {"\xf8\x88\x80\x80\x80", false},
      {"\xfe", false},
      {"\xff", false},
      {"\xc3", false},
      {"\xe2\x82", false},
      {"\xf0\x9f\x9a", false},
      {"\xc3(", false},
      {"12345678\xe2\x82(9", false},
      {"1234567\xc3\xa9 and on\xff", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(is_valid_utf8(c.text) == c.valid);
    CHECK(reference(c.text) == c.valid);
    Utf8Validator bytewise;
    bool valid = true;
    for (const char byte : c.text) valid = valid && bytewise.write({&byte, 1});
    CHECK((valid && bytewise.complete()) == c.valid);
  }
}

TEST_CASE("every sequence of one to three bytes agrees with the definition") {
  std::string text;
  const auto check = [&] { return is_valid_utf8(text) == reference(text); };
  bool same = true;
  for (int a = 0; a < 256; ++a) {
    text = {static_cast<char>(a)};
    same = same && check();
    for (int b = 0; b < 256; ++b) {
      text = {static_cast<char>(a), static_cast<char>(b)};
      same = same && check();
      for (int c = 0x7E; a >= 0xE0 && c < 0xC2; ++c) {
        text = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
        same = same && check();
        text += '\x80';
        same = same && check();
      }
    }
  }
  CHECK(same);
}

TEST_CASE("invalid text fails before its frame is complete") {
  using Kind = ReaderEvent::Kind;
  const std::string good = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
  struct Case {
    std::string name;
    std::string bytes;
  };
  const std::vector<Case> cases = {
      {"a surrogate in the middle of a frame", masked(Opcode::text, good + "\xed\xa0\x80 edited").substr(0, 6 + 13)},
      {"a byte above U+10FFFF", masked(Opcode::text, good + "\xf4\x90\x80\x80 edited").substr(0, 6 + 13)},
      {"in a fragment that is not the last",
       masked(Opcode::text, good, false) + masked(Opcode::continuation, "\xed\xa0\x80", false)},
      {"in the first fragment", masked(Opcode::text, "\xff", false)},
      {"a character cut by the end", masked(Opcode::text, "\xe2\x82")},
      {"a character cut by the end of fragments", masked(Opcode::text, "\xe2", false) + masked(Opcode::continuation, "\x82")},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1}}) {
      const auto seen = read_all(c.bytes, piece);
      REQUIRE(seen.size() == 1);
      CHECK(seen[0].kind == Kind::failed);
      CHECK(seen[0].code == 1007);
    }
  }
  const auto whole = read_all(masked(Opcode::text, "\xe2", false) + masked(Opcode::ping, "") +
                              masked(Opcode::continuation, "\x82", false) + masked(Opcode::continuation, "\xac"));
  REQUIRE(whole.size() == 2);
  CHECK(whole[1].payload == "\xe2\x82\xac");
}
