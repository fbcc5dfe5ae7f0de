#include <doctest/doctest.h>

#include "client-cli/screen/found_words.hpp"
#include "client-cli/screen/panels.hpp"
#include "protocol/text.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

/// The text with the marked words in brackets.
std::string marked(std::string_view text, std::string_view words) {
  std::string all;
  for (const auto& span : screen::with_marks(text, words)) all += span.look.underline ? "[" + span.text + "]" : span.text;
  return all;
}

}  // namespace

TEST_CASE("words that were found are marked as the server finds them: whole, and whatever their case and accents") {
  CHECK(marked("The Pump, the pumps and the PUMP.", "pump") == "The [Pump], the pumps and the [PUMP].");
  CHECK(marked("réseau d'eau", "RESEAU eau") == "[réseau] d'[eau]");
  CHECK(marked("high-pressure zone", "pressure-zone") == "high-[pressure] [zone]");
  CHECK(marked("Насос и насосы", "насос") == "[Насос] и насосы");
  CHECK(marked("Two\nlines", "lines") == "Two [lines]");
  CHECK(marked("nothing here", "") == "nothing here");
  CHECK(marked("", "pump").empty());
}

TEST_CASE("a long text begins near the first word that was found, and ends between characters") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "é ";
  const std::string shown = marked(text + "pump " + text, "pump");
  CHECK(shown.starts_with("…"));
  CHECK(shown.find("[pump]") != std::string::npos);
  CHECK(shown.size() < 640);
  CHECK(is_utf8(shown));
}

TEST_CASE("what was found has its words underlined, and the thread's title once the server has told it, each asked for once") {
  Desk desk;
  settle_in(desk);
  desk.go_online();
  desk.serve();
  MessagePage page;
  for (const int i : {1, 2}) {
    page.messages.emplace_back();
    Message& m = page.messages.back();
    m.id = MessageId{900 + i};
    m.room = RoomId{1};
    m.thread = ThreadId{55};
    m.index = Index{i};
    m.by = MemberId{2};
    m.text = "A pump, again";
  }
  screen::open_search(desk.model, "pump", {});
  desk.answer_with(Search::name, to_json(page));
  CHECK(desk.shows("t55"));
  REQUIRE(desk.count(ThreadGet::name) == 1);
  ThreadPage threads;
  threads.threads.emplace_back();
  threads.threads.back().id = ThreadId{55};
  threads.threads.back().room = RoomId{1};
  threads.threads.back().title = "Which pumps last";
  desk.answer_with(ThreadGet::name, to_json(threads));
  CHECK(desk.shows("Which pumps last"));
  CHECK_FALSE(desk.shows("t55"));
  const auto canvas = screen::draw(desk.model);
  bool underlined = false;
  for (int column = 0; column < 100; ++column) underlined = underlined || canvas.at(3, column).look.underline;
  CHECK(underlined);
}
