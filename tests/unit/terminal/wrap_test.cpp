#include <doctest/doctest.h>

#include <string>

#include "client-cli/terminal/wrap.hpp"

using namespace standpipe::terminal;

namespace {

std::string text_of(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    if (&line != &lines.front()) out += '\n';
    for (const Span& span : line) out += span.text;
  }
  return out;
}

std::string wrapped(std::string text, int width, int hang = 0) {
  return text_of(wrap({{std::move(text)}}, width, hang));
}

}  // namespace

TEST_CASE("a line is broken between words, and goes on indented") {
  CHECK(wrapped("one two three four", 12) == "one two\nthree four");
  CHECK(wrapped("one two three four", 12, 2) == "one two\n  three four");
  CHECK(wrapped("short", 80, 4) == "short");
  CHECK(wrapped("abc def", 7) == "abc def");
  CHECK(wrapped("abc def", 6) == "abc\ndef");
}

TEST_CASE("there is always a line") {
  CHECK(wrap({}, 10) == std::vector<Line>{{}});
  CHECK(wrapped("", 10) == "");
  CHECK(wrapped("a", 0) == "a");
  CHECK(wrapped("ab", -5) == "a\nb");
}

TEST_CASE("spaces stay but where the line was broken") {
  CHECK(wrapped("  two  spaces ", 20) == "  two  spaces ");
  CHECK(wrapped("one    two", 6) == "one\ntwo");
  CHECK(wrapped("one two   ", 7) == "one two");
  CHECK(wrapped("      longword", 10) == "  longword");
}

TEST_CASE("a word wider than the line is broken between clusters") {
  CHECK(wrapped("abcdefghij", 4) == "abcd\nefgh\nij");
  CHECK(wrapped("a bcdefghij k", 4) == "a\nbcde\nfghi\nj k");
  CHECK(wrapped("abcdefghij", 4, 2) == "abcd\n  ef\n  gh\n  ij");
  CHECK(wrapped("日本語です", 5) == "日本\n語で\nす");
  CHECK(wrapped("e\u0301e\u0301e\u0301", 2) == "e\u0301e\u0301\ne\u0301");
  CHECK(wrapped("👩‍🔧👩‍🔧", 3) == "👩‍🔧\n👩‍🔧");
}

TEST_CASE("a wide character does not stand across the edge") {
  CHECK(wrapped("abc日", 4) == "abc\n日");
  CHECK(wrapped("a日b", 1) == "a\n…\nb");
}

TEST_CASE("what goes on hangs by half of the width at most") {
  CHECK(wrapped("ab cd ef", 4, 40) == "ab\n  cd\n  ef");
}

TEST_CASE("looks and links stay with their texts") {
  const Look bold{Role::text, true};
  const Line line{{"plain "}, {"bold words", bold}, {" and "}, {"a link", {Role::link}, "http://x/"}};
  const auto lines = wrap(line, 11);
  CHECK(lines == std::vector<Line>{{{"plain "}, {"bold", bold}},
                                   {{"words", bold}, {" and "}, {"a", {Role::link}, "http://x/"}},
                                   {{"link", {Role::link}, "http://x/"}}});
}

TEST_CASE("a word of several looks is one word") {
  const Line line{{"one t"}, {"w", {Role::code}}, {"o three"}};
  CHECK(text_of(wrap(line, 6)) == "one\ntwo\nthree");
}

TEST_CASE("a line is as wide as its spans") {
  CHECK(columns_of(Line{}) == 0);
  CHECK(columns_of(Line{{"ab"}, {"水", {Role::code}}}) == 4);
}

TEST_CASE("a line that does not fit is shortened in the look of where it is cut") {
  const Line line{{"abc"}, {"def", {Role::code}}};
  CHECK(shortened(line, 6) == line);
  CHECK(shortened(line, 5) == Line{{"abc"}, {"d…", {Role::code}}});
  CHECK(shortened(line, 4) == Line{{"abc"}, {"…", {Role::code}}});
  CHECK(shortened(line, 3) == Line{{"ab…"}});
  CHECK(shortened(line, 0) == Line{});
}
