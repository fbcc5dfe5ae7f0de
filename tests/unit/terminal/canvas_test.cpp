#include "client-cli/terminal/canvas.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace standpipe::terminal;

namespace {

Span link_span(std::string link) {
  return {.text = "x", .link = std::move(link)};
}

}  // namespace

TEST_CASE("text is where it was put, and the column after it is told") {
  Canvas canvas({10, 2});
  CHECK(canvas.put(0, 1, Span{"ab"}) == 3);
  CHECK(canvas.put(1, 0, Line{{"one"}, {" "}, {"two"}}) == 7);
  CHECK(canvas.text() == " ab\none two\n");
}

TEST_CASE("what does not fit is left out, and nothing is drawn outside") {
  Canvas canvas({4, 2});
  CHECK(canvas.put(0, 2, Span{"abc"}) == 4);
  CHECK(canvas.put(1, -2, Span{"abcd"}) == 2);
  CHECK(canvas.put(1, 3, Span{"xyz"}, 0) == 3);
  CHECK(canvas.put(1, 2, Span{"xyz"}, 1) == 3);
  CHECK(canvas.put(0, 9, Span{"abc"}) == 9);
  canvas.put(-1, 0, Span{"abc"});
  canvas.put(2, 0, Span{"abc"});
  canvas.fill(7, 0, 4, {});
  canvas.highlight(-1, 0, 4, Role::selected);
  CHECK(canvas.text() == "  ab\ncdx\n");
  CHECK(canvas.put(1, 0, Line{{"ab"}, {"cd"}, {"ef"}}, 3) == 3);
  CHECK(canvas.text() == "  ab\nabc\n");
}

TEST_CASE("a wide character takes two cells, and a space stands for half of one") {
  Canvas canvas({5, 1});
  CHECK(canvas.put(0, 0, Span{"漢字漢"}) == 5);
  CHECK(canvas.at(0, 1).bytes.empty());
  CHECK(canvas.at(0, 4).bytes == " ");
  CHECK(canvas.text() == "漢字\n");
  canvas.put(0, 1, Span{"x"});
  CHECK(canvas.text() == " x字\n");
  canvas.put(0, 2, Span{"y"});
  CHECK(canvas.text() == " xy\n");
  canvas.put(0, -1, Span{"漢字"});
  CHECK(canvas.text() == " 字\n");
  canvas.put(0, 0, Span{"漢"});
  CHECK(canvas.text() == "漢\n");
  CHECK(canvas.at(0, 2).bytes == " ");
}

TEST_CASE("writing over both halves of two neighbours leaves no half") {
  Canvas canvas({6, 1});
  canvas.put(0, 0, Span{"漢字漢"});
  canvas.put(0, 1, Span{"語"});
  CHECK(canvas.text() == " 語 漢\n");
}

TEST_CASE("marks stay with their base, and are left out without one") {
  Canvas canvas({5, 1});
  CHECK(canvas.put(0, 0, Span{"\xCC\x81"}) == 0);
  CHECK(canvas.put(0, 0, Span{"e\xCC\x81x"}) == 2);
  CHECK(canvas.at(0, 0).bytes == "e\xCC\x81");
  CHECK(canvas.text() == "e\xCC\x81x\n");
}

TEST_CASE("no byte of a cell can steer a terminal, whatever the text has") {
  Canvas canvas({12, 1});
  canvas.put(0, 0,
             Span{"a\x1b[2Jb\xFF\xC2\x9B"
                  "c\n\x7F"});
  CHECK(canvas.text() == "a\uFFFD[2Jb\uFFFD\uFFFDc\uFFFD\uFFFD\n");
}

TEST_CASE("each link is kept once, and there are no more than a number of a cell can tell") {
  Canvas canvas({4, 1});
  canvas.put(0, 0, link_span("https://a.example"));
  canvas.put(0, 1, link_span("https://b.example"));
  canvas.put(0, 2, link_span("https://a.example"));
  CHECK(canvas.links().size() == 3);
  CHECK(canvas.at(0, 0).link == canvas.at(0, 2).link);
  CHECK(canvas.links()[canvas.at(0, 1).link] == "https://b.example");
  CHECK(canvas.at(0, 3).link == 0);
}

TEST_CASE("a text with right-to-left letters is isolated as a whole, and nothing else") {
  Canvas canvas({12, 1});
  canvas.put(0, 0, Line{{"ab"}, {"c \xD7\xA9\xD7\x9C"}, {"d"}});
  CHECK_FALSE(canvas.at(0, 1).isolated);
  for (int column = 2; column < 6; ++column) CHECK(canvas.at(0, column).isolated);
  CHECK_FALSE(canvas.at(0, 6).isolated);
  canvas.fill(0, 2, 2, {});
  CHECK_FALSE(canvas.at(0, 2).isolated);
}

TEST_CASE("highlighting changes the role alone, of whole clusters") {
  Canvas canvas({6, 1});
  canvas.put(0, 0, Span{"漢x", {.role = Role::name, .bold = true}});
  canvas.highlight(0, 1, 1, Role::selected);
  CHECK(canvas.at(0, 0).look == Look{.role = Role::selected, .bold = true});
  CHECK(canvas.at(0, 1).look.role == Role::selected);
  CHECK(canvas.at(0, 2).look.role == Role::name);
  CHECK(canvas.text() == "漢x\n");
}

TEST_CASE("the cursor is on the screen") {
  Canvas canvas({6, 2});
  CHECK_FALSE(canvas.cursor().has_value());
  canvas.set_cursor(5, 6);
  CHECK(canvas.cursor() == std::pair(1, 5));
  canvas.set_cursor(-1, -1);
  CHECK(canvas.cursor() == std::pair(0, 0));
}

TEST_CASE("a screen of no size takes everything and shows nothing") {
  for (const Size size : {Size{0, 0}, Size{0, 3}, Size{3, 0}, Size{-1, -1}}) {
    Canvas canvas(size);
    canvas.put(0, 0, Span{"abc"});
    canvas.fill(0, 0, 3, {});
    canvas.highlight(0, 0, 3, Role::bar);
    canvas.set_cursor(0, 0);
    CHECK_FALSE(canvas.cursor().has_value());
  }
}
