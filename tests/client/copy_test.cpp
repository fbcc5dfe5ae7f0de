#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "tests/client/cli.hpp"

/// What a device knows of rooms, threads and people while others change them, and what can be written from that without a line.

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

namespace {

constexpr const char* room = "water-distribution";

/// The command is kept for want of a line.
bool keeps(const Cli& cli, std::vector<std::string> words) {
  words.insert(words.begin(), {"--timeout", "1"});
  const auto result = cli.run(words);
  INFO(result.err);
  CHECK(result.exit == 3);
  return has(result.err, "It is kept and will be sent");
}

std::string not_kept(const Cli& cli, std::vector<std::string> words) {
  words.insert(words.begin(), {"--timeout", "1"});
  const auto result = cli.run(words);
  CHECK(result.exit == 3);
  return result.err;
}

}  // namespace

TEST_CASE("a group that is made while a device is logged in is known there") {
  Community c;
  c.mo.out({"rooms"});
  c.amina.out({"rooms"});
  c.admin.out({"admin", "room-create", "twinning", "Kisumu and Cebu", "--kind", "group", "--moderator", "Mo"});
  CHECK(c.mo.run({"post", "twinning", "Welcome."}).exit == 0);
  CHECK(has(c.mo.out({"room", "twinning"}), "Kisumu and Cebu"));
  CHECK(c.amina.run({"room", "twinning"}).exit == 1);
  CHECK(c.mo.run({"moderate", "add-member", "twinning", "Amina"}).exit == 0);
  CHECK(has(c.amina.out({"read", "twinning", "--newest"}), "Mo: Welcome."));
  CHECK(has(c.amina.out({"notifications"}), "in twinning"));
  CHECK(c.amina.run({"chat", "twinning", "-n", "0"}, "Thank you.\n").exit == 0);
  CHECK(has(c.admin.out({"admin", "appoint", "twinning", "Amina"}), "Done."));
  c.server.kill();
  CHECK(keeps(c.amina, {"post", "twinning", "Without a line."}));
  c.server.restart();
  CHECK(has(c.amina.out({"sync"}), "1 sent, 0 refused, 0 waiting."));
}

TEST_CASE("one who comes into a group during a conversation can write there without a line afterwards") {
  Community c;
  ChatProcess chat(c.amina, room);
  REQUIRE(chat.prints("-- in Water Distribution as Amina"));
  c.admin.out({"admin", "room-create", "twinning", "Twinning", "--kind", "group", "--moderator", "Mo"});
  c.mo.out({"moderate", "add-member", "twinning", "Amina"});
  c.mo.out({"post", room, "You are in."});
  REQUIRE(chat.prints("Mo: You are in."));
  REQUIRE(chat.finish() == 0);
  c.server.kill();
  CHECK(keeps(c.amina, {"post", "twinning", "I saw it."}));
}

TEST_CASE("an administrator manages a group that they are not in, under its present name") {
  Community c;
  c.admin.out({"admin", "room-create", "twinning", "Twinning", "--kind", "group", "--moderator", "Mo"});
  CHECK(has(c.admin.out({"room", "twinning"}), "Twinning"));
  CHECK(c.admin.run({"admin", "room-update", "twinning", "--slug", "kisumu-cebu"}).exit == 0);
  CHECK(c.admin.run({"room", "twinning"}).exit == 1);
  CHECK(c.admin.run({"admin", "archive", "kisumu-cebu"}).exit == 0);
  CHECK(has(c.mo.run({"post", "kisumu-cebu", "Still here?"}).err, "archived"));
  CHECK(c.admin.run({"admin", "archive", "kisumu-cebu", "--off"}).exit == 0);
  CHECK(c.mo.run({"post", "kisumu-cebu", "Open again."}).exit == 0);
}

