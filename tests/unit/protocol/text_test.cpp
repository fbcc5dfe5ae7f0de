#include <doctest/doctest.h>

#include "protocol/text.hpp"

using namespace standpipe::protocol;

TEST_CASE("well-formed UTF-8 is what Unicode's table says") {
  for (const char* good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "eau مياه 水 🚰"}) {
    CAPTURE(good);
    CHECK(is_utf8(good));
  }
  for (const char* bad : {"\x80",
                          "\xbf",
                          "\xc0\x80",
                          "\xc1\xbf",
                          "\xc2",
                          "\xc2\x41",
                          "\xe0\x9f\xbf",
                          "\xe0\xa0",
                          "\xed\xa0\x80",
                          "\xed\xbf\xbf",
                          "\xf0\x8f\xbf\xbf",
                          "\xf0\x90\x80",
                          "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80",
                          "\xf8\x88\x80\x80\x80",
                          "\xfe",
                          "\xff",
                          "a\xff",
                          "\xe2\x82\xac\x80",
                          "\xc2\xc2\x80"}) {
    CAPTURE(bad);
    CHECK(!is_utf8(bad));
  }
}

TEST_CASE("every scalar value is written and read back") {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string text;
    append_code_point(text, c);
    std::string_view rest = text;
    const auto again = next_code_point(rest);
    if (again != c || !rest.empty()) FAIL("U+", static_cast<unsigned>(c));
  }
}

TEST_CASE("a bad sequence is left where it is") {
  std::string_view text = "\xe2\x82";
  CHECK(!next_code_point(text));
  CHECK(text.size() == 2);
}

TEST_CASE("code points are counted") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("é水🚰") == 3);
  CHECK(count_code_points("\xff\xff") == 2);
}

TEST_CASE("a text is cut between code points") {
  CHECK(truncate("é水", 5) == "é水");
  CHECK(truncate("é水", 4) == "é");
  CHECK(truncate("é水", 1) == "");
  CHECK(truncate("abc", 2) == "ab");
  CHECK(truncate("🚰", 3) == "");
}

TEST_CASE("white space goes at both ends") {
  CHECK(trim(" \t\n a b \u00a0\u3000\u2028") == "a b");
  CHECK(trim("") == "");
  CHECK(trim("  ") == "");
  CHECK(trim("\u2003水\u2003") == "水");
  CHECK(trim("\xff ") == "\xff");
  CHECK(trim(" \x80") == "\x80");
}

TEST_CASE("a text without anything to see is blank") {
  for (const char* blank :
       {"", " ", "\u200b", "\u3164", "\u200d\ufe0f", "\u00ad \u2060", "\u2800", "\u115f\u1160", "\U000e0041"}) {
    CAPTURE(blank);
    CHECK(is_blank(blank));
  }
  for (const char* seen : {"a", ".", "\u200ba", "\u0301", "🚰"}) {
    CAPTURE(seen);
    CHECK(!is_blank(seen));
  }
}

TEST_CASE("a line is trimmed") {
  CHECK(clean_line("  Amina Otieno ") == "Amina Otieno");
  CHECK(clean_line("") == "");
  CHECK(clean_line("\u200b \u200b") == "");
  CHECK(clean_line("كهرباء ومياه \u200fالأردن") == "كهرباء ومياه \u200fالأردن");
  CHECK(clean_line("می\u200cخواهم") == "می\u200cخواهم");
  CHECK(clean_line("👩🏽\u200d🔧") == "👩🏽\u200d🔧");
}

TEST_CASE("a line with what could deceive or break is refused") {
  struct Row {
    const char* what;
    std::string text;
  };
  const Row rows[] = {
      {"line feed", "a\nb"},
      {"line feed at the end", "a\n"},
      {"carriage return", "a\rb"},
      {"tab", "a\tb"},
      {"NUL", std::string("a\0b", 3)},
      {"escape", "a\x1b[2Jb"},
      {"bell", "a\x07"},
      {"backspace", "admin\b\b"},
      {"delete", "a\x7f"},
      {"C1 control sequence introducer", "a\u009b2J"},
      {"C1 next line", "a\u0085b"},
      {"C1 operating system command", "a\u009dtitle"},
      {"line separator", "a\u2028b"},
      {"paragraph separator", "a\u2029b"},
      {"right-to-left override", "a\u202egpj.exe"},
      {"left-to-right override", "a\u202db"},
      {"embedding", "a\u202ab"},
      {"pop", "a\u202cb"},
      {"isolate", "a\u2066b"},
      {"pop isolate", "a\u2069b"},
      {"noncharacter", "a\ufffeb"},
      {"noncharacter of plane 16", "a\U0010ffffb"},
      {"noncharacter of the Arabic block", "a\ufdd0b"},
      {"bad UTF-8", "a\xff"},
      {"overlong line feed", "a\xc0\x8a"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    CHECK(!clean_line(row.text));
  }
}

TEST_CASE("a text keeps its lines and tabs, with one kind of line end") {
  CHECK(clean_text("a\r\nb\rc\n\td") == "a\nb\nc\n\td");
  CHECK(clean_text("\r\n\r\n a \r\n") == "a");
  CHECK(clean_text("a\r") == "a");
  CHECK(clean_text("\r\r\n\r") == "");
  CHECK(clean_text("a\r\r\nb") == "a\n\nb");
  CHECK(clean_text("a \u202bمرحبا\u202c b") == "a \u202bمرحبا\u202c b");
  CHECK(clean_text("a\u2028b") == "a\u2028b");
}

TEST_CASE("a text with other controls is refused") {
  for (const std::string& bad :
       {std::string("a\0", 2), std::string("\x1b]0;x\x07"), std::string("a\u009b"), std::string("a\x0b"), std::string("a\x0c"),
        std::string("a\x7f"), std::string("\xed\xa0\x80"), std::string("a\uffff")}) {
    CAPTURE(bad);
    CHECK(!clean_text(bad));
  }
}
