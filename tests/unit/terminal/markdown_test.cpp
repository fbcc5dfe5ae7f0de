#include <doctest/doctest.h>

#include <string>

#include "client-cli/terminal/markdown.hpp"

using namespace standpipe::terminal;

namespace {

std::string shown(std::string_view text, int width = 40, bool plain = false) {
  std::string out;
  const auto lines = markdown(text, width, plain);
  for (const Line& line : lines) {
    if (&line != &lines.front()) out += '\n';
    for (const Span& span : line) out += span.text;
  }
  return out;
}

/// The first span with this text.
Span span_of(std::string_view text, std::string_view wanted) {
  for (const Line& line : markdown(text, 80)) {
    for (const Span& span : line) {
      if (span.text == wanted) return span;
    }
  }
  return {"(no such span)"};
}

std::string link_of(std::string_view text, std::string_view wanted) {
  return span_of(text, wanted).link;
}

}  // namespace

TEST_CASE("nothing gives no lines") {
  CHECK(markdown("", 80).empty());
  CHECK(markdown("\n\n  \n", 80).empty());
}

TEST_CASE("paragraphs are wrapped, set off by an empty line, and keep their line breaks") {
  CHECK(shown("One two three.\n\n\nFour.", 8) == "One two\nthree.\n\nFour.");
  CHECK(shown("first\nsecond  \nthird\\\nfourth") == "first\nsecond\nthird\nfourth");
  CHECK(shown("first\r\nsecond\rthird") == "first\nsecond\nthird");
  CHECK(shown("a\tb") == "a b");
}

TEST_CASE("emphasis has its look, and no marks") {
  CHECK(shown("*a* **b** ~~c~~ `d` ***e***") == "a b c d e");
  CHECK(span_of("x *a*", "a").look == Look{Role::text, false, true});
  CHECK(span_of("x **a**", "a").look == Look{Role::text, true});
  CHECK(span_of("x ***a***", "a").look == Look{Role::text, true, true});
  CHECK(span_of("x ~~a~~", "a").look == Look{Role::text, false, false, false, true});
  CHECK(span_of("x `*a*`", "*a*").look == Look{Role::code});
  CHECK(shown("2 * 3 * 4 and snake_case_name") == "2 * 3 * 4 and snake_case_name");
}

TEST_CASE("a heading is bold") {
  CHECK(shown("# One\ntext\n\nTwo\n---\ntext") == "One\n\ntext\n\nTwo\n\ntext");
  CHECK(span_of("## One", "One").look == Look{Role::heading, true});
  CHECK(span_of("## One `two`", "two").look == Look{Role::code, true});
}

TEST_CASE("a quote has a bar before each line") {
  CHECK(shown("> one two\n> three\n\nfour", 8) == "│ one\n│ two\n│ three\n\nfour");
  CHECK(shown("> one\n>\n> two\n>> three") == "│ one\n│\n│ two\n│\n│ │ three");
  CHECK(span_of("> one", "│ ").look == Look{Role::quote});
  CHECK(shown("> one\n>\n> two", 40, true) == "> one\n>\n> two");
}

TEST_CASE("lists have bullets or numbers, and hang by them") {
  CHECK(shown("- one two three\n- four", 9) == "• one two\n  three\n• four");
  CHECK(shown("9. nine\n10. ten ten ten", 9) == "9. nine\n10. ten\n    ten\n    ten");
  CHECK(shown("text\n\n- a\n- b\n\ntext") == "text\n\n• a\n• b\n\ntext");
  CHECK(shown("- a\n\n- b") == "• a\n\n• b");
  CHECK(shown("- a\n  - b\n    1. c\n- d") == "• a\n  • b\n    1. c\n• d");
  CHECK(shown("-\n- a\n-") == "•\n• a\n•");
  CHECK(shown("- a\n  > b\n\n  c") == "• a\n\n  │ b\n\n  c");
  CHECK(shown("1) a\n2) b", 40, true) == "1. a\n2. b");
  CHECK(shown("- a\n  - b", 40, true) == "- a\n  - b");
  CHECK(shown("- [ ] a\n- [x] b") == "• [ ] a\n• [x] b");
}

