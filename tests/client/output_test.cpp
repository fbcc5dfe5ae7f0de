#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

namespace {

constexpr const char* room = "water-distribution";
constexpr const char* full = ">/dev/full";
constexpr const char* closed = ">&-";

/// Runs a command with its standard output sent there, as a shell would.
ProgramResult run_to(const char* where, const Cli& cli, const std::vector<std::string>& words, const std::string& input = {}) {
  std::vector<std::string> arguments = {"-c", std::string("exec timeout --signal=KILL 30 \"$0\" \"$@\" ") + where,
                                        program("standpipe").string()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  return run_program("/bin/bash", arguments, input, cli.environment());
}

std::int64_t unread(const Cli& cli) {
  return cli.json({"status"}).at("unread").as_int64();
}

}  // namespace

TEST_CASE("a result that cannot be printed exits with 1, and says what happened") {
  auto& c = community();
  for (const auto& words : {std::vector<std::string>{"--help"}, {"moderate", "--help"}, {"--version"}, {"rooms"}, {"status"}}) {
    const auto no_room = run_to(full, c.amina, words);
    CHECK(no_room.exit == 1);
    CHECK(has(no_room.err, "Standard output cannot be written: No space left on device. Make room"));
    const auto no_output = run_to(closed, c.amina, words);
    CHECK(no_output.exit == 1);
    CHECK(has(no_output.err, "Standard output cannot be written: Bad file descriptor."));
  }
  CHECK(json::parse(run_to(full, c.amina, {"--json", "rooms"}).err).at("code") == "usage");
  CHECK(json::parse(run_to(closed, c.amina, {"--json", "--version"}).err).at("code") == "usage");
  CHECK(run_to("</dev/null >/dev/null 2>&-", c.amina, {"rooms"}).exit == 0);
}

TEST_CASE("what was not printed is not marked as read or seen") {
  auto& c = community();
  const Cli lea = c.newcomer("Lea");
  CHECK(c.mo.run({"post", room, "Who has a spare pump, Lea?", "--mention", member_number(lea)}).exit == 0);
  const auto before = unread(lea);
  REQUIRE(before > 0);
  for (const char* where : {full, closed}) {
    CHECK(run_to(where, lea, {"read"}).exit == 1);
    CHECK(run_to(where, lea, {"read", room}).exit == 1);
    CHECK(run_to(where, lea, {"notifications"}).exit == 1);
  }
  CHECK(unread(lea) == before);
  CHECK(lea.json({"status"}).at("unseen").as_int64() > 0);
  CHECK(has(lea.out({"read"}), "Who has a spare pump"));
  CHECK(unread(lea) == 0);
  CHECK(lea.run({"notifications"}).exit == 0);
  CHECK(lea.json({"status"}).at("unseen").as_int64() == 0);
}

TEST_CASE("a post is made though its number cannot be printed, and the words say so") {
  auto& c = community();
  const auto posted = run_to(full, c.amina, {"post", room, "posted in the dark"});
  CHECK(posted.exit == 1);
  CHECK(has(posted.err, "A change that was asked for has been made"));
  CHECK(has(c.mo.out({"read", room, "--newest"}), "posted in the dark"));
}

TEST_CASE("a conversation ends with 1 when its output fails, and marks nothing as read") {
  auto& c = community();
  const Cli kim = c.newcomer("Kim");
  CHECK(c.mo.run({"post", room, "Welcome, Kim."}).exit == 0);
  const auto before = unread(kim);
  REQUIRE(before > 0);
  for (const char* where : {full, closed}) {
    const auto tail = run_to(where, kim, {"tail", room});
    CHECK(tail.exit == 1);
    CHECK(has(tail.err, "Standard output cannot be written"));
    const auto machine = run_to(where, kim, {"--json", "tail", room});
    CHECK(machine.exit == 1);
    CHECK(has(machine.err, R"({"code":"usage","message":"Standard output)"));
  }
  CHECK(unread(kim) == before);
  const auto chat = run_to(full, kim, {"chat", room}, "Thank you.\n");
  CHECK(chat.exit == 1);
  CHECK(has(chat.err, "Standard output cannot be written"));
  CHECK(kim.run({"sync"}).exit == 0);  // whether it was sent before the end or waits, it is there once
  CHECK(times(c.mo.out({"read", room, "--newest"}), "Kim: Thank you.") == 1);
}

TEST_CASE("a reader that goes away ends the program by its signal") {
  const auto& cli = community().amina;
  const auto piped = run_program(
      "/bin/bash", {"-c", "(sleep 0.3; exec \"$0\" rooms) | true; exit ${PIPESTATUS[0]}", program("standpipe").string()}, {},
      cli.environment());
  CHECK(piped.exit == 141);
  CHECK(piped.err == "");
}
