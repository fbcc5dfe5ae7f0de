#include <doctest/doctest.h>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

TEST_CASE("an administrator opens a room and appoints its moderator") {
  Community c;
  Screen ingrid(c.admin);
  REQUIRE(ingrid.shows("online"));
  ingrid.run("Open a CoP, group");
  REQUIRE(ingrid.shows("[community of practice]"));
  ingrid.press("Tab");
  for (const char* text : {"Desalination", "desalination", "Salt and what it costs"}) ingrid.answer(text);
  ingrid.press("C-s");
  REQUIRE(ingrid.shows("The room is open."));
  CHECK(ingrid.becomes([&] { return !ingrid.listed("#Desalination").empty(); }, "the new room"));
  ingrid.run("Appoint a moderator");
  ingrid.choose("Mo");
  ingrid.press("C-u");
  ingrid.choose("desalination");
  ingrid.confirm("The member can approve, mute, ban and remove in that room.");
  REQUIRE(ingrid.shows("Appointed."));
  const auto details = c.admin.out({"room", "desalination"});
  CHECK(has(details, "Salt and what it costs"));
  CHECK(has(details, "Mo"));
}

TEST_CASE("an administrator adds a utility, invites, and looks at the server") {
  Community c;
  Screen ingrid(c.admin);
  REQUIRE(ingrid.shows("online"));
  ingrid.run("Add a utility");
  for (const char* text : {"Tana Water", "KE", "tana.example, tana-water.example"}) ingrid.answer(text);
  ingrid.press("C-s");
  REQUIRE(ingrid.shows("The utility is added."));
  ingrid.run("Utilities");
  CHECK(ingrid.shows("Tana Water"));
  CHECK(ingrid.shows("tana-water.example"));
  ingrid.run("Make an invitation");
  REQUIRE(ingrid.shows("Days until it expires"));
  ingrid.answer("For the engineers of Tana");
  ingrid.press("C-s");
  REQUIRE(ingrid.shows("The code is"));
  ingrid.press("Enter");
  REQUIRE(ingrid.hides("The code is"));
  ingrid.run("Invitations");
  CHECK(ingrid.shows("For the engineers of Tana"));
  ingrid.run("The server's state");
  CHECK(ingrid.shows("standpiped "));
  CHECK(ingrid.shows("3 members"));
}
