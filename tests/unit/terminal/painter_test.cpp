#include "client-cli/terminal/painter.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/support/tiny_terminal.hpp"

using namespace standpipe::terminal;
using standpipe::test::TinyTerminal;
using Opinion = TinyTerminal::Opinion;

namespace {

constexpr Size small{23, 6};

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

/// Canvases as they follow one another: parts change, move, go; now and then all is new.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) {}

  Canvas next(const Canvas& before) {
    Canvas canvas = below(8) == 0 ? Canvas(before.size()) : before;
    for (int i = below(5); i >= 0; --i) change(canvas);
    if (below(3) == 0) canvas.set_cursor(below(small.rows), below(small.columns));
    return canvas;
  }

 private:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  Look look() {
    Look out{.role = static_cast<Role>(below(static_cast<int>(role_count)))};
    if (below(2) == 0) out.role = Role::text;
    out.bold = below(6) == 0;
    out.italic = below(9) == 0;
    out.underline = below(9) == 0;
    out.strike = below(9) == 0;
    return out;
  }

  Span span() {
    static const std::array<std::string, 22> texts = {
        "a", "bc", " ", "   ",    "word",   "漢",     "字漢", "e\u0301", "x\u0308y", "👨‍👩‍👧", "❤️",
        "❤", "🇩🇪", "🇦", "\u1100", "\u1161", "\u11A8", "שלום", "مرحبا",   "क्षि",      "👍🏽",           "│"};
    Span out{.look = look()};
    for (int i = below(4); i >= 0; --i) out.text += texts[static_cast<std::size_t>(below(texts.size()))];
    if (below(6) == 0) out.link = below(2) == 0 ? "https://a.example/" : "https://b.example/ü";
    return out;
  }

  void change(Canvas& canvas) {
    const int row = below(small.rows), column = below(small.columns + 3) - 2;
    switch (below(6)) {
      case 0:
        return canvas.fill(row, column, below(small.columns), look());
      case 1:
        return canvas.highlight(row, column, below(small.columns), look().role);
      case 2:
        return canvas.fill(row, 0, small.columns, {});
      default:
        canvas.put(row, column, Line{span(), span()});
    }
  }

  std::mt19937 random_;
};

std::string without_isolates(std::string text) {
  for (const std::string mark : {"\u2068", "\u2069"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, mark.size());
  }
  return text;
}

