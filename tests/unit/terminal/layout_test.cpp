#include <doctest/doctest.h>

#include "client-cli/terminal/layout.hpp"

using namespace standpipe::client;

TEST_CASE("a text counts the columns that a terminal gives it") {
  CHECK(columns("abc") == 3);
  CHECK(columns("m³/h") == 4);
  CHECK(columns("水道") == 4);
  CHECK(columns("e\u0301") == 1);
  CHECK(columns("") == 0);
}

TEST_CASE("lines are broken between words, and go on indented") {
  CHECK(wrapped("one two three four", 12, 2) == "one two\n  three four");
  CHECK(wrapped("short", 80, 4) == "short");
  CHECK(wrapped("", 80, 4) == "");
  CHECK(wrapped("one two\nthree four five", 14, 0) == "one two\nthree four\nfive");
  CHECK(wrapped("    indented text here", 20, 4) == "    indented text\n    here");
  CHECK(wrapped(std::string(30, ' ') + "indented", 20, 4) == "          indented");
  CHECK(wrapped("anything at all", 0, 4) == "anything at all");
}

TEST_CASE("a word that is wider than the line is cut between characters") {
  CHECK(wrapped("abcdefghijklmnopqrstuvwxyz", 20, 2) == "abcdefghijklmnopqrst\n  uvwxyz");
  CHECK(wrapped("水水水水水水水水水水水", 20, 0) == "水水水水水水水水水水\n水");
  for (std::size_t width = 1; width < 30; ++width) CHECK_FALSE(wrapped("日本語 and a longish text ééé", width, 4).empty());
}

TEST_CASE("nothing is lost but the spaces where a line was broken") {
  const std::string text = "Everything  that a person can do, a script can do: résumé, 水道, m³/h/connection and so on.";
  for (std::size_t width = 12; width < 100; ++width) {
    std::string back;
    for (const char c : wrapped(text, width, 2)) {
      if (c != '\n' && c != ' ') back += c;
    }
    std::string all;
    for (const char c : text) {
      if (c != ' ') all += c;
    }
    CHECK(back == all);
  }
}

TEST_CASE("the end of a text that fits") {
  CHECK(tail_of("abcdef", 3) == "def");
  CHECK(tail_of("ab", 3) == "ab");
  CHECK(tail_of("日本語", 4) == "本語");
}
