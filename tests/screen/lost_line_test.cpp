#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

std::string all_of(const std::string& mark, int count) {
  std::string all;
  for (int i = 1; i <= count; ++i) all += (i == 1 ? "" : " ") + mark + std::to_string(i);
  return all;
}

}  // namespace

TEST_CASE("without a line it says since when, keeps what is written, and sends it once and in order when there is one") {
  Community c;
  c.mo.out({"post", room, "Before"});
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("Before"));
  int said = 0;
  for (int round = 1; round <= 2; ++round) {
    c.server.kill();
    REQUIRE(s.shows("offline since"));
    CHECK(s.shows("what you write is kept"));
    for (int i = 0; i < 3; ++i) {
      s.say("q" + std::to_string(++said));
      if (i == 0) REQUIRE(s.shows("kept, not sent yet"));
      REQUIRE(s.shows(std::to_string(i + 1) + " waiting"));
    }
    CHECK(has(s.terminal().screen(), "q" + std::to_string(said)));
    c.server.restart();
    s.press("Enter");  // with nothing written: connect now
    REQUIRE(s.shows(" online "));
    REQUIRE(s.hides("waiting"));
    REQUIRE(s.hides("kept, not sent yet"));
    CHECK(texts(c.mo, room, "q") == all_of("q", said));
    s.terminal().press("G");
  }
  const std::string screen = s.terminal().screen();
  for (int i = 1; i <= said; ++i) CHECK(times(screen, "q" + std::to_string(i)) == 1);
}

TEST_CASE("three texts that wait survive kill -9, are seen after the next start, and are each sent once, in order") {
  Community c;
  post_many(c.mo, c.server, room, "cached", 30);
  {
    Screen s(c.amina);
    s.go_to(room);
    s.press("G");
    REQUIRE(s.shows("cached-030"));
    CHECK(s.quit() == 0);
  }
  {
    Screen s(c.amina);
    REQUIRE(s.shows("cached-030"));
    c.server.kill();
    REQUIRE(s.shows("offline since"));
    for (int i = 1; i <= 3; ++i) {
      s.say("k" + std::to_string(i));
      REQUIRE(s.shows(std::to_string(i) + " waiting"));
    }
    s.terminal().kill();
  }
  Screen s(c.amina);
  REQUIRE(s.shows("offline since"));
  REQUIRE(s.shows("3 waiting"));
  // Where it opens depends on what had been noted as read before the kill.
  s.go_to(room);
  s.press("G");
  REQUIRE(s.shows("cached-030"));
  CHECK(s.shows("kept, not sent yet"));
  c.server.restart();
  s.press("C-r");
  REQUIRE(s.shows(" online "));
  REQUIRE(s.hides("waiting"));
  CHECK(texts(c.mo, room, "k") == all_of("k", 3));
  CHECK(c.amina.json({"sync"}).at("sent").as_int64() == 0);
}

TEST_CASE("the client is killed while it sends: each text arrives once, in order") {
  Community c;
  c.amina.out({"sync"});
  c.server.kill();
  int said = 0;
  for (int round = 0; round < 3; ++round) {
    Screen s(c.amina);
    REQUIRE(s.shows("offline since"));
    s.go_to(room);
    for (int i = 0; i < 3; ++i) s.say("k" + std::to_string(++said));
    REQUIRE(s.shows(" waiting"));
    REQUIRE(s.shows("k" + std::to_string(said)));

    c.server.restart();
    s.press("C-r");
    s.terminal().kill();
    c.server.kill();
  }
  c.server.restart();
  CHECK(c.amina.json({"sync"}).at("waiting").as_int64() == 0);
  CHECK(texts(c.mo, room, "k") == all_of("k", said));
}

TEST_CASE("a day without a line: synced in the morning, read and written on the way, sent in the evening") {
  Community c;
  post_many(c.mo, c.server, room, "morning", 40);
  const auto thread = start_thread(c.mo, room, "Read me on the way", "It is long");
  CHECK(c.amina.json({"sync"}).at("waiting").as_int64() == 0);
  c.server.kill();
  {
    Screen s(c.amina);
    REQUIRE(s.shows("offline since"));
    s.go_to(room);
    REQUIRE(s.shows("morning-001"));
    s.press("G");
    REQUIRE(s.shows("morning-040"));
    s.go_to("t" + std::to_string(thread));
    REQUIRE(s.shows("Read me on the way"));
    REQUIRE(s.shows("It is long"));
    s.say("d1");
    REQUIRE(s.shows("1 waiting"));
    s.go_to(room);
    s.say("d2");
    REQUIRE(s.shows("2 waiting"));
    s.press("Enter");
    CHECK(s.quit() == 0);
    CHECK(s.shows("2 waiting. Do: standpipe sync"));
  }
  c.server.restart();
  CHECK(c.amina.json({"sync"}).at("sent").as_int64() >= 2);
  CHECK(newest_text(c.mo) == "d2");
  CHECK(has(c.mo.out({"thread", "t" + std::to_string(thread)}), "d1"));
  // What others wrote and was read on the way is read, and so is what one wrote below it.
  Screen s(c.amina);
  CHECK(s.becomes(
      [&] {
        const auto row = s.listed("#Water Dis");
        return std::atoi(row.substr(row.rfind(' ') + 1).c_str()) == 0;
      },
      "nothing is unread"));
}

TEST_CASE("what needs the server says so, and asks again with the same answers") {
  Community c;
  Screen s(c.amina);
  REQUIRE(s.shows("online"));
  c.server.kill();
  REQUIRE(s.shows("offline since"));
  s.run("My profile");
  s.press("Tab");
  s.answer("A spare pump");
  s.press("C-s");
  REQUIRE(s.shows("There is no line to the server now."));
  c.server.restart();
  REQUIRE(s.shows(" online "));
  s.press("C-s");
  CHECK(s.shows("Your profile is changed."));
  CHECK(has(c.amina.out({"profile"}), "A spare pump"));
}
