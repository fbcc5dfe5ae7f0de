#include <doctest/doctest.h>

#include <string>

#include "tests/integration/community.hpp"

/// Events of messages in their short form, for connections that ask for it.
namespace standpipe::test {

namespace {

constexpr const char* compact = R"({"compact":true})";

Change next_message(Peer& peer) {
  return peer.event([](const Change& change) { return change.message.has_value(); });
}

Change without_key(Change change) {
  change.message->key.clear();
  return change;
}

}  // namespace

TEST_CASE("two members get the same, one of them in compact events") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  Peer l = community.online(luis, compact);
  const auto posted = a.ask<MessagePost>(to_chat(room, "Who has \"night flow\" data? Ünïcödé 💧"));
  CHECK(next_message(l) == without_key(next_message(a)));
  l.ask<MessageReact>({posted.message, "👍", true});
  const auto reacted = next_message(a);
  CHECK(reacted.message->reactions.size() == 1);
  CHECK(next_message(l) == reacted);
  a.ask<MessageEdit>({posted.message, reacted.rev, "Who has it?"});
  CHECK(next_message(l) == next_message(a));
  a.ask<MessageRemove>({posted.message, {}});
  const auto removed = next_message(a);
  CHECK(removed.message->removed);
  CHECK(next_message(l) == removed);
  CHECK(l.compact_events == 4);
  CHECK(a.compact_events == 0);

  // The author's own, with its key.
  const auto key = fresh_key();
  l.ask<MessagePost>(to_chat(room, "We do."), key);
  const auto own = next_message(l);
  CHECK(own.message->key == key);
  CHECK(without_key(own) == next_message(a));
  CHECK(l.compact_events == 5);
}

TEST_CASE("what is no message comes to a compact connection as it always did, and so does the tombstone of one that was moved") {
  Community community;
  const Person amina = community.add("Amina");
  const Person mod = community.add("Mod", {"water-distribution", "sanitation-wastewater"});
  for (const char* slug : {"water-distribution", "sanitation-wastewater"}) community.appoint(mod, slug);
  const RoomId from = community.room("water-distribution"), to = community.room("sanitation-wastewater");
  Peer m = community.online(mod, compact);
  Peer a = community.online(amina);
  const auto opened = a.ask<ThreadCreate>({from, "Rust", {}, "Why?", {}, {}, {}});
  const auto is_thread = [](const Change& change) { return change.thread.has_value(); };
  CHECK(m.event(is_thread) == a.event(is_thread));
  CHECK(next_message(m) == without_key(next_message(a)));
  CHECK(m.compact_events == 1);
  m.ask<ThreadMove>({opened.thread, to, "belongs there"});
  const auto gone = a.event([](const Change& change) { return change.message && change.message->gone; });
  CHECK(gone.message->id == opened.message);
  CHECK(m.event([](const Change& change) { return change.message && change.message->gone; }) == gone);
  const auto moved = m.event([&](const Change& change) { return change.message && change.message->room == to; });
  CHECK(moved.message->text == "Why?");
  CHECK(moved.message->rev == moved.rev);
  CHECK(m.compact_events == 2);
}

TEST_CASE("compact events are compressed for those who have agreed on it, and lite ones are gathered") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  Peer packed(community.port(), luis.token, Peer::Wire::compressed);
  packed.ok(Hello::name, compact);
  Peer classic(community.port(), luis.token, Peer::Wire::compressed);
  classic.ok(Hello::name, "{}");
  Peer lite = community.online(luis, R"({"compact":true,"mode":"lite"})");
  for (int i = 0; i < 20; ++i) a.ask<MessagePost>(to_chat(room, std::string(static_cast<std::size_t>(i) * 100 + 1, 'x') + " 💧"));
  for (int i = 0; i < 20; ++i) {
    const auto told = without_key(next_message(a));
    CHECK(next_message(packed) == told);
    CHECK(next_message(classic) == told);
    CHECK(next_message(lite) == told);
  }
  CHECK(packed.compact_events == 20);
  CHECK(classic.compact_events == 0);
  CHECK(lite.compact_events == 20);
}

TEST_CASE("each hello says anew whether events are compact, and a bad wish is refused") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina, compact);
  CHECK(a.refused(Hello::name, R"({"compact":"yes"})") == "argument_bad");
  a.ok(Hello::name, R"({"compact":false})");
  a.ask<MessagePost>(to_chat(room, "classic"));
  CHECK(next_message(a).message->text == "classic");
  CHECK(a.compact_events == 0);
  a.ok(Hello::name, compact);
  a.ask<MessagePost>(to_chat(room, "compact"));
  CHECK(next_message(a).message->text == "compact");
  CHECK(a.compact_events == 1);
}

}  // namespace standpipe::test
