// Text is UTF-8, and what is not ends the connection at once: RFC 6455 section 8.1.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

namespace {

const std::string greek = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";

/// A number in the form of `size` bytes, 2 to 6, whether or not UTF-8 allows it there.
std::string form(std::uint32_t number, int size) {
  std::string bytes(1, static_cast<char>(0xFF << (8 - size) | number >> 6 * (size - 1)));
  for (int rest = size - 2; rest >= 0; --rest) bytes += static_cast<char>(0x80 | (number >> 6 * rest & 0x3F));
  return bytes;
}

/// The greatest number that the form of `size` bytes has room for.
constexpr std::uint32_t greatest(int size) {
  return size == 1 ? 0x7F : (1U << (5 * size + 1)) - 1;
}

/// All bytes from `first` to `last`, each with `after` behind it.
std::string each_byte(int first, int last, const std::string& after = {}) {
  std::string bytes;
  for (int byte = first; byte <= last; ++byte) bytes.append(1, static_cast<char>(byte)).append(after);
  return bytes;
}

}  // namespace

TEST_CASE("valid text comes back, cut anywhere") {
  std::vector<std::pair<std::string, std::string>> valid = {
      {"Greek", greek},
      {"NUL", "a\0b"s},
      {"U+007F", "\x7f"},
      {"U+0080", "\xc2\x80"},
      {"U+07FF", "\xdf\xbf"},
      {"U+0800", "\xe0\xa0\x80"},
      {"U+D7FF", "\xed\x9f\xbf"},
      {"U+E000", "\xee\x80\x80"},
      {"U+FFF9 to U+FFFD", "\xef\xbf\xb9\xef\xbf\xba\xef\xbf\xbb\xef\xbf\xbc\xef\xbf\xbd"},
      {"U+10000", "\xf0\x90\x80\x80"},
      {"U+FFFFF", "\xf3\xbf\xbf\xbf"},
      {"U+10FFFF", "\xf4\x8f\xbf\xbf"},
      {"a byte order mark", "\xef\xbb\xbf!"},
      {"Arabic and a tap", "\xd8\xb5\xd9\x86\xd8\xa8\xd9\x88\xd8\xb1 \xf0\x9f\x9a\xb0"},
  };
  // The last two code points of each plane are no characters, but may travel as any other.
  for (std::uint32_t plane = 0; plane <= 0x10; ++plane) {
    const int size = plane == 0 ? 3 : 4;
    valid.emplace_back("the noncharacters of plane " + std::to_string(plane),
                       form(plane << 16 | 0xFFFE, size) + form(plane << 16 | 0xFFFF, size));
  }
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
  std::vector<std::pair<std::string, std::string>> invalid = {
      {"all 64 continuations", each_byte(0x80, 0xBF)},
      {"lone leads of two", each_byte(0xC0, 0xDF, " ")},
      {"lone leads of three", each_byte(0xE0, 0xEF, " ")},
      {"lone leads of four", each_byte(0xF0, 0xF7, " ")},
      {"lone leads of five", each_byte(0xF8, 0xFB, " ")},
      {"lone leads of six", each_byte(0xFC, 0xFD, " ")},
      {"five bytes", "\xf8\x88\x80\x80\x80"},
      {"six bytes", "\xfc\x84\x80\x80\x80\x80"},
      {"U+110000", "\xf4\x90\x80\x80"},
      {"F5", "\xf5\x80\x80\x80"},
      {"FE", "\xfe"},
      {"FF", "\xff"},
      {"FE and FF, twice each", "\xfe\xfe\xff\xff"},
      {"a lead and ASCII", "\xc3("},
      {"three bytes broken at the third", "\xe2\x82("},
      {"four bytes broken at the fourth", "\xf0\x9f\x9a("},
      {"four bytes broken at the second", "\xf0(\x8c\xbc"},
      {"a lead cut by a lead", "\xe2\xe2\x82\xac"},
      {"good text, then a surrogate, then more", greek + "\xed\xa0\x80 edited"},
  };
  const auto add = [&](std::string name, int size, std::string bytes) {
    invalid.emplace_back(std::move(name) + " in " + std::to_string(size), std::move(bytes));
  };
  for (int size = 1; size <= 6; ++size) {
    add("continuations from 80", size, each_byte(0x80, 0x7F + size));
    add("continuations BF", size, std::string(static_cast<std::size_t>(size), '\xbf'));
  }
  std::string all_cut;
  for (int size = 2; size <= 6; ++size) {
    add("an overlong slash", size, form('/', size));
    add("an overlong NUL", size, form(0, size));
    add("the greatest overlong", size, form(greatest(size - 1), size));
    if (size >= 4) add("the greatest", size, form(greatest(size), size));
    for (const std::uint32_t number : {0U, greatest(size)}) {
      std::string cut = form(number, size);
      cut.pop_back();
      all_cut += cut;
      add("all but the last byte", size, std::move(cut));
    }
  }
  invalid.emplace_back("all cuts", all_cut);
  const std::vector<std::uint32_t> high = {0xD800, 0xDB7F, 0xDB80, 0xDBFF};
  const std::vector<std::uint32_t> low = {0xDC00, 0xDF80, 0xDFFF};
  for (const std::uint32_t second : low) invalid.emplace_back("a low surrogate", form(second, 3));
  for (const std::uint32_t first : high) {
    invalid.emplace_back("a high surrogate", form(first, 3));
    for (const std::uint32_t second : low) invalid.emplace_back("a surrogate pair", form(first, 3) + form(second, 3));
  }
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
  for (std::size_t size = 1; size <= greek.size(); ++size) {
    // A prefix is whole where what follows is not a continuation.
    const bool whole = size == greek.size() || (greek[size] & 0xC0) != 0x80;
    const std::string prefix = greek.substr(0, size);
    cases.push_back({"Greek up to byte " + std::to_string(size), text(prefix), {whole ? note("text", prefix) : "close:1007"}});
  }
  run_cases(cases);
}

TEST_CASE("a wrong byte fails before its frame or message is complete") {
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
