#include <doctest/doctest.h>

#include <set>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

/// Which of the numbered texts are to be seen.
void gather(const Screen& screen, const std::string& mark, std::set<std::string>& seen) {
  const std::string all = screen.terminal().screen();
  for (auto at = all.find(mark + "-"); at != std::string::npos; at = all.find(mark + "-", at + 1))
    seen.insert(all.substr(at, mark.size() + 4));
}

/// Presses the key until the text is seen, and gathers what is seen on the way.
std::size_t walk(Screen& screen, const std::string& key, const std::string& mark, const std::string& to) {
  std::set<std::string> seen;
  gather(screen, mark, seen);
  for (int i = 0; i < 100 && !has(screen.terminal().screen(), to); ++i) {
    screen.changes_by(key);
    gather(screen, mark, seen);
  }
  gather(screen, mark, seen);
  return seen.size();
}

}  // namespace

TEST_CASE("a room opens at the first unread message; what is seen counts as read, and no more than that") {
  Community c;
  post_many(c.mo, c.server, room, "early", 40);
  c.amina.out({"mark-read", room});
  post_many(c.mo, c.server, room, "late", 60);
  Screen s(c.amina);
  REQUIRE(s.becomes([&] { return s.listed("#Water Dis").ends_with(" 60"); }, "60 unread"));
  s.go_to(room);
  REQUIRE(s.shows("new from here"));
  REQUIRE(s.shows("late-001"));
  CHECK(has(s.terminal().screen(), "early-040"));
  CHECK_FALSE(has(s.terminal().screen(), "late-060"));
  CHECK(s.shows("more below"));
  const std::string row = s.listed("#Water Dis");
  const int left = std::atoi(row.substr(row.rfind(' ') + 1).c_str());
  CHECK(left > 20);
  CHECK(left < 60);
  s.press("End");
  REQUIRE(s.shows("late-060"));
  CHECK(s.becomes([&] { return s.listed("#Water Dis").ends_with("Distribution"); }, "nothing unread"));
  CHECK(eventually([&] { return !has(c.amina.out({"rooms"}), "unread"); }));
  s.press("u");
  CHECK(s.shows("late-001"));
  CHECK(s.quit() == 0);
}

TEST_CASE("a thread that is moved while it is read goes on in its new room, and so does what is being written in it") {
  Community c;
  const std::string thread = "t" + std::to_string(start_thread(c.mo, room, "Which meters?", "We test three kinds"));
  const std::string joined = "sanitation-wastewater", other = "asset-management";
  c.amina.out({"join", joined});
  Screen s(c.amina);
  s.go_to(thread);
  REQUIRE(s.shows("We test three kinds"));
  s.press("i");
  s.terminal().type("half a sentence");
  c.admin.out({"moderate", "move", thread, joined, "--reason", "It belongs there"});
  REQUIRE(s.shows("This thread was moved to"));
  CHECK(has(s.terminal().screen(), "We test three kinds"));
  CHECK(has(s.terminal().screen(), "half a sentence"));
  s.press("Enter");
  CHECK(eventually([&] { return has(c.amina.out({"thread", thread}), "half a sentence"); }));
  c.admin.out({"moderate", "move", thread, other, "--reason", "It belongs there"});
  CHECK(s.shows("moved to a room that you are not in"));
  CHECK(s.hides("We test three kinds"));
  CHECK(s.quit() == 0);
}

TEST_CASE("one scrolls back through four hundred messages to the very first, and forth to the newest, and sees each") {
  Community c;
  post_many(c.mo, c.server, room, "w", 400);
  c.amina.out({"mark-read", room});
  Screen s(c.amina);
  s.go_to(room);
  REQUIRE(s.shows("w-400"));
  CHECK(walk(s, "PageUp", "w", "w-001") == 400);
  CHECK(walk(s, "PageDown", "w", "w-400") == 400);
  s.press("g");
  CHECK(s.shows("w-001"));
  s.press("G");
  CHECK(s.shows("w-400"));
  CHECK_FALSE(has(s.terminal().screen(), "more below"));
  for (int i = 0; i < 3; ++i) s.changes_by("Up");
  CHECK(s.shows("▌"));
  CHECK(s.quit() == 0);
}

