#include <doctest/doctest.h>

#include "client-cli/line_editor.hpp"

using namespace standpipe::client;
using Lines = std::vector<std::string>;

TEST_CASE("what is typed becomes lines") {
  LineEditor editor;
  CHECK(editor.feed("hel").empty());
  CHECK(editor.shown(80) == "> hel");
  CHECK(editor.feed("lo\nand\rmore") == Lines{"hello", "and"});
  CHECK(editor.shown(80) == "> more");
}

TEST_CASE("a character, a word or all can be taken back") {
  LineEditor editor;
  editor.feed("m³\x7F");
  CHECK(editor.shown(80) == "> m");
  editor.feed("\x08\x08\x08");
  CHECK(editor.shown(80) == "> ");
  editor.feed("one two  \x17");
  CHECK(editor.shown(80) == "> one ");
  editor.feed("\x15");
  CHECK(editor.shown(80) == "> ");
  CHECK(editor.feed("ok\n") == Lines{"ok"});
}

TEST_CASE("keys that send sequences do nothing, also where the bytes come apart") {
  LineEditor editor;
  editor.feed("a\x1B[A\x1B[1;5C\x1BOP");
  editor.feed("\x1B");
  editor.feed("[3");
  editor.feed("~b\x01\x02");
  CHECK(editor.feed("\n") == Lines{"ab"});
}

TEST_CASE("Ctrl-D ends the input on an empty line only") {
  LineEditor editor;
  editor.feed("x\x04");
  CHECK_FALSE(editor.at_end());
  editor.feed("\n\x04");
  CHECK(editor.at_end());
}

TEST_CASE("of a long line its end is shown") {
  LineEditor editor;
  editor.feed("0123456789");
  CHECK(editor.shown(8) == "> 56789");
}
