#include "client-cli/screen/editor.hpp"

#include <doctest/doctest.h>

#include <random>

#include "client-cli/terminal/clusters.hpp"
#include "protocol/text.hpp"

using standpipe::screen::Editor;

namespace {

using Lines = std::vector<std::string>;

void type(Editor& editor, std::string_view text) {
  while (!text.empty()) {
    const auto rest = text;
    standpipe::protocol::next_code_point(text);
    REQUIRE(editor.insert(rest.substr(0, rest.size() - text.size())));
  }
}

Editor written(std::string_view text) {
  Editor editor;
  REQUIRE(editor.insert(text));
  return editor;
}

/// The text with the cursor as a bar.
std::string seen(const Editor& editor) {
  auto text = editor.text();
  return text.insert(editor.cursor(), "|");
}

std::string seen(const Editor::Shown& shown) {
  return std::to_string(shown.row) + ":" + std::to_string(shown.column);
}

}  // namespace

TEST_CASE("what is typed goes in at the cursor, and moves go by what is seen as characters") {
  Editor editor;
  type(editor, "cafe\u0301 👩\u200d🔧");
  editor.left();
  CHECK(seen(editor) == "cafe\u0301 |👩\u200d🔧");
  editor.left();
  editor.left();
  CHECK(seen(editor) == "caf|e\u0301 👩\u200d🔧");
  editor.right();
  CHECK(seen(editor) == "cafe\u0301| 👩\u200d🔧");
  editor.erase_back();
  CHECK(seen(editor) == "caf| 👩\u200d🔧");
  editor.erase_forward();
  editor.erase_forward();
  editor.erase_forward();
  CHECK(seen(editor) == "caf|");
  editor.home();
  editor.left();
  editor.erase_back();
  CHECK(seen(editor) == "|caf");
}

TEST_CASE("the cursor never stands inside of what has become one character") {
  auto editor = written("🇰");
  editor.home();
  editor.insert("🇪");
  CHECK(seen(editor) == "🇪🇰|");
  editor.reset("e\n");
  editor.insert("\u0301x");
  editor.home();
  editor.erase_back();
  CHECK(seen(editor) == "e\u0301|x");
}

TEST_CASE("what a terminal must not print does not come in") {
  CHECK(written("a\r\nb\rc\nd").text() == "a\nb\nc\nd");
  CHECK(written("a\tb").text() == "a    b");
  CHECK(written("\x1b[31mred\x07\x7f\u0085").text() == "[31mred");
  CHECK(written("a\u202e\u2066\ufffeb").text() == "ab");
  CHECK(written("a\xff\xc3").text() == "a\ufffd\ufffd");
  Editor editor;
  editor.set("one\r\ntwo\x1b");
  CHECK(editor.text() == "one\ntwo");
}

TEST_CASE("what does not fit changes nothing") {
  Editor editor(8);
  CHECK(editor.insert("water"));
  CHECK_FALSE(editor.insert("pump"));
  CHECK_FALSE(editor.insert("ééé"));
  CHECK(seen(editor) == "water|");
  CHECK(editor.insert("éx"));
  CHECK_FALSE(editor.insert("x"));
  editor.undo();
  CHECK(seen(editor) == "water|");
  editor.complete(4, "r main");
  CHECK(editor.text() == "water");
  editor.set("a much longer text");
  CHECK(editor.text() == "a much l");
  editor.set("1234567é");
  CHECK(editor.text() == "1234567");
}

TEST_CASE("moves and erasing by words pass spaces and punctuation") {
  auto editor = written("see Übung-3: done, ok");
  editor.word_left();
  CHECK(seen(editor) == "see Übung-3: done, |ok");
  editor.word_left();
  editor.word_left();
  CHECK(seen(editor) == "see Übung-|3: done, ok");
  editor.word_left();
  CHECK(seen(editor) == "see |Übung-3: done, ok");
  editor.word_right();
  CHECK(seen(editor) == "see Übung|-3: done, ok");
  editor.erase_word_forward();
  CHECK(seen(editor) == "see Übung|: done, ok");
  editor.erase_word_back();
  CHECK(seen(editor) == "see |: done, ok");
  editor.end_of_text();
  editor.word_right();
  CHECK(seen(editor) == "see : done, ok|");
}

TEST_CASE("what was erased by words or lines can be put in again, all of one go") {
  auto editor = written("one two three four");
  editor.erase_word_back();
  editor.erase_word_back();
  CHECK(seen(editor) == "one two |");
  editor.yank();
  CHECK(seen(editor) == "one two three four|");
  editor.home();
  editor.erase_word_forward();
  editor.erase_word_forward();
  editor.end();
  editor.yank();
  CHECK(seen(editor) == " three fourone two|");
  editor.left();
  editor.erase_to_end();
  editor.home();
  editor.yank();
  CHECK(seen(editor) == "o| three fourone tw");
  editor.erase_to_end();
  editor.erase_to_start();
  CHECK(editor.empty());
  editor.yank();
  CHECK(editor.text() == "o three fourone tw");
}

