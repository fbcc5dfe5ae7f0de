#include <doctest/doctest.h>

#include "tests/integration/community.hpp"

namespace standpipe::test {

namespace {

std::size_t found(Peer& peer, const std::string& words) {
  return peer.ask<Search>({words, {}, {}, {}, {}, {}, {}}).messages.size();
}

}  // namespace

TEST_CASE("what one member says, the others get, and the author's answer comes before the event") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luís");
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const RoomId room = community.room("water-distribution");

  const std::string key = fresh_key();
  a.send(R"({"jsonrpc":"2.0","id":1000,"method":"message.post","params":)" +
         Peer::text_of<MessagePost>({room, {}, "Fugas: 12 m³/h", "es", {}, {}}, key) + "}");
  const auto first = a.receive(std::chrono::seconds(5));
  REQUIRE(first);
  CHECK(first->find("\"id\":1000") != std::string::npos);
  const Change own = a.event(says("Fugas: 12 m³/h"));
  CHECK(own.message->key == key);
  const Change others = l.event(says("Fugas: 12 m³/h"));
  CHECK(others.message->key.empty());
  CHECK(others.message->by == amina.id);
  CHECK(others.message->lang == "es");
  CHECK(others.rev == own.rev);
}

TEST_CASE("a command that is sent again with its key happens once and gets the first answer") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  const std::string key = fresh_key();
  const MessagePost::Params post{room, {}, "once", {}, {}, {}};
  Posted first;
  {
    Peer peer = community.online(amina);
    first = peer.ask<MessagePost>(post, key);
    peer.cut();
  }
  community.server().restart();
  Peer peer = community.online(amina);
  const Posted second = peer.ask<MessagePost>(post, key);
  CHECK(second.message == first.message);
  const auto page = peer.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}});
  CHECK(page.messages.size() == 1);
}

TEST_CASE("a thread is started, answered, and found in its list with what is unread") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const RoomId room = community.room("water-distribution");
  const Outcome outcome{Rung::performance_improved, "real losses, l/connection/day", "310", "190"};
  const Posted opened =
      a.ask<ThreadCreate>({room, "Step tests", ThreadKind::best_practice, "We did it at night.", "en", outcome, {}});
  const Posted reply = l.ask<MessagePost>({room, opened.thread, "With which loggers?", {}, opened.message, {}});
  CHECK(reply.index == Index{2});
  const auto page = a.ask<ThreadList>({room, ThreadKind::best_practice, {}, {}, {}, true, {}, {}, {}});
  REQUIRE(page.threads.size() == 1);
  CHECK(page.threads[0].last_index == Index{2});
  CHECK(page.threads[0].outcome == outcome);
  CHECK(page.unread.at(0) == 1);
  a.ask<ReadMarkSet>({room, opened.thread, Index{2}});
  CHECK(a.ask<ThreadList>({room, {}, {}, {}, {}, true, {}, {}, {}}).threads.empty());
  CHECK(a.event([](const Change& c) {
           return c.notification && c.notification->kind == NotificationKind::reply;
         }).notification->by == luis.id);
}

TEST_CASE("read marks are shared by a member's devices, and only go forward") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  Peer l = community.online(luis);
  const RoomId room = community.room("water-distribution");
  for (int i = 0; i < 5; ++i) l.ask<MessagePost>({room, {}, "m" + std::to_string(i), {}, {}, {}});
  Peer phone = community.online(amina);
  Peer desk = community.online(amina);
  phone.ask<ReadMarkSet>({room, {}, Index{4}});
  const auto marked = desk.event([&](const Change& c) { return c.membership && c.membership->room == room; });
  CHECK(marked.membership->chat_read == Index{4});
  desk.ask<ReadMarkSet>({room, {}, Index{2}});
  const auto rooms = desk.ask<RoomList>({});
  for (std::size_t i = 0; i < rooms.rooms.size(); ++i) {
    if (rooms.rooms[i].id == room) CHECK(rooms.heads[i].unread == 1);
  }
}

