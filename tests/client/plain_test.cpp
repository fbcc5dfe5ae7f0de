#include <doctest/doctest.h>

#include "tests/client/cli.hpp"
#include "tests/support/hostile_texts.hpp"
#include "tests/support/tmux.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

constexpr const char* room = "water-distribution";

ChatProcess plain(const Cli& cli) {
  return ChatProcess(cli, std::vector<std::string>{"--plain"});
}

bool is_clean(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return false;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
  }
  return !has(text, "\u202E") && !has(text, "\u2066");
}

/// The number of the message with that text, as it is told: "m12".
std::string number_of(const ChatProcess& reader, const std::string& text) {
  const std::string all = reader.printed();
  const auto from = all.find(" m", all.find(text) + text.size()) + 1;
  return all.substr(from, all.find_first_of("\n ", from) - from);
}

}  // namespace

TEST_CASE("line by line: what is unread is read out, counts as read, and a line is posted") {
  Community c;
  c.mo.out({"post", room, "The pump is back."});
  c.mo.out({"post", room, "And the meter, too."});
  {
    auto reader = plain(c.amina);
    REQUIRE(reader.prints("Online as Amina."));
    reader.say("/go " + std::string(room));
    REQUIRE(reader.prints("Water Distribution, 2 unread."));
    REQUIRE(reader.prints("And the meter, too."));
    CHECK(has(reader.printed(), ": The pump is back. m"));
    reader.say("Good news, @Mo!");
    REQUIRE(reader.prints("Posted, m"));
    c.mo.out({"post", room, "It is."});
    REQUIRE(reader.prints(": It is. m"));
    CHECK(reader.finish() == 0);
    CHECK(is_clean(reader.printed()));
  }
  CHECK(has(c.amina.out({"read"}), "Nothing is unread."));
  CHECK(has(c.mo.out({"read", room}), "Good news, @Mo!"));
  CHECK(has(c.mo.out({"notifications"}), "Amina"));
}

TEST_CASE("line by line: a reply goes to what it is about") {
  Community c;
  c.mo.out({"post", room, "Who has the key?"});
  auto reader = plain(c.amina);
  reader.say("/go " + std::string(room));
  REQUIRE(reader.prints("Who has the key? m"));
  const auto number = number_of(reader, "Who has the key?");
  reader.say("/reply " + number);
  REQUIRE(reader.prints("Reply to Mo, “Who has the key?”."));
  reader.say("I have.");
  REQUIRE(reader.prints("Posted, m"));
  CHECK(reader.finish() == 0);
  const auto posted = c.mo.out({"--json", "read", room});
  CHECK(has(posted, "\"reply_to\":" + number.substr(1)));
}

TEST_CASE("line by line: a moderator mutes somebody, question by question") {
  Community c;
  c.amina.out({"post", room, "Buy my pumps!"});
  auto reader = plain(c.mo);
  reader.say("/go " + std::string(room));
  REQUIRE(reader.prints("Buy my pumps! m"));
  reader.say("/mute " + number_of(reader, "Buy my pumps!"));
  REQUIRE(reader.prints("For how long"));
  reader.say("a while");
  REQUIRE(reader.prints("Write a time like"));
  reader.say("30m");
  REQUIRE(reader.prints("Reason (the person concerned sees it):"));
  reader.say("Advertising");
  REQUIRE(reader.prints("Write yes to do it"));
  CHECK(c.amina.run({"post", room, "Cheap!"}).exit == 0);
  reader.say("yes");
  REQUIRE(reader.prints("The member is muted."));
  CHECK(c.amina.run({"post", room, "Cheaper!"}).exit == 2);
  reader.say("/sanctions");
  REQUIRE(reader.prints("Sanctions:"));
  REQUIRE(reader.prints("Advertising", 2));
  CHECK(reader.finish() == 0);
}

TEST_CASE("line by line: without a line what is written is kept, and it is sent when that is back") {
  Community c;
  auto reader = plain(c.amina);
  reader.say("/go " + std::string(room));
  REQUIRE(reader.prints("Nobody has written here yet."));
  c.server.kill();
  REQUIRE(reader.prints("Offline since"));
  reader.say("Written at night");
  REQUIRE(reader.prints("Kept; it is sent when there is a line. 1 waiting."));
  c.server.restart();
  REQUIRE(reader.prints("Online again."));
  REQUIRE(reader.prints("Posted, m"));
  CHECK(reader.finish() == 0);
  CHECK(times(c.mo.out({"read", room}), "Written at night") == 1);
}

TEST_CASE("line by line: what a pipe says is done in its order, and has its answers at the end") {
  Community c;
  const auto result = c.amina.run({"--plain"}, "/go water-distribution\nFrom a pipe\n/compose\nTwo\nlines\n.\n42\n/status\n");
  CHECK(result.exit == 0);
  CHECK(result.err == "");
  CHECK(has(result.out, "it is not posted"));
  CHECK(has(result.out, "Open: Water Distribution."));
  const auto posted = c.mo.out({"read", room});
  CHECK(has(posted, "From a pipe"));
  CHECK(has(posted, "Two"));
  CHECK_FALSE(has(posted, "42"));
}

TEST_CASE("line by line: without an answer the end of the input leaves what is written in the outbox") {
  Community c;
  c.amina.out({"read", room});
  c.server.kill();
  const auto result = c.amina.run({"--plain", "--timeout", "1"}, "/go water-distribution\nFrom a pipe\n");
  CHECK(result.exit == 3);
  CHECK(has(result.out, "1 waiting. Do: standpipe sync"));
  c.server.restart();
  CHECK(has(c.amina.out({"sync"}), "1 sent"));
}

TEST_CASE("line by line: nothing that others wrote controls the terminal") {
  Community c;
  const auto& texts = hostile_texts();
  for (std::size_t i = 0; i < 25 && i < texts.size(); ++i) c.mo.run({"post", room, "-"}, texts[i]);
  c.mo.run({"post", room, "--title", "title \x1B]0;owned\x07", "thread \x1B[2J"});
  auto reader = plain(c.amina);
  reader.say("/go " + std::string(room));
  REQUIRE(reader.prints("Water Distribution, "));
  reader.say("");
  reader.say("/threads");
  reader.say("/rooms");
  reader.say("/notifications");
  reader.say("/status");
  REQUIRE(reader.prints("You are Amina"));
  CHECK(reader.finish() == 0);
  CHECK(times(reader.printed(), "Mo, ") > 10);
  CHECK(is_clean(reader.printed()));
}

TEST_CASE("line by line in a terminal: the terminal edits the line, and nothing is drawn") {
  Community c;
  Tmux terminal(80, 24);
  auto environment = c.amina.environment();
  environment.erase("COLUMNS");
  terminal.start({program("standpipe").string(), "--plain"}, environment);
  REQUIRE(terminal.shows("Online as Amina."));
  terminal.type("/go water-distribution");
  terminal.press("Enter");
  REQUIRE(terminal.shows("Nobody has written here yet."));
  terminal.type("Typed and mistyped");
  for (int i = 0; i < 8; ++i) terminal.press("BSpace");
  terminal.type("posted");
  terminal.press("Enter");
  REQUIRE(terminal.shows("Posted, m"));
  CHECK(has(c.mo.out({"read", room}), "Typed and posted"));
  CHECK_FALSE(has(terminal.raw(), "\033"));
  terminal.type("/quit");
  terminal.press("Enter");
  CHECK(terminal.exit_code() == 0);
}