TEST_CASE("home, end and erasing to them keep to the line") {
  auto editor = written("first\nsecond\nthird");
  editor.up(80);
  editor.home();
  CHECK(seen(editor) == "first\n|second\nthird");
  editor.erase_to_start();
  CHECK(editor.text() == "first\nsecond\nthird");
  editor.right();
  editor.erase_to_end();
  CHECK(seen(editor) == "first\ns|\nthird");
  editor.erase_to_start();
  editor.end();
  CHECK(seen(editor) == "first\n|\nthird");
  editor.start_of_text();
  CHECK(editor.cursor() == 0);
  editor.end_of_text();
  CHECK(seen(editor) == "first\n\nthird|");
}

TEST_CASE("undo goes back by words that were typed in one go, and forth again") {
  Editor editor;
  type(editor, "close the valve");
  editor.undo();
  CHECK(seen(editor) == "close the |");
  editor.undo();
  CHECK(seen(editor) == "close |");
  editor.redo();
  editor.redo();
  editor.redo();
  CHECK(seen(editor) == "close the valve|");
  editor.undo();
  type(editor, "p");
  editor.redo();
  CHECK(seen(editor) == "close the p|");
  editor.left();
  editor.right();
  type(editor, "ump");
  editor.undo();
  CHECK(seen(editor) == "close the p|");
}

TEST_CASE("erasing in one go, a paste, another text and a completion are one step each") {
  auto editor = written("a pasted text");
  for (int i = 0; i < 5; ++i) editor.erase_back();
  editor.home();
  editor.erase_forward();
  editor.erase_forward();
  CHECK(editor.text() == "pasted");
  editor.undo();
  CHECK(seen(editor) == "|a pasted");
  editor.undo();
  CHECK(seen(editor) == "a pasted text|");
  editor.set("another");
  editor.insert(" @am");
  editor.complete(8, "@Amina ");
  CHECK(seen(editor) == "another @Amina |");
  editor.undo();
  CHECK(seen(editor) == "another @am|");
  editor.undo();
  editor.undo();
  CHECK(seen(editor) == "a pasted text|");
  editor.undo();
  CHECK(editor.empty());
  editor.redo();
  editor.reset("new");
  editor.undo();
  editor.redo();
  CHECK(seen(editor) == "new|");
}

TEST_CASE("the newest 200 steps can be undone") {
  Editor editor;
  for (int i = 0; i < 250; ++i) editor.insert("ab");
  for (int i = 0; i < 250; ++i) editor.undo();
  CHECK(editor.text().size() == 100);
  for (int i = 0; i < 250; ++i) editor.redo();
  CHECK(editor.text().size() == 500);
}

TEST_CASE("a text is shown in lines broken between words, with its spaces") {
  CHECK(Editor().shown(10).lines == Lines{""});
  CHECK(written("close the valve now").shown(10).lines == Lines{"close the ", "valve now"});
  CHECK(written("close  the").shown(6).lines == Lines{"close ", " the"});
  CHECK(written("a\n\nb\n").shown(5).lines == Lines{"a", "", "b", ""});
  CHECK(written("unbreakable").shown(4).lines == Lines{"unbr", "eaka", "ble"});
  CHECK(written("a unbreakable").shown(4).lines == Lines{"a ", "unbr", "eaka", "ble"});
  CHECK(written("给水管网").shown(5).lines == Lines{"给水", "管网"});
  CHECK(written("ab给水cd").shown(3).lines == Lines{"ab", "给", "水", "cd"});
}

TEST_CASE("the cursor is shown where the next character goes") {
  auto editor = written("close the valve");
  CHECK(seen(editor.shown(10)) == "1:5");
  editor.word_left();
  CHECK(seen(editor.shown(10)) == "1:0");
  editor.left();
  CHECK(seen(editor.shown(10)) == "0:9");

  editor.reset("12345");
  CHECK(editor.shown(5).lines == Lines{"12345", ""});
  CHECK(seen(editor.shown(5)) == "1:0");
  editor.left();
  CHECK(editor.shown(5).lines == Lines{"12345"});
  CHECK(seen(editor.shown(5)) == "0:4");
  editor.reset("12345\n");
  CHECK(seen(editor.shown(5)) == "1:0");
  editor.reset("给水");
  editor.left();
  CHECK(seen(editor.shown(9)) == "0:2");
}

TEST_CASE("up and down go by shown lines and keep the column across shorter ones") {
  auto editor = written("close the valve\nno\nopen it");
  CHECK(editor.up(10));
  CHECK(seen(editor) == "close the valve\nno|\nopen it");
  CHECK(editor.up(10));
  CHECK(seen(editor) == "close the valve|\nno\nopen it");
  CHECK(editor.up(10));
  CHECK(seen(editor) == "close t|he valve\nno\nopen it");
  CHECK_FALSE(editor.up(10));
  CHECK(seen(editor) == "close t|he valve\nno\nopen it");
  for (int i = 0; i < 3; ++i) CHECK(editor.down(10));
  CHECK(seen(editor) == "close the valve\nno\nopen it|");
  CHECK_FALSE(editor.down(10));
  CHECK(editor.up(10));
  editor.left();
  CHECK(editor.down(10));
  CHECK(seen(editor) == "close the valve\nno\no|pen it");
}

