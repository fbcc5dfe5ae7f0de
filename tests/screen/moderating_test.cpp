#include <doctest/doctest.h>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

/// Applies, and waits for a decision.
Cli applicant(const Community& c, const std::string& name) {
  const Cli cli(c.folder.path() / ("home-" + name), c.server.url());
  cli.out({"apply", "--name", name, "--email", name + "@maji.example", "--utility", "Maji Water", "--country", "KE", "--job",
           "Engineer", "--language", "en", "--room", room},
          password);
  return cli;
}

ProgramResult log_in(const Cli& cli, const std::string& name) {
  return cli.run({"login", "--email", name + "@maji.example"}, password);
}

/// Opens the form of a sanction in the room that is open, and answers it.
void sanction(Screen& s, const std::string& title, const std::string& member, const std::vector<std::string>& answers,
              const std::string& warning) {
  s.run(title);
  s.choose(member);
  s.press("Tab");  // the room is known
  for (const auto& text : answers) s.answer(text);
  s.confirm(warning);
}

}  // namespace

TEST_CASE("a moderator approves one application and declines another with a reason") {
  Community c;
  const Cli zuri = applicant(c, "Zuri"), otto = applicant(c, "Otto");
  Screen s(c.mo);
  REQUIRE(s.shows("online"));
  s.run("Applications");
  REQUIRE(s.shows("Zuri"));
  REQUIRE(s.shows("Otto"));
  s.run("Approve the application");
  REQUIRE(s.shows("The applicant becomes a member"));
  s.press("Enter");
  REQUIRE(s.shows("a member now."));
  REQUIRE(s.hides("Zuri"));
  s.run("Decline the application");
  s.press("C-s");
  REQUIRE(s.shows("“Reason” is missing."));
  s.answer("Write from your utility's address.");
  s.confirm("The applicant sees the reason at log-in.");
  REQUIRE(s.shows("is declined."));
  CHECK(s.shows("Nobody waits for a decision."));
  CHECK(log_in(zuri, "Zuri").exit == 0);
  const auto refused = log_in(otto, "Otto");
  CHECK(refused.exit == 2);
  CHECK(has(refused.err, "Write from your utility's address."));
}

TEST_CASE("what a member reports a moderator resolves, and the member is told") {
  Community c;
  const Cli baraka = c.newcomer("Baraka");
  baraka.out({"post", room, "Buy my pumps"});
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("Buy my pumps"));
  s.press("!");
  REQUIRE(s.shows("Report the message of Baraka"));
  s.answer("It is an advertisement");
  s.press("C-s");
  REQUIRE(s.shows("The moderators will see it."));
  Screen mo(c.mo);
  REQUIRE(mo.shows("online"));
  REQUIRE(eventually([&] { return has(c.mo.out({"moderate", "reports"}), "advertisement"); }));
  mo.run("Reports");
  REQUIRE(mo.shows("It is an advertisement"));
  REQUIRE(mo.shows("Buy my pumps"));
  mo.run("Uphold the report");
  mo.answer("Thank you, it is one.");
  mo.confirm("The report is closed by this.");
  REQUIRE(mo.shows("Nothing else waits for you."));
  REQUIRE(mo.shows("No report is open."));
  s.press("M-n");
  CHECK(s.shows("report resolved"));
  CHECK(s.shows("you, it is one."));
}

TEST_CASE("a newcomer's first post waits until a moderator lets it in, or turns it down with a reason") {
  Community c;
  c.mo.out({"moderate", "first-posts", room});
  const Cli zuri = c.newcomer("Zuri"), otto = c.newcomer("Otto");
  Screen good(zuri), bad(otto);
  good.go_to(room);
  good.say("Good morning from Mombasa");
  REQUIRE(good.shows("It waits for a moderator"));
  bad.go_to(room);
  bad.say("Cheap pumps here");
  REQUIRE(bad.shows("It waits for a moderator"));
  Screen mo(c.mo);
  REQUIRE(mo.shows("online"));
  mo.run("First posts that wait");
  REQUIRE(mo.shows("Good morning from Mombasa"));
  REQUIRE(mo.shows("Cheap pumps here"));
  mo.run("Let the post into the room");
  REQUIRE(mo.shows("Everybody in the room will see it."));
  mo.press("Enter");
  REQUIRE(mo.shows("The post is in the room."));
  CHECK(says(c.amina, "Good morning from Mombasa"));
  CHECK(good.shows("Good morning from Mombasa"));
  mo.run("Turn the post down");
  mo.answer("No advertising here.");
  mo.confirm("Its author sees the reason.");
  REQUIRE(mo.shows("The post is turned down."));
  bad.leave_composer();
  bad.press("M-n");
  CHECK(bad.shows("advertising here."));
  CHECK(newest_text(c.amina) == "Good morning from Mombasa");
}

TEST_CASE("who is warned is told; who is muted sees why, loses no text, and may write when that is lifted") {
  Community c;
  Screen mo(c.mo), s(c.amina, {.columns = 180});
  mo.go_to(room);
  s.go_to(room);
  sanction(mo, "Warn a member", "Amina", {"Please stay with the subject."}, "The member is told, with the reason.");
  REQUIRE(mo.shows("The member is warned."));
  CHECK(has(c.amina.out({"notifications"}), "Please stay with the subject."));
  sanction(mo, "Mute a member", "Amina", {"1h", "Take a rest."}, "The member can read and not write for that time.");
  REQUIRE(mo.shows("The member is muted."));
  s.say("Words that must not be lost");
  REQUIRE(s.shows("Not sent:"));
  CHECK(s.shows("Take a rest."));
  CHECK(s.shows("Words that must not be lost"));
  CHECK(newest_text(c.mo).empty());
  mo.run("Sanctions of the room");
  REQUIRE(mo.shows("Take a rest."));
  mo.run("Lift the sanction");
  mo.answer("Rested.");
  mo.press("C-s");
  REQUIRE(mo.shows("The sanction is lifted."));
  s.write();
  s.press("Enter");
  CHECK(says(c.mo, "Words that must not be lost"));
}

