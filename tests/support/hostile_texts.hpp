#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::test {

inline std::string repeated(std::string_view text, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + text.size());
  while (out.size() < bytes) out += text;
  return out;
}

/// Texts by people who mean harm to whoever reads them: at a terminal that obeys them, a parser that recurses, a screen that
/// takes for ever. As bytes that a client may be given, not all of them UTF-8.
inline const std::vector<std::string>& hostile_texts() {
  using namespace std::string_literals;
  constexpr std::size_t large = 16 * 1024;
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> all = {
        // What a terminal obeys: CSI, OSC, DCS, APC, PM, SOS, single shifts, charsets, reset; C1 as UTF-8 and as bytes.
        "\x1b[31mred\x1b[0m \x1b[2J\x1b[H\x1b[6n\x1b[?1049l",
        "\x1b]0;title\x07 \x1b]52;c;ZXZpbA==\x07 \x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\",
        "\x1bP+q544e\x1b\\ \x1b_Gf=24;AAAA\x1b\\ \x1b^pm\x1b\\ \x1bXsos\x1b\\",
        "\x1b"
        "c\x1bN\x1bO\x1b(0qqq\x1b)0\x0e\x0f\x05\x1b#8\x1b%G",
        "\xC2\x9B"
        "31m\xC2\x9D"
        "0;t\xC2\x9C\xC2\x90q\xC2\x9C\xC2\x85\xC2\x84",
        "\x9B"
        "31m\x9D"
        "0;t\x9C\x90q\x9C\x85",
        "a\bb\rc\x7F"
        "d\ve\ff\x07g",
        "nul\0in\0side"s,
        "line\r\nline\rline\n\rline\n",
        // What turns or hides text.
        "\u202Eevil\u202C \u202Aa\u202B b\u202D c",
        "\u2066a\u2067b\u2068c\u2069\u2069\u2069",
        "שלום \u202E[link](http://evil/)\u202C مرحبا",
        "z\u200Be\u200Cr\u200Do\u2060\uFEFF\u00AD\u180E",
        "\U000E0041\U000E0042\U000E007F tags \U0001F3F4\U000E0067\U000E0062\U000E007F",
        "\u2028line\u2029paragraph",
        "\u0301\u0302 marks first \uFE0F\u200D\u20E3",
        "\u115F\u1160\u3164\uFFA0\u2800",
        // What is not UTF-8: lone bytes, cut and overlong forms, surrogates, too large, noncharacters.
        "\xFF\xFE\x80\xBF\xC0\xAF\xC1\xBF",
        "\xE2\x82 \xF0\x9F\x98 \xE2 \xF0",
        "\xE0\x80\x9B[31m \xF0\x80\x80\x9B[31m \xC0\x9B[31m",
        "\xED\xA0\x80\xED\xB0\x80 \xF4\x90\x80\x80 \xF8\x88\x80\x80\x80 \xFC\x84\x80\x80\x80\x80",
        "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90",
        // Entities that stand for what would have been taken out.
        "&#27;[31m &#x1b;]0;t&#7; &#x9b;31m &#155; &#0; &#10; &#13; &#9; &#127; &#x202e; &#x2066; &#xE0041;",
        "&#xD800; &#xDFFF; &#x110000; &#9999999; &#xFFFFFF; &NotAnEntity; &; &#; &#x;",
        "`&#27;` **&#27;[1m** [a&#27;b](http://x/&#27;[31m) ![&#x202e;](&#x9b;)",
        "| &#27;[31m | &#x202e; |\n|---|:-:|\n| &#10;&#13; | \x1b[0m |\n",
        // Links that lead elsewhere, or nowhere good.
        "[https://bank.example/](https://evil.example/) [a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x)",
        "[d](<http://x/ y\x1b]8;;\x07>) <http://a/\x1b[31m> [e](http://\u202Eevil/) [f](HTTP://UPPER/) [g](http:) [h]()",
        "[i](http://x/\xC2\x9D"
        "0;t) <mailto:a\x07@b> www.\x1b.org http://a.org/\u200B?\u2066 [j](\x1bhttp://x)",
        // Tables that are mostly not there.
        repeated("a|", 2000) + "\n" + repeated("---|", 4000) + "\n" + repeated("b|", 2000),
        repeated("a|", 4000) + "\n" + repeated("---|", 8000) + "\n" + repeated("b|\n", 8000),
        "|" + repeated("https://example.org/ |", 3000) + "\n|" + repeated("---|", 560) + "\n" + repeated("|x|y\n", 8000),
        "|a|b|\n|---|---|\n|" + std::string(8000, 'x') + "|" + repeated("水", 8000) + "|\n",
        // An address that is defined once and meant by thousands.
        "[a]: http://" + std::string(1900, 'x') + "\n\n" + repeated("[a]", 14000),
        "[a]: http://" + std::string(8000, 'x') + "\n\n" + repeated("[a] ", 8000),
        "[" + repeated("*a*b", 12000) + "](http://" + std::string(1900, 'x') + ")",
        repeated("[a](http://b/) ", large),
        repeated("http://a.bc/ ", large),
    };
    for (const std::string_view piece : {"a",         " ",       "\n",
                                         "\t",        "0",       "水",
                                         "\xFF",      "\x1b",    "\x1b[",
                                         "\xC2\x9B",  "\u202E",  "👩‍👩‍👧‍👦",
                                         "🇩🇪",        "🇩",       "\u1112\u1161\u11AB",
                                         "❤\uFE0F",   ">",       "> ",
                                         "*",         "**",      "* a\n",
                                         "_",         "~",       "`",
                                         "```\n",     "[",       "]",
                                         "![",        "](",      "[a](",
                                         "[]()",      "<",       "<a ",
                                         "<!--",      "&#27;",   "\\",
                                         "#",         "# a\n",   "- ",
                                         "-\n",       "1. ",     "|",
                                         "|\n|---\n", "a@b.cd ", "www.",
                                         "> a\n\n",   "a\\\n",   "999999999. "}) {
      all.push_back(repeated(piece, large));
    }
    all.push_back("a" + repeated("\u0301\u0489\u20D2", large));
    all.push_back("👩" + repeated("\u200D👩", large));
    all.push_back("a" + repeated("\u200D\uFE0F", large));
    std::string stairs;
    for (std::size_t depth = 0; stairs.size() < large; ++depth) stairs += std::string(2 * depth, ' ') + "- a\n";
    all.push_back(stairs);
    all.push_back(repeated(">", large / 2) + "a\n" + repeated("> b\n", large / 2));
    all.push_back(repeated("- ", large / 2) + "a\n" + repeated("\n", large / 2) + "b");
    all.push_back(repeated("![", large / 4) + "a" + repeated("](b)", large / 2));
    all.push_back(std::string(large / 2, '[') + std::string(large / 2, ']'));
    std::string ticks;
    for (std::size_t n = 1; ticks.size() < large; ++n) ticks += "a" + std::string(n, '`');
    all.push_back(ticks);
    return all;
  }();
  return texts;
}

}  // namespace standpipe::test