TEST_CASE("deep levels leave room for the text") {
  CHECK(shown("> > > > > > > > a") == "│ │ │ │ │ │ a");
  CHECK(shown("> > > abcdefgh", 12) == "│ │ abcdefgh");
  CHECK(shown("- - - - - - - - a") == "• • • • • • • • a");
  CHECK(shown("- - - abcdefgh abcdefgh", 12) == "• • •\n    abcdefgh\n    abcdefgh");
  CHECK(shown("> > > a b", 8) == "│ a b");
  CHECK(shown("123456789. a", 8) == "12345678\n9. a");
}

TEST_CASE("a code block is indented and cut, and keeps its spaces") {
  CHECK(shown("```cpp\nint  main() {\n\n\treturn *a*;\n}\n```") == "  int  main() {\n\n      return *a*;\n  }");
  CHECK(shown("```\n0123456789abcdef\n```", 12) == "  012345678…");
  CHECK(shown("text\n\n    indented\n      more\n\ntext") == "text\n\n  indented\n    more\n\ntext");
  CHECK(shown("```\na\tb\nabcd\te\n水\tf\n```") == "  a   b\n  abcd    e\n  水  f");
  CHECK(span_of("```\nx\n```", "x").look == Look{Role::code});
  CHECK(shown("- a\n  ```\n  b\n  ```\n- c") == "• a\n    b\n• c");
}

TEST_CASE("a rule fills the width") {
  CHECK(shown("a\n\n***\nb", 8) == "a\n\n────────\n\nb");
  CHECK(shown("***", 8, true) == "--------");
}

TEST_CASE("HTML is text") {
  CHECK(shown("<b>a</b> <!-- c -->\n\n<div>\nb\n</div>") == "<b>a</b> <!-- c -->\n\n<div>\nb\n</div>");
}

TEST_CASE("entities are what they stand for, and never a control character") {
  CHECK(shown("&lt;a&gt; &amp;amp; &quot;x&quot; &nbsp;&#183;&#xB7; &eacute;") == "<a> &amp; \"x\" \u00A0·· é");
  CHECK(shown("a&#27;[31mb &#x9b;c &#x202e;d &#10;e &#0; &#xD800; &#x110000;") == "a[31mb c d  e \uFFFD \uFFFD \uFFFD");
  CHECK(shown("&nothing; & &#; `&amp;`") == "&nothing; & &#; &amp;");
}

TEST_CASE("a table has columns as wide as their widest cell") {
  CHECK(shown("| Name | n |\n|---|--:|\n| a **b** c | 1 |\n| 水 | 100 |") ==
        "Name  │   n\n"
        "──────┼────\n"
        "a b c │   1\n"
        "水    │ 100");
  CHECK(shown("|abc|d|\n|:-:|---|\n|x|y|", 40, true) ==
        "abc | d\n"
        "----|--\n"
        " x  | y");
  CHECK(shown("|a|b|\n|---|---|\n|c|\n|d|e|f|") == "a │ b\n──┼──\nc │\nd │ e");
  CHECK(span_of("|a|b|\n|---|---|", "a").look.bold);
  CHECK(span_of("|a|b|\n|---|---|", "──┼──").look == Look{Role::border});
}

TEST_CASE("the widest columns of a table that is too wide are wrapped") {
  CHECK(shown("|a|b|c|\n|---|---|---|\n|x|one two three four|five six seven|", 25) ==
        "a │ b         │ c\n"
        "──┼───────────┼──────────\n"
        "x │ one two   │ five six\n"
        "  │ three     │ seven\n"
        "  │ four      │");
}

TEST_CASE("a table without room is shown as lines") {
  CHECK(shown("|First|Second|\n|---|---|\n|one two|a longer text|\n| |x|", 16) ==
        "First: one two\n"
        "Second: a longer\n"
        "  text\n"
        "\n"
        "Second: x");
  CHECK(shown("|First head|Second head|\n|---|---|", 12) == "First head\nSecond head");
}

TEST_CASE("a table in a list or quote stays within it") {
  CHECK(shown("> |a|b|\n> |---|---|\n> |c|d|") == "│ a │ b\n│ ──┼──\n│ c │ d");
}