TEST_CASE("up and down stay in the line that they lead to, and out of wide characters") {
  auto editor = written("1234567\n给水管网\n1234567");
  editor.left();
  editor.left();
  CHECK(editor.up(20));
  CHECK(seen(editor) == "1234567\n给水|管网\n1234567");
  CHECK(editor.up(20));
  CHECK(seen(editor) == "12345|67\n给水管网\n1234567");

  editor = written("ab cd\nxyz");
  editor.left();
  CHECK(editor.up(3));
  CHECK(seen(editor.shown(3)) == "1:2");
  editor = written("ab 1\nxyz4");
  editor.left();
  CHECK(editor.up(4));
  CHECK(seen(editor) == "ab |1\nxyz4");
  CHECK(editor.up(3));
  CHECK(seen(editor.shown(3)) == "0:2");
}

namespace {

const char* const pieces[] = {"a",    "b",         " ",    "  ",   "\n",     ".",  "é",  "\u0301", "\u200d",
                              "👩",    "🔧",         "🇰",    "🇪",    "\ufe0f", "给", "한", "\u1100", "\u1161",
                              "word", "two words", "\x1b", "\xff", "\r\n",   "\t", "ا",  "क्",      "षि"};

void do_anything(Editor& editor, std::mt19937& random) {
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  const int width = 2 + static_cast<int>(below(12));
  switch (below(24)) {
    case 0:
      return editor.erase_back();
    case 1:
      return editor.erase_forward();
    case 2:
      return below(3) == 0 ? editor.erase_word_back() : editor.erase_word_forward();
    case 3:
      return below(3) == 0 ? editor.erase_to_start() : editor.erase_to_end();
    case 4:
      return editor.yank();
    case 5:
      return editor.left();
    case 6:
      return editor.right();
    case 7:
      return editor.word_left();
    case 8:
      return editor.word_right();
    case 9:
      return editor.home();
    case 10:
      return editor.end();
    case 11:
      return below(2) == 0 ? editor.start_of_text() : editor.end_of_text();
    case 12:
      return static_cast<void>(editor.up(width));
    case 13:
      return static_cast<void>(editor.down(width));
    case 14:
      return editor.undo();
    case 15:
      return editor.redo();
    case 16:
      return editor.complete(below(20), pieces[below(std::size(pieces))]);
    case 17:
      return below(20) == 0 ? editor.set("another 🇰🇪 text") : editor.left();
    default:
      editor.insert(pieces[below(std::size(pieces))]);
  }
}

bool between_clusters(const std::string& text, std::size_t position) {
  std::size_t at = 0;
  while (at < position) {
    if (text[at] == '\n') {
      ++at;
      continue;
    }
    auto line = std::string_view(text).substr(at, text.find('\n', at) - at);
    at += standpipe::terminal::next_cluster(line).bytes.size();
  }
  return at == position;
}

void check_shown(const Editor& editor, int width) {
  const auto shown = editor.shown(width);
  std::string all;
  for (const auto& line : shown.lines) {
    CHECK(standpipe::terminal::columns_of(line) <= width);
    all += line;
  }
  auto text = editor.text();
  std::erase(text, '\n');
  CHECK(all == text);
  REQUIRE(shown.row >= 0);
  REQUIRE(shown.row < std::ssize(shown.lines));
  CHECK(shown.column < width);
  CHECK(shown.column <= standpipe::terminal::columns_of(shown.lines[static_cast<std::size_t>(shown.row)]));
}

}  // namespace

TEST_CASE("whatever is done, the text is valid, the cursor between characters, and all can be undone and done again") {
  std::mt19937 random(20);  // NOLINT: the same numbers in each run
  for (int run = 0; run < 60; ++run) {
    Editor editor(run % 2 == 0 ? 16 * 1024 : 120);
    const std::string first = run % 3 == 0 ? "the first text" : "";
    editor.reset(first);
    // So few that no step is forgotten.
    for (int i = 0; i < 150; ++i) {
      do_anything(editor, random);
      CAPTURE(seen(editor));
      REQUIRE(standpipe::protocol::is_utf8(editor.text()));
      REQUIRE(editor.text().size() <= (run % 2 == 0 ? 16U * 1024 : 120));
      REQUIRE(editor.cursor() <= editor.text().size());
      REQUIRE(between_clusters(editor.text(), editor.cursor()));
      check_shown(editor, 2 + static_cast<int>(random() % 20));
    }
    for (int i = 0; i < 200; ++i) editor.redo();
    const auto last = seen(editor);
    for (int i = 0; i < 200; ++i) {
      editor.undo();
      REQUIRE(between_clusters(editor.text(), editor.cursor()));
    }
    CHECK(editor.text() == first);
    for (int i = 0; i < 200; ++i) editor.redo();
    CHECK(editor.text() == (last.substr(0, last.find('|')) + last.substr(last.find('|') + 1)));
  }
}