TEST_CASE("what is read here is read on the member's other device, and the reverse") {
  Community c;
  const Cli other = another_device(c, "Amina");
  c.amina.out({"join", "asset-management"});
  c.mo.out({"join", "asset-management"});
  Screen desk(c.amina), phone(other);
  for (const char* slug : {room, "asset-management"}) {
    for (const char* text : {"one", "two", "three"}) c.mo.out({"post", slug, text});
  }
  for (Screen* s : {&desk, &phone}) {
    REQUIRE(s->becomes([&] { return s->listed("#Water Dis").ends_with(" 3"); }, "3 in water"));
    REQUIRE(s->becomes([&] { return s->listed("#Asset").ends_with(" 3"); }, "3 in assets"));
  }
  desk.go_to(room);
  REQUIRE(desk.shows("three"));
  CHECK(desk.becomes([&] { return desk.listed("#Water Dis").ends_with("Distribution"); }, "read here"));
  CHECK(phone.becomes([&] { return phone.listed("#Water Dis").ends_with("Distribution"); }, "read on the other device"));
  CHECK(phone.listed("#Asset").ends_with(" 3"));
  phone.go_to("asset-management");
  REQUIRE(phone.shows("three"));
  CHECK(desk.becomes([&] { return desk.listed("#Asset").ends_with("Management"); }, "read on the phone"));
}

TEST_CASE("what another device has read further is said") {
  Community c;
  const Cli other = another_device(c, "Amina");
  post_many(c.mo, c.server, room, "w", 60);
  Screen desk(c.amina);
  desk.go_to(room);
  REQUIRE(desk.shows("w-001"));
  REQUIRE(desk.shows("more below"));
  other.out({"mark-read", room});
  CHECK(desk.shows("read on another device up to"));
}

TEST_CASE("one key leads through all that is unread, in rooms and threads") {
  Community c;
  c.amina.out({"join", "asset-management"});
  c.mo.out({"join", "asset-management"});
  c.mo.out({"post", room, "A valve in the chat"});
  const auto thread = start_thread(c.mo, "asset-management", "Pipes of cast iron", "They are old");
  c.mo.out({"reply", "t" + std::to_string(thread), "And they leak"});
  Screen s(c.amina);
  REQUIRE(s.becomes([&] { return s.listed("#Asset").ends_with(" 2"); }, "2 in assets"));
  s.press("n");
  REQUIRE(s.shows("And they leak"));
  REQUIRE(s.becomes([&] { return s.listed("#Asset").ends_with("Management"); }, "the thread is read"));
  s.press("n");
  REQUIRE(
      s.becomes([&] { return s.listed("#Asset").ends_with("Management") && s.listed("#Water Dis").ends_with("Distribution"); },
                "nothing unread"));
  s.press("n");
  CHECK(s.shows("Nothing is unread."));
  s.go_to("t" + std::to_string(thread));
  CHECK(s.shows("And they leak"));
  CHECK(s.shows("Pipes of cast iron"));
}

TEST_CASE("a permalink opens its message, wherever it is; one that cannot be seen says so") {
  Community c;
  post_many(c.mo, c.server, room, "w", 120);
  const auto thread = start_thread(c.mo, room, "Meters", "Which last longest?");
  const auto reply = c.mo.json({"reply", "t" + std::to_string(thread), "Those of brass"}).at("message").as_int64();
  Screen s(c.amina);
  s.go_to("m12");
  CHECK(s.shows("w-012"));
  s.go_to("m" + std::to_string(reply));
  CHECK(s.shows("Those of brass"));
  CHECK(s.shows("Meters"));
  s.go_to("m99999");
  CHECK(s.shows("There is no message m99999 that you can see."));
}

