#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "protocol/limits.hpp"
#include "tests/integration/community.hpp"

namespace standpipe::test {

namespace {

using std::chrono::milliseconds;

bool typed(Peer& peer, milliseconds wait) {
  peer.events(wait);
  return std::ranges::any_of(peer.notices, [](const auto& notice) { return notice.first == "typing"; });
}

}  // namespace

TEST_CASE("a member has so many connections; one more is closed, until another one has gone") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luís");
  std::vector<Peer> peers;
  for (std::size_t i = 0; i < limits::connections_per_member; ++i) peers.emplace_back(community.port(), amina.token);
  CHECK(peers.back().refused("room.list") == "hello_first");
  CHECK(Peer(community.port(), amina.token).closed() == 4429);
  CHECK(Peer(community.port(), luis.token).refused("room.list") == "hello_first");
  peers.pop_back();
  std::string answer;
  for (int tries = 0; tries < 50 && answer.empty(); ++tries) {
    std::this_thread::sleep_for(milliseconds(50));
    try {
      answer = Peer(community.port(), amina.token).refused("room.list");
    } catch (const std::runtime_error&) {  // closed: the place has not been given back yet
    }
  }
  CHECK(answer == "hello_first");
}

TEST_CASE("a batch that asks for a lot gets some of it, and is told to ask for less at once") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  for (int i = 0; i < 40; ++i) a.ask<MessagePost>({room, {}, std::string(limits::text_bytes, '"'), {}, {}, {}});
  std::string batch;
  for (int i = 0; i < 100; ++i) {
    batch += (batch.empty() ? "[" : ",") + (R"({"jsonrpc":"2.0","id":)" + std::to_string(i)) +
             R"(,"method":"message.history","params":)" + Peer::text_of<MessageHistory>({.room = room}, {}) + "}";
  }
  const auto reply = community.post("/api/rpc", batch + "]", amina.token);
  CHECK(reply.status == 200);
  CHECK(reply.body.size() < limits::batch_answer_bytes + 100'000);
  std::size_t pages = 0, refused = 0;
  const auto answers = parse(reply.body).value();
  for (const auto& answer : answers.as_array()) {
    const auto* error = answer.as_object().if_contains("error");
    pages += error ? 0 : 1;
    refused += error && error->at("data").at("code").as_string() == "too_many_requests" ? 1 : 0;
  }
  CHECK(pages >= 3);
  CHECK(pages + refused == 100);
}

TEST_CASE("typing is told where the member may post, and nowhere else") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina", {"water-distribution", "sanitation-wastewater"});
  const Person luis = community.add("Luís");
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer l = community.online(luis);
  const auto thread = m.ask<ThreadCreate>({.room = room, .title = "Valves", .text = "Which ones?"}).thread;
  const auto locked = m.ask<ThreadCreate>({.room = room, .title = "Old", .text = "Over"}).thread;
  m.ask<ThreadLock>({.thread = locked, .on = true, .reason = "over"});
  const auto tell = [&](const TypingNow::Params& params) {
    Peer a = community.online(amina);  // each connection tells one in two seconds
    l.notices.clear();
    a.ask<TypingNow>(params);
    return typed(l, milliseconds(300));
  };
  CHECK(tell({room, {}}));
  CHECK(tell({room, thread}));
  CHECK_FALSE(tell({room, locked}));
  CHECK_FALSE(tell({room, ThreadId{4711}}));
  m.ask<MemberMute>({amina.id, room, "please calm down", 60});
  CHECK_FALSE(tell({room, {}}));
  CHECK_FALSE(tell({room, thread}));
}

TEST_CASE("metrics are not shown through a proxy that the configuration does not know") {
  Community community;
  CHECK(http(community.port(), "GET", "/metrics").status == 200);
  CHECK(http(community.port(), "GET", "/metrics", {}, {{"X-Forwarded-For", "203.0.113.7"}}).status == 404);
  CHECK(http(community.port(), "GET", "/metrics", {}, {{"Forwarded", "for=203.0.113.7"}}).status == 404);
}

}  // namespace standpipe::test
