#include <doctest/doctest.h>

#include <random>

#include "client-cli/terminal/safe_text.hpp"

using namespace standpipe::client;

TEST_CASE("ordinary text in any language passes unchanged") {
  for (const char* text :
       {"Débit de fuite nocturne: 2,4 m³/h", "مياه الشرب", "水道", "👩🏾‍🔧 fixed it", "line\nline\ttab"})
    CHECK(printable(text) == text);
}

TEST_CASE("nothing that steers a terminal gets through") {
  CHECK(printable("a\x1b[31mred\x1b[0m") == "a[31mred[0m");
  CHECK(printable("\x1b]0;title\x07x") == "]0;titlex");
  CHECK(printable("\xC2\x9B"
                  "31m") == "31m");  // CSI as one C1 character
  CHECK(printable("a\rb\x08\x7f") == "ab");
  CHECK(printable("\xE2\x80\xAE"
                  "evil") == "evil");  // right-to-left override
  CHECK(printable("\xE2\x81\xA6x\xE2\x81\xA9") == "x");
  CHECK(printable_line("two\nlines\there") == "two lines here");
}

TEST_CASE("what is not UTF-8 becomes a replacement character") {
  CHECK(printable("\xff") == "\xEF\xBF\xBD");
  CHECK(printable("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(printable("\xED\xA0\x80").find("\xEF\xBF\xBD") == 0);
  CHECK(printable("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("no random bytes produce a control character") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 64, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string safe = printable_line(bytes);
    for (std::size_t i = 0; i < safe.size(); ++i) {
      const auto c = static_cast<unsigned char>(safe[i]);
      REQUIRE(c >= 0x20);
      REQUIRE(c != 0x7F);
      if (c == 0xC2 && i + 1 < safe.size()) REQUIRE(static_cast<unsigned char>(safe[i + 1]) >= 0xA0);
    }
  }
}

TEST_CASE("JSON text keeps its meaning, and has nothing in it that a terminal obeys") {
  CHECK(printable_json("{\"a\":\"m\u00B3 \u009B \u202E\u2066\"}") == "{\"a\":\"m\u00B3 \\u009b \\u202e\\u2066\"}");
  CHECK(printable_json("\U000E0041") == "\\udb40\\udc41");
  CHECK(printable_json("{}\n{}") == "{}\n{}");
}
