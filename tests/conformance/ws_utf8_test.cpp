// Text is UTF-8, and what is not ends the connection at once: RFC 6455 section 8.1.
#include <doctest/doctest.h>

#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

TEST_CASE("valid text comes back, cut anywhere") {
  const std::vector<std::pair<std::string, std::string>> valid = {
      {"Greek", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"},
      {"NUL", "a\0b"s},
      {"U+007F", "\x7f"},
      {"U+0080", "\xc2\x80"},
      {"U+07FF", "\xdf\xbf"},
      {"U+0800", "\xe0\xa0\x80"},
      {"U+D7FF", "\xed\x9f\xbf"},
      {"U+E000", "\xee\x80\x80"},
      {"U+FFFD", "\xef\xbf\xbd"},
      {"U+FFFE, a noncharacter", "\xef\xbf\xbe"},
      {"U+FFFF, a noncharacter", "\xef\xbf\xbf"},
      {"U+10000", "\xf0\x90\x80\x80"},
      {"U+1FFFE, a noncharacter", "\xf0\x9f\xbf\xbe"},
      {"U+FFFFF", "\xf3\xbf\xbf\xbf"},
      {"U+10FFFF", "\xf4\x8f\xbf\xbf"},
      {"a byte order mark", "\xef\xbb\xbf!"},
      {"Arabic and a tap", "\xd8\xb5\xd9\x86\xd8\xa8\xd9\x88\xd8\xb1 \xf0\x9f\x9a\xb0"},
  };
  std::vector<WsCase> cases;
  for (const auto& [name, payload] : valid) {
    cases.push_back({name, text(payload), {note("text", payload)}});
    std::string cut = text("", false);
    for (const char byte : payload) cut += more({&byte, 1});
    cases.push_back({name + ", a fragment each byte", cut + last(""), {note("text", payload)}});
  }
  run_cases(cases);
}

TEST_CASE("invalid text ends the connection") {
  const std::vector<std::pair<std::string, std::string>> invalid = {
      {"a lone continuation 80", "\x80"},
      {"a lone continuation BF", "\xbf"},
      {"two continuations", "\x80\xbf"},
      {"all continuations", "\x80\x8f\x90\x9f\xa0\xaf\xb0\xbf"},
      {"C0", "\xc0"},
      {"an overlong slash in two", "\xc0\xaf"},
      {"an overlong NUL in two", "\xc0\x80"},
      {"C1", "\xc1\xbf"},
      {"an overlong slash in three", "\xe0\x80\xaf"},
      {"an overlong U+07FF in three", "\xe0\x9f\xbf"},
      {"an overlong slash in four", "\xf0\x80\x80\xaf"},
      {"an overlong U+FFFF in four", "\xf0\x8f\xbf\xbf"},
      {"five bytes", "\xf8\x88\x80\x80\x80"},
      {"six bytes", "\xfc\x84\x80\x80\x80\x80"},
      {"U+110000", "\xf4\x90\x80\x80"},
      {"F5", "\xf5\x80\x80\x80"},
      {"FE", "\xfe"},
      {"FF", "\xff"},
      {"U+D800", "\xed\xa0\x80"},
      {"U+DB7F", "\xed\xad\xbf"},
      {"U+DFFF", "\xed\xbf\xbf"},
      {"a surrogate pair", "\xed\xa0\x80\xed\xb0\x80"},
      {"a lead and ASCII", "\xc3("},
      {"three bytes broken at the third", "\xe2\x82("},
      {"four bytes broken at the fourth", "\xf0\x9f\x9a("},
      {"four bytes broken at the second", "\xf0(\x8c\xbc"},
      {"a lead cut by a lead", "\xe2\xe2\x82\xac"},
      {"good text, then a surrogate, then more", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80 edited"},
  };
  std::vector<WsCase> cases;
  for (const auto& [name, payload] : invalid) {
    cases.push_back({name, text("before") + text(payload + ' '), {"text:before", "close:1007"}});
    cases.push_back({name + ", in a later fragment", text("ok", false) + more("ok") + more(payload + ' '), {"close:1007"}});
  }
  run_cases(cases);
}

TEST_CASE("text that ends inside a character ends the connection") {
  std::vector<WsCase> cases;
  for (const std::string cut : {"\xc3", "\xe2", "\xe2\x82", "\xf0", "\xf0\x9f", "\xf0\x9f\x9a", "text\xf4\x8f\xbf"}) {
    cases.push_back({"cut", text(cut), {"close:1007"}});
    cases.push_back({"cut, in fragments", text(cut, false) + last(""), {"close:1007"}});
  }
  run_cases(cases);
}

TEST_CASE("a wrong byte fails before its frame or message is complete") {
  const std::string greek = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
  const auto begun = [](const std::string& payload, std::size_t shown) {
    return text(payload + std::string(100, ' ')).substr(0, 6 + shown);
  };
  run_cases({
      {"a frame cut after a surrogate's second byte", begun(greek + "\xed\xa0\x80", 13), {"close:1007"}},
      {"a frame cut after F4 90", begun(greek + "\xf4\x90\x80\x80", 13), {"close:1007"}},
      {"a frame cut after C0", begun("\xc0", 1), {"close:1007"}},
      {"a frame cut after E0 80", begun("\xe0\x80", 2), {"close:1007"}},
      {"a frame cut after FF", begun("a\xff", 2), {"close:1007"}},
      {"an unfinished message", text(greek, false) + more("\xf4\x90\x80\x80"), {"close:1007"}},
      {"a first fragment", text("\xff", false), {"close:1007"}},
      {"a fragment cut after the byte",
       text(greek, false) + more("\xed\xa0" + std::string(50, ' ')).substr(0, 8),
       {"close:1007"}},
  });
}

TEST_CASE("binary and pings may hold anything") {
  const std::string junk = "\xff\xfe\xc0\x80\xed\xa0\x80";
  run_cases({
      {"binary", binary(junk), {note("binary", junk)}},
      {"binary in fragments", binary(junk, false) + last(junk), {note("binary", junk + junk)}},
      {"ping", ping(junk), {note("pong", junk)}},
      {"binary between texts", text("a") + binary(junk) + text("b"), {"text:a", note("binary", junk), "text:b"}},
  });
}
