#include <doctest/doctest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

TEST_CASE("several lines, a paste and an undo become one text each") {
  Community c;
  Screen s(c.amina);
  s.go_to(room);
  s.press("i");
  s.type("first");
  s.press("M-Enter");
  s.type("second");
  s.press("C-j");
  s.type("third");
  REQUIRE(s.shows("third"));
  s.press("Enter");
  CHECK(says(c.mo, "first\nsecond\nthird"));

  s.terminal().paste("pasted one\n/leave\n\tpasted three");
  REQUIRE(s.shows("pasted three"));
  CHECK(newest_text(c.mo) == "first\nsecond\nthird");
  s.press("Enter");
  CHECK(says(c.mo, "pasted one\n/leave\n    pasted three"));

  s.type("keep this word");
  s.press("C-w");
  REQUIRE(s.hides("keep this word"));
  s.press("C-w");
  REQUIRE(s.hides("keep this"));
  s.press("C-z");
  s.press("C-z");
  REQUIRE(s.shows("keep this word"));
  s.press("M-z");
  REQUIRE(s.hides("keep this word"));
  s.press("C-y");
  s.press("Enter");
  CHECK(eventually([&] { return has(newest_text(c.mo), "keep this"); }));
}

TEST_CASE("a member's name is completed, and who is named is told") {
  Community c;
  c.mo.out({"post", room, "Ask me about valves"});
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("Ask me about valves"));
  s.press("i");
  s.type("Well, @m");
  s.press("Tab");
  REQUIRE(s.shows("Well, @Mo"));
  s.type("which ones?");
  s.press("Enter");
  REQUIRE(says(c.mo, "Well, @Mo which ones?"));
  CHECK(has(c.mo.out({"notifications"}), "mention by Amina"));
}

TEST_CASE("a reply and a quote say what they are about") {
  Community c;
  const auto valves = c.mo.json({"post", room, "Valves stick"}).at("message").as_int64();
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("Valves stick"));
  s.press("r");
  REQUIRE(s.shows("Reply to Mo"));
  s.type("Grease them");
  s.press("Enter");
  REQUIRE(says(c.mo, "Grease them"));
  CHECK(newest(c.mo).at("reply_to").as_int64() == valves);
  REQUIRE(s.shows("to Mo: Valves stick"));
  c.mo.out({"post", room, "With what?\nAnd when?"});
  REQUIRE(s.shows("And when?"));
  s.leave_composer();
  s.press(">");
  REQUIRE(s.shows("> And when?"));
  s.type("In May");
  s.press("Enter");
  CHECK(says(c.mo, "> With what?\n> And when?\n\nIn May"));
}

TEST_CASE("who wrote a message edits it and removes it, and says no to the removal first") {
  Community c;
  Screen s(c.amina);
  s.go_to(room);
  s.say("The pump brocke");
  REQUIRE(says(c.mo, "The pump brocke"));
  s.leave_composer();
  s.press("e");
  REQUIRE(s.shows("Edit m"));
  for (int i = 0; i < 3; ++i) s.press("BSpace");
  s.type("ke");
  s.press("Enter");
  REQUIRE(says(c.mo, "The pump broke"));
  REQUIRE(s.shows("(edited)"));
  s.press("d");
  REQUIRE(s.shows("The text will be gone for good; a stub stays."));
  s.press("Escape");
  REQUIRE(s.hides("Remove my message"));
  CHECK(newest_text(c.mo) == "The pump broke");
  s.press("d");
  REQUIRE(s.shows("Enter does it"));
  s.press("Enter");
  CHECK(s.shows("removed by its author"));
  CHECK(eventually([&] { return newest(c.mo).contains("removed"); }));
}

TEST_CASE("an edit that another device has overtaken is refused, and its text is not lost") {
  Community c;
  const Cli other = another_device(c, "Amina");
  const auto id = c.amina.json({"post", room, "Version 1"}).at("message").as_int64();
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("Version 1"));
  s.press("e");
  REQUIRE(s.shows("Edit m"));
  s.press("C-u");
  s.type("Version of the desk");
  other.out({"edit", "m" + std::to_string(id), "Version of the phone"});
  REQUIRE(s.shows("Version of the phone"));
  s.press("Enter");
  REQUIRE(s.shows("1 refused"));
  CHECK(newest_text(c.mo) == "Version of the phone");
  s.run("What waits to be sent");
  REQUIRE(s.shows("Version of the desk"));
  s.run("Take the refused text back into the composer");
  REQUIRE(s.shows("Edit m"));
  REQUIRE(s.shows("Version of the desk"));
  s.press("Enter");
  CHECK(says(c.mo, "Version of the desk"));
  CHECK(s.hides("refused"));
}

