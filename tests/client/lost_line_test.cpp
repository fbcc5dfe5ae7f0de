#include <doctest/doctest.h>

#include <thread>

#include <boost/json/parse.hpp>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr const char* room = "water-distribution";

/// All texts of the room's chat that begin with the mark, in order.
std::vector<std::string> texts(const Cli& cli, const std::string& mark) {
  std::vector<std::string> found;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto page = cli.json({"read", room, "--after", std::to_string(after), "-n", "200"});
    for (const auto& message : page.at("messages").as_array()) {
      const auto& text = message.at("text").as_string();
      if (text.starts_with(mark)) found.emplace_back(text);
      after = message.at("index").as_int64();
    }
    more = page.as_object().contains("more_after");
  }
  return found;
}

/// Each line of the chat's output that has the text of one of these, in order: what a person saw.
std::vector<std::string> seen(const std::string& printed, const std::string& mark) {
  std::vector<std::string> found;
  for (auto at = printed.find(": " + mark); at != std::string::npos; at = printed.find(": " + mark, at + 1)) {
    const auto line_begin = printed.rfind('\n', at) == std::string::npos ? 0 : printed.rfind('\n', at) + 1;
    if (printed[line_begin] != 'm') continue;  // the client's own remark that it is kept
    found.push_back(printed.substr(at + 2, printed.find('\n', at) - at - 2));
  }
  return found;
}

std::vector<std::string> numbered(const std::string& mark, int count) {
  std::vector<std::string> all;
  for (int i = 1; i <= count; ++i) all.push_back(mark + std::to_string(i));
  return all;
}

}  // namespace

TEST_CASE("a server killed with -9 under two conversations: both resume, nothing is missing, nothing double") {
  Community c;
  ChatProcess amina(c.amina, room);
  ChatProcess mo(c.mo, room);
  REQUIRE(amina.prints("-- in Water Distribution as Amina"));
  REQUIRE(mo.prints("-- in Water Distribution as Mo"));
  int said = 0;
  for (int round = 1; round <= 3; ++round) {
    amina.say("a" + std::to_string(++said));
    REQUIRE(mo.prints("Amina: a" + std::to_string(said)));
    for (int i = 0; i < 5; ++i) amina.say("a" + std::to_string(++said));  // some of these are under way when it dies
    c.server.kill();
    REQUIRE(amina.prints("-- offline since", static_cast<std::size_t>(round)));
    REQUIRE(mo.prints("-- offline since", static_cast<std::size_t>(round)));
    amina.say("a" + std::to_string(++said));
    mo.say("m" + std::to_string(round));
    REQUIRE(mo.prints("kept, 1 waiting: m" + std::to_string(round)));
    c.server.restart();
    REQUIRE(amina.prints("-- online again", static_cast<std::size_t>(round)));
    REQUIRE(amina.prints("Mo: m" + std::to_string(round)));
    REQUIRE(mo.prints("Amina: a" + std::to_string(said)));
  }
  CHECK(texts(c.admin, "a") == numbered("a", said));
  CHECK(texts(c.admin, "m") == numbered("m", 3));
  for (const ChatProcess* chat : {&amina, &mo}) {
    CHECK(seen(chat->printed(), "a") == numbered("a", said));
    CHECK(seen(chat->printed(), "m") == numbered("m", 3));
  }
  CHECK(amina.finish() == 0);
  CHECK(mo.finish() == 0);
}

TEST_CASE("a client killed with -9 loses no text that it has taken, sends none twice, and keeps their order") {
  Community c;
  int written = 0;
  for (int round = 0; round < 3; ++round) {
    c.server.kill();
    ChatProcess chat(c.amina, room);
    REQUIRE(chat.prints("-- offline since"));
    for (int i = 0; i < 4; ++i) {
      chat.say("q" + std::to_string(++written));
      REQUIRE(chat.prints("waiting: q" + std::to_string(written)));
    }
    chat.kill();
    CHECK(c.amina.run({"--timeout", "1", "post", room, "q" + std::to_string(++written)}).exit == 3);
    c.server.restart();
    if (round == 0) continue;  // with the next ones
    // Killed again while it sends.
    ChatProcess sends(c.amina, room);
    REQUIRE(sends.prints(": q" + std::to_string(written - 3)));
    sends.kill();
  }
  CHECK(c.amina.json({"sync"}).at("waiting") == 0);
  CHECK(c.amina.json({"sync"}).at("sent") == 0);
  CHECK(texts(c.admin, "q") == numbered("q", written));
}

TEST_CASE("a client killed with -9 while it sends a long queue, again and again: each once, in order") {
  Community c;
  c.server.kill();
  constexpr int count = 60;
  {
    ChatProcess chat(c.amina, room);
    REQUIRE(chat.prints("-- offline since"));
    for (int i = 1; i <= count; ++i) chat.say("w" + std::to_string(i));
    REQUIRE(chat.prints("kept, " + std::to_string(count) + " waiting"));
    chat.kill();
  }
  c.server.restart();
  for (int i = 0; i < 6; ++i) {
    ChatProcess chat(c.amina, room);
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + 15 * i));
    chat.kill();
  }
  CHECK(c.amina.run({"sync"}).exit == 0);
  CHECK(texts(c.admin, "w") == numbered("w", count));
}