TEST_CASE("the next mention opens where it was said") {
  Community c;
  c.mo.out({"post", room, "First for @Amina", "--mention", "Amina"});
  post_many(c.mo, c.server, room, "w", 80);
  c.mo.out({"post", room, "Second for @Amina", "--mention", "Amina"});
  Screen s(c.amina);
  REQUIRE(s.becomes([&] { return has(s.listed("#Water"), "@2"); }, "two mentions"));
  s.press("m");
  REQUIRE(s.shows("First for @Amina"));
  REQUIRE(s.becomes([&] { return has(s.listed("#Water"), "@1"); }, "one mention"));
  s.press("m");
  REQUIRE(s.shows("Second for @Amina"));
  s.press("m");
  CHECK(s.shows("Nobody has mentioned you since."));
}

TEST_CASE("the list of threads can be filtered, by kind and by what is unread") {
  Community c;
  const auto talk = start_thread(c.mo, room, "A talk", "About this and that");
  const auto question = start_thread(c.mo, room, "A question on pumps", "Which?", "question");
  for (const auto thread : {talk, question}) c.amina.out({"thread", "t" + std::to_string(thread)});
  c.mo.out({"reply", "t" + std::to_string(question), "Anybody?"});
  Screen s(c.amina);
  s.go_to(room);
  s.press("t");
  REQUIRE(s.shows("A talk"));
  REQUIRE(s.shows("A question on pumps"));
  CHECK(s.shows("1 new"));
  s.press("u");
  REQUIRE(s.hides("A talk"));
  CHECK(s.shows("A question on pumps"));
  s.press("u");
  REQUIRE(s.shows("A talk"));
  s.press("f");
  s.type("discussion");
  s.press("Enter");
  REQUIRE(s.hides("A question on pumps"));
  CHECK(s.shows("A talk"));
  s.press("f");
  s.type("all");
  s.press("Enter");
  REQUIRE(s.shows("A question on pumps"));
  s.press("Home");
  s.press("Enter");
  CHECK(s.shows("Anybody?"));
}

TEST_CASE("what is searched is found in all rooms, and opens where it was said") {
  Community c;
  c.mo.out({"post", room, "The chlorinator of Kisumu hums"});
  post_many(c.mo, c.server, room, "w", 80);
  Screen s(c.amina);
  REQUIRE(s.shows("online"));
  s.press("/");
  s.type("chlorinator kisumu");
  s.press("Enter");
  REQUIRE(s.shows("Found for “chlorinator kisumu”"));
  REQUIRE(s.shows("The chlorinator of Kisumu hums"));
  s.press("Enter");
  CHECK(s.shows("w-003"));
  CHECK(s.shows("The chlorinator of Kisumu hums"));
  s.press("/");
  s.answer("no such word anywhere");
  s.press("C-s");
  CHECK(s.shows("Nothing was found. Try fewer or other words."));
}

TEST_CASE("a person whom only the server knows is found by the name") {
  Community c;
  Screen s(c.amina);
  REQUIRE(s.shows("online"));
  c.newcomer("Zuri");
  s.press("C-k");
  s.type("Zuri");
  REQUIRE(s.shows("Maji Water"));
  s.press("Enter");
  CHECK(s.shows("Profile"));
  CHECK(s.shows("Zuri"));
}

TEST_CASE("one goes to a date") {
  const TemporaryFolder folder;
  const ServerProcess server({.data = folder.path() / "data",
                              .arguments = {"--config", STANDPIPE_SOURCE_DIR "/config/standpipe.toml", "--demo"},
                              .environment = {{"STANDPIPE_DEMO_CONTENT", STANDPIPE_SOURCE_DIR "/config/demo"}}});
  const Cli cli(folder.path() / "aurelio", server.url());
  cli.out({"login", "--email", "aurelio.mamani@cerro-quillay.example"}, "demo-water-2026");
  const auto first = cli.json({"read", room, "--after", "0", "-n", "8", "--keep"}).at("messages").as_array();
  const auto at = std::chrono::system_clock::from_time_t(first.back().at("at").as_int64() / 1000);
  const auto day = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at));
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
  Screen s(cli);
  s.go_to(room);
  s.press("End");
  s.press("D");
  s.answer(date);
  s.press("C-s");
  CHECK(s.shows("m" + std::to_string(first.back().at("id").as_int64())));
}