TEST_CASE("who is put out of a group sees nothing more of it") {
  Community c;
  c.admin.out({"admin", "room-create", "twinning", "Twinning", "--kind", "group", "--moderator", "Mo"});
  c.mo.out({"moderate", "add-member", "twinning", "Amina"});
  const auto number = std::to_string(c.amina.json({"room", "twinning"}).at("id").as_int64());
  CHECK(has(c.amina.out({"room", number}), "Twinning"));
  c.mo.out({"moderate", "remove-member", "twinning", "Amina", "--reason", "It is over."});
  for (const auto& name : {std::string("twinning"), number}) {
    const auto gone = c.amina.run({"room", name});
    CHECK(gone.exit == 1);
    CHECK(has(gone.err, "Do: standpipe rooms"));
  }
  c.server.kill();
  CHECK(has(not_kept(c.amina, {"post", "twinning", "And now?"}), "Your text is not kept"));
}

TEST_CASE("without a line one replies to what was read, edits what was written and writes to whom one knows") {
  Community c;
  const auto started = c.mo.json({"post", room, "--title", "Step tests?", "--kind", "question", "Who has valve keys?"});
  const auto thread = "t" + std::to_string(started.at("thread").as_int64());
  c.amina.json({"threads", room});
  const auto first = c.amina.json({"post", room, "Half of the keys."});
  c.amina.out({"direct", "Mo", "Hello Mo."});
  c.amina.out({"rooms"});
  const auto question = "m" + std::to_string(started.at("message").as_int64());
  const auto own = "m" + std::to_string(first.at("message").as_int64());
  c.amina.json({"mine"});
  c.server.kill();
  CHECK(keeps(c.amina, {"reply", thread, "We have two.", "--mention", "Mo"}));
  CHECK(keeps(c.amina, {"edit", own, "All of the keys."}));
  CHECK(keeps(c.amina, {"direct", "Mo", "Can you call me?"}));
  CHECK(keeps(c.amina, {"report", question, "--reason", "A test."}));
  CHECK(has(not_kept(c.amina, {"post", room, "--mention", "Nobody", "Hello"}), "Your text is not kept"));
  CHECK(has(not_kept(c.amina, {"reply", "t99", "Hello"}), "Your text is not kept"));
  CHECK(has(not_kept(c.amina, {"edit", "m99", "Hello"}), "Your text is not kept"));
  CHECK(has(not_kept(c.amina, {"direct", "Ingrid", "Hello"}), "Your text is not kept"));
  c.server.restart();
  const auto synced = c.amina.json({"sync"});
  CHECK(synced.at("sent") == 4);
  CHECK(has(c.mo.out({"thread", thread}), "Amina: We have two."));
  CHECK(has(c.mo.out({"notifications"}), "mention by Amina"));
  CHECK(has(c.mo.out({"show", own}), "Amina: All of the keys. (edited)"));
  CHECK(has(c.mo.out({"direct", "Amina"}), "Amina: Can you call me?"));
}

TEST_CASE("a reply goes to where the thread is by now") {
  Community c;
  c.admin.out({"admin", "appoint", "asset-management", "Mo"});
  c.amina.out({"join", "asset-management"});
  const auto started = c.mo.json({"post", room, "--title", "Valve keys", "Where are they?"});
  const auto thread = "t" + std::to_string(started.at("thread").as_int64());
  c.amina.out({"thread", thread});
  c.mo.out({"moderate", "move", thread, "asset-management", "--reason", "It is about stores."});
  CHECK(c.amina.run({"reply", thread, "In the stores."}).exit == 0);
  CHECK(has(c.mo.out({"thread", thread}), "Amina: In the stores."));
}

TEST_CASE("looking at a conversation with somebody opens none") {
  Community c;
  CHECK(c.amina.out({"direct", "Mo"}) == "Nothing was said yet.\n");
  CHECK_FALSE(has(c.mo.out({"rooms"}), "Amina"));
  c.amina.out({"direct", "Mo", "Now there is one."});
  CHECK(has(c.mo.out({"rooms"}), "with Amina"));
  CHECK(has(c.mo.out({"read"}), "== with Amina =="));
  CHECK(has(c.mo.out({"direct", "Amina"}), "Amina: Now there is one."));
}