TEST_CASE("two programs of one member share the queue, and the order stays") {
  Community c;
  ChatProcess chat(c.amina, room);
  REQUIRE(chat.prints("-- in Water"));
  c.server.kill();
  REQUIRE(chat.prints("-- offline since"));
  for (int i = 1; i <= 5; ++i) {
    if (i % 2 == 0) {
      CHECK(c.amina.run({"--timeout", "1", "post", room, "s" + std::to_string(i)}).exit == 3);
    } else {
      chat.say("s" + std::to_string(i));
      REQUIRE(chat.prints("waiting: s" + std::to_string(i)));
    }
  }
  c.server.restart();
  CHECK(c.amina.run({"post", room, "s6"}).exit == 0);
  REQUIRE(chat.prints(": s6"));
  CHECK(texts(c.admin, "s") == numbered("s", 6));
  CHECK(seen(chat.printed(), "s") == numbered("s", 6));
  CHECK(chat.finish() == 0);
}

TEST_CASE("a long queue keeps its order where the server asks to wait in the middle of it") {
  Community c;
  c.server.kill();
  constexpr int count = 225;  // a member's burst is 200
  {
    ChatProcess chat(c.amina, room);
    REQUIRE(chat.prints("-- offline since"));
    for (int i = 1; i <= count; ++i) chat.say("r" + std::to_string(i));
    REQUIRE(chat.prints("kept, " + std::to_string(count) + " waiting"));
    chat.kill();
  }
  const ServerProcess limited({.data = c.folder.path() / "data", .port = c.server.port()});
  CHECK(c.amina.json({"sync"}).at("sent") == count);
  CHECK(texts(c.admin, "r") == numbered("r", count));
}

TEST_CASE("what is refused for good in the middle of a queue holds back none of the others, nor their order") {
  Community c;
  const auto kept = [&](const std::string& slug, const std::string& text) {
    return c.amina.run({"--timeout", "1", "post", slug, text}).exit == 3;
  };
  c.amina.out({"join", "asset-management"});
  c.server.kill();
  CHECK(kept(room, "f1"));
  CHECK(kept("asset-management", "never seen"));
  CHECK(kept(room, "f2"));
  CHECK(kept("asset-management", "nor this"));
  CHECK(kept(room, "f3"));
  c.server.restart();
  c.admin.out({"moderate", "mute", "Amina", "--room", "asset-management", "--reason", "Quiet, please.", "--for", "1h"});
  const auto synced = c.amina.run({"--json", "sync"});
  CHECK(synced.exit == 2);
  CHECK(json::parse(synced.out).at("sent") == 3);
  CHECK(json::parse(synced.out).at("refused") == 2);
  CHECK(json::parse(synced.out).at("waiting") == 0);
  CHECK(texts(c.admin, "f") == numbered("f", 3));
}

TEST_CASE("what slow mode holds back is sent later, and lets the other rooms pass") {
  Community c;
  c.amina.out({"join", "asset-management"});
  c.mo.out({"moderate", "slow-mode", room, "2"});
  ChatProcess chat(c.amina, room);
  REQUIRE(chat.prints("-- in Water"));
  for (int i = 1; i <= 2; ++i) chat.say("z" + std::to_string(i));
  REQUIRE(chat.prints("not posted yet, it waits"));
  CHECK(c.amina.run({"--timeout", "2", "post", "asset-management", "at once"}).exit == 0);
  REQUIRE(chat.prints(": z2"));
  CHECK(chat.finish() == 0);
  CHECK(texts(c.admin, "z") == numbered("z", 2));
}

TEST_CASE("two rooms in slow mode, one slower than the other: what they hold back is sent when each may have it") {
  Community c;
  c.amina.out({"join", "asset-management"});
  c.mo.out({"moderate", "slow-mode", room, "4"});
  c.admin.out({"moderate", "slow-mode", "asset-management", "1"});
  c.server.kill();
  for (const char* text : {"v1", "v2"}) {
    CHECK(c.amina.run({"--timeout", "1", "post", room, text}).exit == 3);
    CHECK(c.amina.run({"--timeout", "1", "post", "asset-management", text}).exit == 3);
  }
  c.server.restart();
  ChatProcess chat(c.amina, room);
  CHECK(chat.prints(": v2"));
  CHECK(has(c.amina.out({"outbox"}), "Nothing waits."));
  CHECK(texts(c.admin, "v") == numbered("v", 2));
  CHECK(chat.finish() == 0);
}

TEST_CASE("tail prints what is said until it is interrupted") {
  Community c;
  const auto result = run_program("/usr/bin/timeout", {"--signal=INT", "1", program("standpipe").string(), "tail", room, "--all"},
                                  {}, c.mo.environment());
  CHECK(has(result.out, "-- in Water Distribution as Mo"));
}