TEST_CASE("an edit that was based on an older text is told what the text is now") {
  Community community;
  const Person amina = community.add("Amina");
  Peer one = community.online(amina);
  Peer two = community.online(amina);
  const RoomId room = community.room("water-distribution");
  const Posted posted = one.ask<MessagePost>({room, {}, "first", {}, {}, {}});
  one.ask<MessageEdit>({posted.message, posted.rev, "second", {}, {}});
  const auto answer = two.call(MessageEdit::name, Peer::text_of<MessageEdit>({posted.message, posted.rev, "third", {}, {}}, ""));
  const auto& data = answer.at("error").at("data");
  CHECK(data.at("code").as_string() == "conflict");
  CHECK(data.at("current").at("text").as_string() == "second");
}

TEST_CASE("a removed message leaves a stub, and its text is nowhere") {
  Community community;
  const Person amina = community.add("Amina");
  Peer peer = community.online(amina);
  const RoomId room = community.room("water-distribution");
  const Posted posted = peer.ask<MessagePost>({room, {}, "chloramination secret", {}, {}, {}});
  CHECK(eventually([&] { return found(peer, "chloramination") == 1; }));
  peer.ask<MessageRemove>({posted.message, {}});
  const auto page = peer.ask<MessageGet>({{posted.message}});
  REQUIRE(page.messages.size() == 1);
  CHECK(page.messages[0].text.empty());
  CHECK(page.messages[0].removed);
  CHECK(found(peer, "chloramination") == 0);
  peer.ask<MessagePost>(to_chat(room, "said afterwards"));
  CHECK(eventually([&] { return found(peer, "afterwards") == 1; }));
  CHECK(found(peer, "chloramination") == 0);
}

TEST_CASE("what was written is found soon, in any spelling of its accents") {
  Community community;
  const Person amina = community.add("Amina");
  Peer peer = community.online(amina);
  const RoomId room = community.room("water-distribution");
  peer.ask<MessagePost>({room, {}, "La télérelève réduit les pertes apparentes", "fr", {}, {}});
  CHECK(eventually([&] { return found(peer, "telereleve pertes") == 1; }));
  for (const char* hostile : {"\"", "a OR b*", "NEAR(", "col:x", "-", "^", "((((", "AND"}) {
    CAPTURE(hostile);
    CHECK_NOTHROW(peer.call(Search::name, Peer::text_of<Search>({hostile, {}, {}, {}, {}, {}, {}}, "")));
  }
}

TEST_CASE("who was away gets what was missed, each change once and in order, in the hello's answer") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  const std::string stream = "room:" + std::to_string(room.value);
  Peer l = community.online(luis);
  HelloResult before;
  {
    Peer a(community.port(), amina.token);
    before = a.ask<Hello>({});
  }
  Rev head;
  for (const auto& s : before.streams) {
    if (s.stream == stream) head = s.rev;
  }
  Posted last;
  for (int i = 0; i < 30; ++i) last = l.ask<MessagePost>({room, {}, "missed " + std::to_string(i), {}, {}, {}});
  l.ask<MessageEdit>({last.message, last.rev, "edited", {}, {}});
  Peer a(community.port(), amina.token);
  Hello::Params params;
  params.epoch = before.epoch;
  params.streams = {{stream, head}};
  const auto after = a.ask<Hello>(params);
  for (const auto& s : after.streams) {
    if (s.stream != stream) continue;
    CHECK_FALSE(s.gap);
    REQUIRE(s.changes.size() == 30);
    for (std::size_t i = 1; i < s.changes.size(); ++i) CHECK(s.changes[i - 1].rev < s.changes[i].rev);
    CHECK(s.changes.back().message->text == "edited");
    CHECK(s.changes.back().rev == s.rev);
  }
}

}  // namespace standpipe::test