TEST_CASE("nobody writes to themselves, and no conversation with another is taken for that") {
  Community c;
  const auto own = member_number(c.amina);
  c.amina.out({"direct", "Mo", "Hello Mo."});
  for (const auto& words :
       {std::vector<std::string>{"direct", own, "a secret"}, {"direct", "Amina", "a secret"}, {"direct", own}}) {
    const auto refused = c.amina.run(words);
    CHECK(refused.exit == 1);
    CHECK(has(refused.err, "Name another member than yourself."));
  }
  c.server.kill();
  CHECK(c.amina.run({"--timeout", "1", "direct", own, "a secret"}).exit == 1);
  CHECK(c.amina.out({"outbox"}) == "Nothing waits.\n");
  c.server.restart();
  CHECK_FALSE(has(c.mo.out({"direct", "Amina"}), "a secret"));
}

TEST_CASE("what waits is listed with where it goes and what it says") {
  Community c;
  const auto posted = c.mo.json({"post", room, "--title", "Valve keys", "Where are they?"});
  const auto message = "m" + std::to_string(posted.at("message").as_int64());
  const auto thread = "t" + std::to_string(posted.at("thread").as_int64());
  c.amina.out({"thread", thread});
  c.amina.out({"direct", "Mo", "Hello Mo."});
  c.amina.out({"rooms"});
  c.server.kill();
  CHECK(keeps(c.amina, {"reply", thread, "In the stores."}));
  CHECK(keeps(c.amina, {"post", room, "--title", "Step tests", "How?"}));
  CHECK(keeps(c.amina, {"direct", "Mo", "Call me."}));
  CHECK(keeps(c.amina, {"react", message, "👍"}));
  const auto list = c.amina.out({"outbox"});
  CHECK(has(list, "message.post in water-distribution " + thread + ": In the stores."));
  CHECK(has(list, "thread.create in water-distribution: «Step tests» How?"));
  CHECK(has(list, "message.post with Mo: Call me."));
  CHECK(has(list, "message.react " + message + ": 👍"));
  CHECK(has(not_kept(c.amina, {"post", room, "--mention", "M", "Hello"}), "give the full name, or the number like @12"));
}

TEST_CASE("a post that waits for a moderator is among those that one has written") {
  Community c;
  c.mo.out({"moderate", "first-posts", room});
  CHECK(has(c.amina.out({"post", room, "My first one."}), "waits for a moderator"));
  CHECK(has(c.amina.out({"mine"}), "My first one.  [waits for a moderator]"));
  const auto pending = c.mo.json({"moderate", "pending"}).at("pending").as_array().at(0).at("id").as_int64();
  c.mo.out({"moderate", "accept", "p" + std::to_string(pending)});
  const auto mine = c.amina.out({"mine"});
  CHECK(has(mine, "Amina: My first one."));
  CHECK_FALSE(has(mine, "waits"));
}

TEST_CASE("unread is read in parts where one says how much") {
  Community c;
  for (int i = 1; i <= 5; ++i) c.mo.out({"post", room, "part " + std::to_string(i)});
  const auto two = c.amina.out({"read", room, "-n", "2"});
  CHECK(times(two, ": part ") == 2);
  CHECK(has(two, "There is more unread: standpipe read water-distribution"));
  CHECK(has(c.amina.out({"read", room, "--keep", "-n", "1"}), ": part 3"));
  const auto rest = c.amina.out({"read", room});
  CHECK(times(rest, ": part ") == 3);
  CHECK(has(rest, ": part 5"));
  CHECK(c.amina.run({"read", room, "-n", "0"}).exit == 1);
  CHECK(c.amina.run({"read", room, "--newest", "-n", "999"}).exit == 1);
  CHECK(has(c.amina.run({"read", "--newest"}).err, "Say of which room"));
}

TEST_CASE("what waits behind slow mode says so") {
  Community c;
  c.mo.out({"moderate", "slow-mode", room, "600"});
  CHECK(c.amina.run({"post", room, "one"}).exit == 0);
  for (const char* text : {"two", "three"}) {
    const auto held = c.amina.run({"--timeout", "2", "--json", "post", room, text});
    CHECK(held.exit == 3);
    CHECK(json::parse(held.err).at("code") == "slow_mode");
  }
}
