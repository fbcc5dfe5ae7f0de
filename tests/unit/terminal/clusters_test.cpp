#include <doctest/doctest.h>

#include <vector>

#include "client-cli/terminal/clusters.hpp"

using namespace standpipe::terminal;

namespace {

std::vector<std::string> clusters_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) out.emplace_back(next_cluster(text).bytes);
  return out;
}

Cluster only(std::string_view text) {
  const std::string_view all = text;
  const Cluster cluster = next_cluster(text);
  CHECK_MESSAGE(text.empty(), std::string(all));
  return cluster;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("letters take one column, those of East Asia two") {
  CHECK(columns_of("") == 0);
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("m³/h é ß Ω Ж") == 12);
  CHECK(columns_of("水道ｶﾅ한글") == 10);
  CHECK(columns_of("…│─┼•") == 5);
}

TEST_CASE("marks stand on their base and take no column") {
  CHECK(only("e\u0301").columns == 1);
  CHECK(only("水\u3099").columns == 2);
  CHECK(only("a\u0301\u0302\u0303").columns == 1);
  CHECK(clusters_of("ae\u0301i") == Strings{"a", "e\u0301", "i"});
  CHECK_FALSE(only("e\u0301").doubtful);
  CHECK_FALSE(only("水").doubtful);
}

TEST_CASE("marks that take room stay with their base") {
  CHECK(only("क\u093F").columns == 2);
  CHECK(only("क\u093F").doubtful);
}

TEST_CASE("marks without a base take no column") {
  CHECK(only("\u0301\u0302").columns == 0);
  CHECK(only("\u200B").columns == 0);
  CHECK(clusters_of("\u0301a") == Strings{"\u0301", "a"});
  CHECK(columns_of("\u200Da\u200Bb") == 2);
}

TEST_CASE("emoji take two columns, however many are joined into one") {
  for (const char* emoji : {"👍", "👍🏽", "👩‍👩‍👧‍👦", "👩🏾‍🔧", "🏳️‍🌈", "❤️",
                            "☝🏽", "❤️‍🔥", "🇩🇪", "1\uFE0F\u20E3"}) {
    CHECK_MESSAGE(only(emoji).columns == 2, emoji);
    CHECK_MESSAGE(only(emoji).doubtful, emoji);
  }
  CHECK(columns_of("❤") == 1);
  CHECK(columns_of("a👩‍🔧b") == 4);
}

TEST_CASE("an emoji that glibc is too old for takes two columns, too") {
  CHECK(only("\U0001FAE8").columns == 2);
}

TEST_CASE("flags are made of pairs") {
  CHECK(clusters_of("🇩🇪🇫🇷🇮") == Strings{"🇩🇪", "🇫🇷", "🇮"});
  CHECK(clusters_of("🇩🇩🇩🇩") == Strings{"🇩🇩", "🇩🇩"});
}

TEST_CASE("only what can be an emoji is made one") {
  CHECK(clusters_of("a\u200Db") == Strings{"a\u200D", "b"});
  CHECK(only("a\uFE0F").columns == 1);
  CHECK(clusters_of("a🏽") == Strings{"a", "🏽"});
}

TEST_CASE("a Hangul syllable of single letters takes two columns") {
  CHECK(only("\u1112\u1161\u11AB").columns == 2);
  CHECK(only("\uD558\u11AB").columns == 2);
  CHECK(clusters_of("\u1112\u1161\u1100\u1173\u11AF") == Strings{"\u1112\u1161", "\u1100\u1173\u11AF"});
}

TEST_CASE("a byte that begins no code point takes one column") {
  CHECK(columns_of("\xff\xfe") == 2);
  CHECK(clusters_of("a\xE2\x82z") == Strings{"a", "\xE2", "\x82", "z"});
}

TEST_CASE("a cluster ends at 64 bytes, and what goes on takes no column") {
  std::string zalgo = "a";
  for (int i = 0; i < 100; ++i) zalgo += "\u0301";
  std::string_view rest = zalgo;
  CHECK(next_cluster(rest).bytes.size() == 63);
  CHECK(next_cluster(rest).columns == 0);
  CHECK(columns_of(zalgo) == 1);
}

TEST_CASE("the beginning that fits has whole clusters") {
  CHECK(fitting("abcdef", 3) == "abc");
  CHECK(fitting("ab", 3) == "ab");
  CHECK(fitting("日本語", 5) == "日本");
  CHECK(fitting("日本語", 1) == "");
  CHECK(fitting("ae\u0301i", 2) == "ae\u0301");
  CHECK(fitting("👩‍🔧x", 2) == "👩‍🔧");
  CHECK(fitting("abc", 0) == "");
}

TEST_CASE("what does not fit is shortened with a sign of it") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdef", 5) == "abcd…");
  CHECK(shortened("日本語", 5) == "日本…");
  CHECK(shortened("日本語", 4) == "日…");
  CHECK(shortened("abc", 1) == "…");
  CHECK(shortened("abc", 0) == "");
  CHECK(shortened("abc", -3) == "");
}

TEST_CASE("letters of right-to-left scripts are seen") {
  for (const char* text : {"שלום", "a مرحبا", "ܐ", "ދ", "ߊ", "ﭏ", "ﻼ", "\U00010900", "\U0001E900", "\u200F"})
    CHECK_MESSAGE(has_right_to_left(text), text);
  for (const char* text : {"", "abc", "Ωж水", "👩‍🔧", "\xff\xfe", "…│"}) CHECK_MESSAGE(!has_right_to_left(text), text);
}
