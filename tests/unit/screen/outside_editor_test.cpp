#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "client-cli/screen/outside_editor.hpp"

using standpipe::screen::OutsideEditor;

namespace {

struct Left {
  std::optional<std::string> text;
  std::string trouble;
};

/// What comes of a text by an editor.
Left edit(const char* editor, const std::string& text) {
  ::unsetenv("VISUAL");
  ::setenv("EDITOR", editor, 1);
  auto outside = OutsideEditor::start(text, [] {});
  REQUIRE(outside);
  for (int i = 0; i < 1000 && !outside->is_over(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  Left left{outside->text(), {}};
  if (!left.text) left.trouble = outside->trouble();
  ::unsetenv("EDITOR");
  return left;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what an editor leaves is the text, without the newline at its end") {
  CHECK(edit("true", "as it was").text == "as it was");
  CHECK(edit("f() { echo more >> \"$1\"; }; f", "a line\n").text == "a line\nmore");
}

TEST_CASE("an editor that fails is named, with how it ended, and the text is as it was") {
  for (const auto& [editor, how] : {std::pair{"false", "“false” ended with status 1"},
                                    {"sh -c 'exit 42'", "exit 42'” ended with status 42"},
                                    {"no-such-editor", "“no-such-editor” could not be started (status 127)"},
                                    {"kill -9 $$; true", "was ended by signal 9"}}) {
    CAPTURE(editor);
    const Left left = edit(editor, "text");
    CHECK_FALSE(left.text);
    CHECK(has(left.trouble, how));
    CHECK(has(left.trouble, "The text is as it was"));
  }
}