TEST_CASE("a link has its address, which follows where the text is another") {
  CHECK(shown("[guide](https://example.org/g)") == "guide (https://example.org/g)");
  CHECK(span_of("[guide](https://example.org/g)", "guide") == Span{"guide", {Role::link}, "https://example.org/g"});
  CHECK(link_of("[guide](https://example.org/g)", "https://example.org/g") == "https://example.org/g");
  CHECK(shown("[https://bank.example](https://evil.example)", 60) == "https://bank.example (https://evil.example)");
  CHECK(shown("[a *b*\nc](http://x/)") == "a b\nc (http://x/)");
  CHECK(link_of("[a *b*\nc](http://x/)", "c") == "http://x/");
  CHECK(shown("[](http://x/)") == "http://x/");
  CHECK(shown("[a]\n\n[a]: http://x/") == "a (http://x/)");
}

TEST_CASE("a bare address is a link and is not said twice") {
  for (const std::string address : {"https://example.org/a?b=c", "http://example.org"}) {
    CHECK(shown(address) == address);
    CHECK(link_of(address, address) == address);
    CHECK(shown("<" + address + ">") == address);
  }
  CHECK(shown("see www.example.org.") == "see www.example.org.");
  CHECK(link_of("www.example.org", "www.example.org") == "http://www.example.org");
  CHECK(shown("ann@example.org") == "ann@example.org");
  CHECK(link_of("ann@example.org", "ann@example.org") == "mailto:ann@example.org");
  CHECK(shown("[www.a.org@evil.org](http://www.a.org@evil.org)", 60) == "www.a.org@evil.org (http://www.a.org@evil.org)");
}

TEST_CASE("other addresses are no links, but can be read") {
  for (const std::string address :
       {"javascript:x", "file:///etc/passwd", "data:text/html,x", "docs/a.md", "#a", "http:x", "ftp://x/"}) {
    CHECK(shown("[a](" + address + ")") == "a (" + address + ")");
    CHECK(link_of("[a](" + address + ")", "a") == "");
  }
  CHECK(shown("[a]()") == "a");
  CHECK(link_of("[a](HTTPS://x/)", "a") == "HTTPS://x/");
}

TEST_CASE("an address has no spaces or hidden characters, and none that a terminal obeys") {
  CHECK(link_of("[a](<http://x/ y>)", "a") == "http://x/%20y");
  CHECK(link_of("[a](http://x/é)", "a") == "http://x/%C3%A9");
  CHECK(shown("[a](http://x/é)") == "a (http://x/é)");
  CHECK(shown("[http://x\u200By/](http://x\u200By/)", 80) == "http://x\u200By/ (http://x%E2%80%8By/)");
  CHECK(link_of("[a](http://x/&#27;&#7;&#x202e;)", "a") == "http://x/");
  CHECK(link_of("[a](<http://x/\x1b]8;;\x07>)", "a") == "http://x/]8;;");
}

TEST_CASE("an address that is too long is no link") {
  const std::string address = "http://x/" + std::string(1991, 'y');
  CHECK(link_of("[a](" + address + ")", "a") == address);
  CHECK(link_of("[a](" + address + "y)", "a") == "");
}

TEST_CASE("an address that is meant again and again is written out only so often") {
  std::string text = "[a]: http://x/" + std::string(1900, 'y') + "\n\n";
  for (int i = 0; i < 100; ++i) text += "[a]\n\n";
  const std::string all = shown(text, 200);
  CHECK(all.size() < 60000);
  CHECK(all.ends_with("\na (http://x/yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…)"));
}

TEST_CASE("an image is a link with its alternative text") {
  CHECK(shown("![a *b*](http://x/i.png)") == "a b (http://x/i.png)");
  CHECK(link_of("![alt](http://x/i.png)", "alt") == "http://x/i.png");
  CHECK(shown("![](http://x/i.png)") == "http://x/i.png");
  CHECK(shown("[![alt](http://i/)](http://target/)") == "alt (http://target/)");
}

TEST_CASE("the same text at the narrowest and at a large width") {
  const std::string text =
      "# A heading\nSome **text** with a\nbreak.\n> quoted words\n\n- one item here\n\n| a | b |\n|---|---|\n| c | d |";
  CHECK(shown(text, 8) ==
        "A\nheading\n\nSome\ntext\nwith a\nbreak.\n\n│ quoted\n│ words\n\n• one\n  item\n  here\n\na │ b\n──┼──\nc │ d");
  CHECK(shown(text, 200) == "A heading\n\nSome text with a\nbreak.\n\n│ quoted words\n\n• one item here\n\na │ b\n──┼──\nc │ d");
  CHECK(shown(text, 3) == shown(text, 8));
}