TEST_CASE("who is banned is out of the room at once and told so; the draft is kept") {
  Community c;
  c.mo.out({"post", room, "To be seen by members"});
  Screen mo(c.mo), s(c.amina);
  mo.go_to(room);
  s.go_to(room);
  REQUIRE(s.shows("To be seen by members"));
  s.write();
  s.type("Half a reply");
  REQUIRE(s.shows("Half a reply"));
  sanction(mo, "Ban a member from a room", "Amina", {"7d", "Three warnings."}, "The member is put out of the room");
  REQUIRE(mo.shows("The member is banned."));
  CHECK(s.hides("To be seen by members"));
  CHECK(s.shows("You are no longer in a room"));
  CHECK(s.becomes([&] { return s.listed("#Water Dis").ends_with("join"); }, "out of the room"));
  s.press("M-n");
  CHECK(s.shows("Three warnings."));
  CHECK(s.quit() == 0);
  CHECK(has(mo.terminal().screen(), "To be seen by members"));
}

TEST_CASE("an administrator suspends a member, whose screen says that it is logged out") {
  Community c;
  Screen s(c.amina), ingrid(c.admin);
  s.go_to(room);
  REQUIRE(ingrid.shows("online"));
  ingrid.run("Suspend a member from the community");
  ingrid.choose("Amina");
  ingrid.answer("never");
  ingrid.answer("Threats.");
  ingrid.press("C-s");
  REQUIRE(ingrid.shows("Write a time like 30m, 12h, 7d, 2 weeks or forever."));
  ingrid.press("C-u");
  ingrid.answer("12h");
  ingrid.confirm("All log-ins of the member end");
  REQUIRE(ingrid.shows("The member is suspended."));
  CHECK(s.shows("logged out"));
  CHECK(s.quit() == 0);
  CHECK(c.amina.run({"sync"}).exit == 4);
}

TEST_CASE("a thread is pinned, locked and moved; the audit log has it all") {
  Community c;
  c.admin.out({"admin", "appoint", "asset-management", "Mo"});
  const auto thread = start_thread(c.amina, room, "Where do pumps go?", "To the yard");
  const std::string name = "t" + std::to_string(thread);
  Screen mo(c.mo), s(c.amina);
  mo.go_to(name);
  s.go_to(name);
  REQUIRE(mo.shows("To the yard"));
  REQUIRE(s.shows("To the yard"));
  mo.run("Pin or unpin the thread");
  REQUIRE(mo.shows("Everybody in the room sees it."));
  mo.press("Enter");
  REQUIRE(mo.shows("The thread is pinned."));
  CHECK(has(c.amina.out({"threads", room}), "pinned"));
  mo.run("Lock or unlock the thread");
  mo.answer("It turns in circles.");
  mo.confirm("Only moderators can reply then.");
  REQUIRE(mo.shows("The thread is locked."));
  REQUIRE(s.shows("locked"));
  s.say("One more thing");
  REQUIRE(s.shows("Not sent:"));
  CHECK(s.shows("One more thing"));
  mo.run("Move the thread to another room");
  mo.choose("asset-management");
  mo.answer("It is about assets.");
  mo.confirm("All its messages go with it.");
  REQUIRE(mo.shows("This thread was moved to Asset Management."));
  CHECK(has(c.mo.out({"threads", "asset-management"}), "Where do pumps go?"));
  mo.go_to(room);
  mo.run("Audit log of the room");
  REQUIRE(mo.shows("It is about assets."));
  CHECK(mo.shows("It turns in circles."));
}

TEST_CASE("a message is pinned, and removed by a moderator with a reason that all see") {
  Community c;
  c.amina.out({"post", room, "The number of the helpdesk"});
  Screen mo(c.mo), s(c.amina);
  mo.go_to(room);
  s.go_to(room);
  REQUIRE(mo.shows("The number of the helpdesk"));
  mo.press("Up");
  mo.run("Pin or unpin the message");
  REQUIRE(mo.shows("Everybody in the room sees it."));
  mo.press("Enter");
  REQUIRE(s.shows("pinned"));
  mo.press("d");
  REQUIRE(mo.shows("Remove the message of Amina"));
  mo.answer("It is an old number.");
  mo.confirm("The text will be gone for good; a stub stays.");
  CHECK(s.shows("removed by a moderator: It is an old number."));
  CHECK(s.hides("The number of the helpdesk"));
}

TEST_CASE("in slow mode the second post waits, and is sent by itself") {
  Community c;
  Screen mo(c.mo), s(c.amina);
  mo.go_to(room);
  s.go_to(room);
  mo.run("Settings of the room");
  REQUIRE(mo.shows("Slow mode"));
  mo.press("Tab");
  mo.press("C-u");
  mo.answer("3");
  mo.press("C-s");
  REQUIRE(mo.shows("The room is changed."));
  REQUIRE(s.shows("slow mode 3 s"));
  s.say("s1");
  s.say("s2");
  CHECK(s.shows("waits:"));
  CHECK(says(c.mo, "s2"));
  CHECK(s.hides("waits:"));
  CHECK(texts(c.mo, room, "s") == "s1 s2");
}
