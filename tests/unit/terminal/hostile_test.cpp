#include <doctest/doctest.h>

#include <optional>
#include <random>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/markdown.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "protocol/text.hpp"
#include "tests/support/hostile_texts.hpp"

using namespace standpipe;
using namespace standpipe::terminal;

namespace {

constexpr int widths[] = {8, 20, 80, 200};

bool is_obeyed(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

bool is_safe(std::string_view text) {
  while (!text.empty()) {
    const auto c = protocol::next_code_point(text);
    if (!c || is_obeyed(*c)) return false;
  }
  return true;
}

bool is_safe_link(std::string_view link) {
  for (const char c : link) {
    if (c <= 0x20 || c >= 0x7F) return false;
  }
  return link.size() <= 2000 &&
         (link.empty() || link.starts_with("http") || link.starts_with("HTTP") || link.starts_with("mailto:"));
}

/// What is wrong with the lines, if anything.
std::string fault(const std::vector<Line>& lines, int width, std::size_t text_bytes) {
  std::size_t bytes = 0;
  for (const Line& line : lines) {
    if (columns_of(line) > width) return "too wide: " + std::to_string(columns_of(line));
    for (const Span& span : line) {
      if (!is_safe(span.text)) return "not safe: " + client::printable_json(span.text);
      if (!is_safe_link(span.link)) return "no link: " + client::printable_json(span.link);
      bytes += span.text.size() + span.link.size();
    }
  }
  if (lines.size() > 20 + 4 * text_bytes) return "too many lines: " + std::to_string(lines.size());
  if (bytes > (std::size_t{2} << 20) + 256 * text_bytes) return "too much: " + std::to_string(bytes);
  return "";
}

std::string fault_of(std::string_view text) {
  for (const int width : widths) {
    for (const bool plain : {false, true}) {
      const auto found = fault(markdown(text, width, plain), width, text.size());
      if (!found.empty()) return found + " at " + std::to_string(width) + (plain ? " (plain)" : "");
    }
  }
  return "";
}

std::string start_of(std::string_view text) {
  return client::printable_line(text.substr(0, 60));
}

}  // namespace

TEST_CASE("no hostile text reaches the terminal, breaks its lines or blows up") {
  for (const std::string& text : test::hostile_texts()) CHECK_MESSAGE(fault_of(text) == "", start_of(text));
}

TEST_CASE("no random bytes reach the terminal or break its lines") {
  static constexpr std::string_view pieces[] = {
      "[",           "](",     ")",        "*",       "**",     "`", "\n",     "\n\n", "> ",   "- ",   "1. ", "|",
      "|---|---|\n", "&#27;",  "&#x202e;", "http://", "<",      ">", "~~",     "![",   "    ", "\t",   "# ",  "\x1b",
      "\xC2\x9B",    "\u202E", "水",       "\u0301",  "\u200D", "👩", "\uFE0F", "🇩",    "\xFF", "www.", "@",   "\r"};
  std::mt19937 random(20);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const auto parts = random() % 60;
    for (std::size_t i = 0; i < parts; ++i) {
      if (round % 3 == 0 || random() % 4 == 0) {
        text += static_cast<char>(random());
      } else {
        text += pieces[random() % std::size(pieces)];
      }
    }
    REQUIRE_MESSAGE(fault_of(text) == "", client::printable_json(text));
  }
}

TEST_CASE("a line of any bytes is taken apart into clusters of a bounded size, and wraps within its width") {
  for (const std::string& text : test::hostile_texts()) {
    const std::string safe = client::printable_line(text);
    std::size_t bytes = 0;
    int columns = 0;
    for (std::string_view rest = safe; !rest.empty();) {
      const Cluster cluster = next_cluster(rest);
      REQUIRE(!cluster.bytes.empty());
      REQUIRE(cluster.bytes.size() <= 64);
      REQUIRE(cluster.columns >= 0);
      REQUIRE(cluster.columns <= 2);
      bytes += cluster.bytes.size();
      columns += cluster.columns;
    }
    CHECK(bytes == safe.size());
    CHECK(columns == columns_of(safe));
    for (const int width : {1, 2, 7, 80}) {
      for (const Line& line : wrap({{safe}}, width, 3)) REQUIRE(columns_of(line) <= width);
      CHECK(columns_of(shortened(safe, width)) <= width);
      CHECK(columns_of(shortened(Line{{safe}}, width)) <= width);
    }
  }
}

TEST_CASE("a text that is too long to be read as Markdown is shown as it is") {
  const auto lines = markdown(test::repeated("**a** ", 70000), 80);
  REQUIRE(lines.size() > 100);
  CHECK(lines.front().front().text.starts_with("**a** **a**"));
}