/// Whether the cells of the screen show what the canvas has, but for doubtful ones where the terminal thinks otherwise.
bool shows(const TinyTerminal& terminal, const Canvas& canvas, const Display& display, Opinion opinion) {
  for (int row = 0; row < canvas.size().rows; ++row) {
    for (int column = 0; column < canvas.size().columns; ++column) {
      const Cell& cell = canvas.at(row, column);
      if (cell.doubtful && opinion != Opinion::same) continue;
      const auto& shown = terminal.at(row, column);
      if (without_isolates(shown.text) != cell.bytes) return false;
      const bool linked = cell.link != 0 && display.links;
      if (shown.link.empty() == linked) return false;
      if (cell.bytes != " " && shown.style != TinyTerminal::style_of(sgr(cell.look, display))) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("painting the differences gives what painting the last one afresh gives, whatever the terminal thinks of widths") {
  unsigned seed = 1;
  for (const Opinion opinion : {Opinion::same, Opinion::other, Opinion::unjoined}) {
    for (const Display& display :
         {Display{}, Display{.dark = false, .links = false}, Display{.depth = Depth::sixteen}, Display{.depth = Depth::none}}) {
      TinyTerminal terminal(small, opinion);
      History history(seed++);
      Canvas before(small);
      terminal.write(paint(nullptr, before, display));
      int wrong = 0;
      for (int step = 0; step < 400 && wrong == 0; ++step) {
        const Canvas after = history.next(before);
        const std::string bytes = paint(&before, after, display);
        terminal.write(bytes);
        TinyTerminal fresh(small, opinion);
        fresh.write(paint(nullptr, after, display));
        INFO("opinion " << static_cast<int>(opinion) << ", step " << step << ", " << bytes);
        CHECK(terminal.cells() == fresh.cells());
        CHECK(shows(terminal, after, display, opinion));
        CHECK(terminal.is_at_rest());
        CHECK(terminal.is_cursor_shown() == after.cursor().has_value());
        if (after.cursor()) CHECK(terminal.cursor() == *after.cursor());
        CHECK(terminal.unknown().empty());
        CHECK(paint(&after, after, display).empty());
        wrong = terminal.cells() == fresh.cells() && shows(terminal, after, display, opinion) ? 0 : 1;
        before = after;
      }
    }
  }
}

TEST_CASE("equal canvases give nothing, also where only what cannot be seen differs") {
  Canvas before(small), after(small);
  before.put(1, 1, Span{"a b", {}, "https://a.example/"});
  after.put(0, 0, Span{"x", {}, "https://b.example/"});  // so that the links have other numbers
  after.put(0, 0, Span{"  ", {.role = Role::name, .bold = true}});
  after.put(1, 1, Span{"a b", {}, "https://a.example/"});
  CHECK(paint(&before, after, {}).empty());
  before = Canvas(small);
  after = before;
  before.put(0, 0, Span{"x", {.role = Role::name}});
  after.put(0, 0, Span{"x", {.role = Role::good}});
  CHECK(paint(&before, after, {.depth = Depth::none}).empty());
  CHECK_FALSE(paint(&before, after, {}).empty());
}

TEST_CASE("a character that is typed costs itself, and one elsewhere a few bytes") {
  Canvas before(small);
  before.put(2, 0, Span{"hell"});
  before.set_cursor(2, 4);
  Canvas after = before;
  after.put(2, 4, Span{"o"});
  after.set_cursor(2, 5);
  CHECK(paint(&before, after, {}) == "o");
  before = after;
  after.put(5, 20, Span{"3", {.role = Role::mention}});
  CHECK(paint(&before, after, {}).size() < 40);
  before = after;
  after.set_cursor(2, 4);
  CHECK(paint(&before, after, {}) == "\b");
}

TEST_CASE("a few cells that did not change are written where that is shorter than to skip them, and a tail is erased") {
  Canvas before(small);
  before.put(0, 0, Span{"abcdefghij"});
  before.set_cursor(0, 0);
  Canvas after = before;
  after.put(0, 0, Span{"Xbc"});
  after.put(0, 3, Span{"Y"});
  after.set_cursor(0, 4);
  CHECK(paint(&before, after, {}) == "XbcY");
  before = after;
  after.fill(0, 4, 6, {});
  CHECK(paint(&before, after, {}) == "\x1b[K");
}

TEST_CASE("a frame of many bytes is one synchronized update with the cursor hidden") {
  Canvas before(small);
  before.set_cursor(0, 0);
  Canvas after = before;
  for (int row = 0; row < small.rows; ++row) after.put(row, 0, Span{"a line of text"});
  const std::string bytes = paint(&before, after, {});
  CHECK(bytes.starts_with("\x1b[?2026h\x1b[?25l"));
  CHECK(bytes.ends_with("\x1b[?25h\x1b[?2026l"));
}

TEST_CASE("without a canvas before, or with one of another size, all is painted on a cleared screen") {
  Canvas after(small);
  after.put(0, 0, Span{"text"});
  const std::string fresh = paint(nullptr, after, {});
  CHECK(fresh.find("\x1b[2J") != std::string::npos);
  const Canvas other({10, 3});
  CHECK(paint(&other, after, {}) == fresh);
}

TEST_CASE("after a doubtful cluster the place of the next one is given anew") {
  Canvas before(small), after(small);
  after.put(0, 0, Span{"👨‍👩‍👧x"});
  const std::string bytes = paint(&before, after, {});
  CHECK(bytes.find("  \b\b👨‍👩‍👧\x1b[;3Hx") != std::string::npos);
}

TEST_CASE("a row with isolated text is written whole, each run of it between the marks that isolate it") {
  Canvas before(small);
  before.put(0, 0, Line{{"one "}, {"שלום"}, {" two "}, {"مرحبا"}});
  Canvas after = before;
  after.put(0, 9, Span{"T"});
  const std::string bytes = paint(&before, after, {});
  CHECK(count(bytes, "\u2068") == 2);
  CHECK(count(bytes, "\u2069") == 2);
  CHECK(bytes.find("one ") != std::string::npos);
  CHECK(bytes.find("\u05DD\u2069") != std::string::npos);
  CHECK(bytes.find("\u0627\u2069") != std::string::npos);
}

TEST_CASE("links are told only where wanted, and have only bytes that a link may have") {
  Canvas before(small), after(small);
  after.put(0, 0, Span{"here", {.role = Role::link}, "https://a.example/ü\x1b\x07?b c"});
  const std::string bytes = paint(&before, after, {});
  CHECK(bytes.find("\x1b]8;;https://a.example/%C3%BC%1B%07?b c\x1b\\") != std::string::npos);
  CHECK(count(bytes, "\x1b]8;;\x1b\\") == 1);
  CHECK(count(paint(&before, after, {.links = false}), "\x1b]8") == 0);
}
