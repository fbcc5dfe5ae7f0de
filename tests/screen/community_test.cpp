#include <doctest/doctest.h>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

TEST_CASE("a member changes the profile, and another one finds it in the directory") {
  Community c;
  Screen s(c.amina);
  REQUIRE(s.shows("online"));
  s.run("My profile");
  REQUIRE(s.shows("I offer"));
  s.press("Tab");
  s.answer("Hydraulic models");
  s.press("C-s");
  REQUIRE(s.shows("Your profile is changed."));
  Screen other(c.mo);
  REQUIRE(other.shows("online"));
  other.run("Find members");
  other.type("hydraulic");
  other.press("Enter");
  REQUIRE(other.shows("offers: Hydraulic models"));
  CHECK_FALSE(has(other.terminal().screen(), "Ingrid"));
  other.press("Enter");
  REQUIRE(other.shows("Profile"));
  CHECK(other.shows("Maji Water"));
  other.run("Find members");
  other.answer("nobody has this word");
  other.press("C-s");
  CHECK(other.shows("Nobody was found."));
}

TEST_CASE("a member joins a room, chooses what to be notified of, and leaves it after a question") {
  Community c;
  c.mo.out({"join", "asset-management"});
  c.mo.out({"post", "asset-management", "Said before"});
  Screen s(c.amina);
  REQUIRE(s.becomes([&] { return s.listed("#Asset").ends_with("join"); }, "join"));
  s.go_to("asset-management");
  REQUIRE(s.shows("You are not in this room."));
  s.run("Join the room");
  REQUIRE(s.shows("You are in Asset Management now."));
  REQUIRE(s.shows("Said before"));
  CHECK(s.becomes([&] { return s.listed("#Asset").ends_with("Management"); }, "nothing unread"));
  s.say("Good morning");
  CHECK(says(c.mo, "Good morning", "asset-management"));
  s.leave_composer();
  s.run("What to be notified of in the room");
  REQUIRE(s.shows("[everything]"));
  s.type("n");
  REQUIRE(s.shows("[nothing]"));
  s.press("C-s");
  REQUIRE(s.shows("Of Asset Management you are notified of: nothing."));
  s.press("I");
  REQUIRE(s.shows("I am notified of: nothing"));
  s.run("Leave the room");
  REQUIRE(s.shows("You get nothing more of it."));
  s.press("Enter");
  REQUIRE(s.shows("You have left the room."));
  CHECK(s.becomes([&] { return s.listed("#Asset").ends_with("join"); }, "join"));
  c.mo.out({"post", "asset-management", "Said after"});
  CHECK_FALSE(has(s.terminal().screen(), "Said after"));
}

TEST_CASE("a member ends another device's log-in, and that device is told") {
  Community c;
  const Cli other = another_device(c, "Amina");
  Screen phone(other), desk(c.amina);
  REQUIRE(phone.shows("online"));
  REQUIRE(desk.shows("online"));
  phone.go_to(room);
  phone.press("i");
  phone.type("Never sent from here");
  REQUIRE(phone.shows("Never sent from here"));
  desk.run("My log-ins");
  REQUIRE(desk.shows("this one"));
  REQUIRE(desk.shows("1/2"));
  // The other one is that without "this one".
  const auto items = desk.rows();
  if (has(items[2], "this one")) desk.press("Down");
  desk.run("End this log-in");
  REQUIRE(desk.shows("The device that it belongs to has to log in again."));
  desk.press("Enter");
  REQUIRE(desk.shows("The log-in is ended."));
  CHECK(phone.shows("logged out"));
  CHECK(phone.shows("Quit, and do: standpipe login"));
  CHECK(phone.shows("Never sent from here"));
  CHECK(phone.quit() == 0);
  CHECK(other.run({"sync"}).exit == 4);
  CHECK(c.amina.run({"sync"}).exit == 0);
  // The draft is there after the next log-in.
  other.out({"login", "--email", "Amina@maji.example"}, password);
  Screen again(other);
  CHECK(again.shows("Never sent from here"));
}

TEST_CASE("a member sees how they stand") {
  Community c;
  Screen s(c.amina);
  REQUIRE(s.shows("online"));
  s.run("My sanctions");
  REQUIRE(s.shows("No sanction, and nothing that waits for a moderator."));
  c.mo.out({"moderate", "warn", "Amina", "--room", room, "--reason", "No advertising, please."});
  s.run("My sanctions");
  CHECK(s.shows("advertising, please."));
}

TEST_CASE("a direct conversation reaches the one person that it is for") {
  Community c;
  c.mo.out({"post", room, "Write to me"});
  Screen s(c.amina), mo(c.mo);
  REQUIRE(mo.shows("online"));
  s.go_to(room);
  REQUIRE(s.shows("Write to me"));
  s.press("Up");
  s.press("w");
  REQUIRE(s.shows("Profile"));
  s.run("Write to this member alone");
  REQUIRE(s.shows("Nobody has written here yet."));
  REQUIRE(s.shows("Alt-Enter new line"));  // one is writing already
  s.say("Between the two of us");
  REQUIRE(mo.becomes([&] { return has(mo.listed("@"), " 1"); }, "a direct conversation with something new"));
  mo.press("n");
  REQUIRE(mo.shows("Between the two of us"));
  mo.say("And so is this");
  CHECK(s.shows("And so is this"));
}

TEST_CASE("who is in the room is seen beside it, and who is writing below") {
  Community c;
  Screen s(c.amina), mo(c.mo);
  s.go_to(room);
  mo.go_to(room);
  s.press("F4");
  CHECK(s.shows("2 members"));
  CHECK(s.shows("● Mo"));
  mo.press("i");
  mo.type("Something long");
  CHECK(s.shows("Mo is writing"));
  mo.press("Enter");
  CHECK(s.shows("Something long"));
  CHECK(s.hides("Mo is writing"));
}