TEST_CASE("a reaction is added and taken back") {
  Community c;
  c.mo.out({"post", room, "The leak is found"});
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("The leak is found"));
  const auto reactions = [&] {
    const auto message = newest(c.mo);
    return message.contains("reactions") ? message.at("reactions").as_array().size() : 0;
  };
  s.press("+");
  s.type("well");
  s.press("Enter");
  CHECK(eventually([&] { return reactions() == 1; }));
  REQUIRE(s.shows("👏 1"));
  s.press("+");
  s.type("well");
  s.press("Enter");
  CHECK(eventually([&] { return reactions() == 0; }));
  CHECK(s.hides("👏 1"));
}

TEST_CASE("a best practice is started with what came of it") {
  Community c;
  Screen s(c.amina);
  s.go_to(room);
  s.press("T");
  REQUIRE(s.shows("Start a thread in Water Distribution"));
  s.type("b");
  REQUIRE(s.shows("[best practice]"));
  s.press("Tab");
  s.answer("Night flow at the inlet");
  s.type("p");
  REQUIRE(s.shows("[performance"));
  s.press("Tab");
  for (const char* text : {"NRW, %", "41", "29", "en"}) s.answer(text);
  s.type("We measured at night.");
  s.press("Enter");
  s.type("Every week.");
  s.press("C-s");
  REQUIRE(s.shows("best practice · open"));
  CHECK(s.shows("before 41"));
  CHECK(s.shows("after 29"));
  CHECK(s.shows("We measured at night."));
  const auto threads = c.mo.json({"threads", room}).at("threads").as_array();
  REQUIRE(threads.size() == 1);
  CHECK(threads[0].at("title").as_string() == "Night flow at the inlet");
  CHECK(threads[0].at("outcome").at("rung").as_string() == "performance_improved");
}

TEST_CASE("who asked marks the answer") {
  Community c;
  const auto question = start_thread(c.amina, room, "Which glue?", "For PVC", "question");
  c.mo.out({"reply", "t" + std::to_string(question), "None, use rings"});
  Screen s(c.amina);
  s.go_to("t" + std::to_string(question));
  REQUIRE(s.shows("None, use rings"));
  s.press("G");
  s.press("Up");
  s.press("A");
  CHECK(s.shows("the answer"));
  CHECK(s.shows("question · answered"));
}

TEST_CASE("a text can be written in $EDITOR, and is as it was where that fails") {
  Community c;
  const auto script = c.folder.path() / "editor";
  std::ofstream(script) << "#!/bin/sh\n"
                           "grep -q fail \"$1\" && exit 3\n"
                           "sed -i 's/draft/finished/' \"$1\"\n"
                           "echo 'A line of the editor' >> \"$1\"\n";
  ::chmod(script.c_str(), 0755);
  Screen s(c.amina, {.environment = {{"EDITOR", script.string()}, {"VISUAL", ""}}});
  s.go_to(room);
  s.press("i");
  s.type("a draft");
  s.press("C-o");
  REQUIRE(s.shows("A line of the editor"));
  CHECK(s.terminal().state("alternate_on") == "1");
  s.press("Enter");
  CHECK(says(c.mo, "a finishedA line of the editor"));
  s.type("This will fail");
  s.press("C-o");
  REQUIRE(s.shows("The text is as it was:"));
  s.press("Enter");
  CHECK(says(c.mo, "This will fail"));
}

TEST_CASE("what was typed a moment before a kill -9 is there again, in the composer and in a form") {
  Community c;
  {
    Screen s(c.amina);
    s.go_to(room);
    s.press("i");
    s.type("not lost");
    REQUIRE(s.shows("not lost"));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    s.terminal().kill();
  }
  {
    Screen s(c.amina);
    REQUIRE(s.shows("not lost"));
    s.press("C-p");
    s.type("start a thread");
    s.press("Enter");
    s.press("Tab");
    s.type("A title alone");
    REQUIRE(s.shows("A title alone"));
    s.press("C-q");
    REQUIRE(s.terminal().exit_code() == 0);
  }
  Screen s(c.amina);
  REQUIRE(s.shows("not lost"));
  s.press("C-p");
  s.type("start a thread");
  s.press("Enter");
  CHECK(s.shows("A title alone"));
}

TEST_CASE("a draft is kept for each room, and over the program's end") {
  Community c;
  c.amina.out({"join", "asset-management"});
  {
    Screen s(c.amina);
    s.go_to(room);
    s.press("i");
    s.type("Half of a thought on water");
    s.go_to("asset-management");
    REQUIRE(s.shows("Write to Asset Management"));
    REQUIRE(s.hides("Half of a thought on water"));
    s.press("i");
    s.type("Another on pipes");
    s.go_to(room);
    REQUIRE(s.shows("Half of a thought on water"));
    CHECK(s.becomes([&] { return has(s.listed("#Asset"), "✎"); }, "the mark of a draft"));
    CHECK(s.quit() == 0);
  }
  Screen s(c.amina);
  REQUIRE(s.shows("Half of a thought on water"));
  s.press("i");
  s.type(", whole now");
  s.press("Enter");
  CHECK(says(c.mo, "Half of a thought on water, whole now"));
  s.go_to("asset-management");
  CHECK(s.shows("Another on pipes"));
}
