#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/integration/community.hpp"

/// Two clients at the same time. What is decided first counts, and what was refused is nowhere.
namespace standpipe::test {

namespace {

constexpr auto silence = std::chrono::milliseconds(100);

/// For what another thread of the test does: much too short to be waited for with eventually().
template <class Condition>
void spin_until(Condition condition) {
  while (!condition()) std::this_thread::sleep_for(std::chrono::microseconds(200));
}

/// A member who posts without pause; what became of each post is noted.
class Poster {
 public:
  Poster(Community& community, const Person& person, RoomId room, std::string prefix)
      : room_(room), prefix_(std::move(prefix)), peer_(community.online(person)), thread_([this] { run(); }) {}
  ~Poster() { stop(); }
  Poster(const Poster&) = delete;
  Poster& operator=(const Poster&) = delete;

  void wait_for_posts(int count) const {
    spin_until([&] { return accepted_ >= count; });
  }
  /// From here on an acknowledgement is too late: every post that is begun after this has to be refused.
  void expect_refusals() { late_from_ = begun_.load(); }
  void wait_for_refusals(int count) const {
    spin_until([&] { return refused_count_ >= count; });
  }
  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }

  int late() const { return late_; }
  const std::vector<std::string>& refused_texts() const { return refused_; }
  const std::vector<MessageId>& messages() const { return messages_; }

 private:
  void run() {
    while (!stop_) {
      const int number = ++begun_;
      const auto text = prefix_ + std::to_string(number);
      const auto answer = peer_.call(MessagePost::name, Peer::text_of<MessagePost>(to_chat(room_, text), {}));
      if (answer.contains("error")) {
        refused_.push_back(text);
        ++refused_count_;
        continue;
      }
      messages_.push_back(read<Posted>(answer.at("result")).value().message);
      if (number > late_from_) ++late_;
      ++accepted_;
    }
  }

  RoomId room_;
  std::string prefix_;
  Peer peer_;
  std::atomic<bool> stop_{false};
  std::atomic<int> begun_{0};
  std::atomic<int> accepted_{0};
  std::atomic<int> refused_count_{0};
  std::atomic<int> late_from_{1'000'000'000};
  int late_ = 0;
  std::vector<std::string> refused_;
  std::vector<MessageId> messages_;
  std::thread thread_;
};

std::vector<Message> newest(Peer& peer, RoomId room) {
  return peer.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, 200}).messages;
}

Index last_index(Peer& peer, RoomId room) {
  const auto messages = newest(peer, room);
  return messages.empty() ? Index{} : messages.back().index;
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

}  // namespace

TEST_CASE("after a ban or a mute is acknowledged no post gets through, and what was refused is nowhere") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer l = community.online(luis);
  Peer a = community.online(amina);
  for (int round = 0; round < 30; ++round) {
    CAPTURE(round);
    const bool ban = round % 2 == 0;
    Poster poster(community, amina, room, "round " + std::to_string(round) + ", post ");
    poster.wait_for_posts(round % 7);
    const auto sanction = ban ? m.ask<MemberBan>({amina.id, room, "spam", 0}) : m.ask<MemberMute>({amina.id, room, "spam", 0});
    poster.expect_refusals();
    const auto last = last_index(m, room);
    poster.wait_for_refusals(3);
    poster.stop();
    CHECK(poster.late() == 0);
    CHECK(last_index(m, room) == last);
    for (const auto& message : newest(m, room)) CHECK_FALSE(holds(poster.refused_texts(), message.text));
    const auto ids = poster.messages();
    for (const auto id : ids) CHECK(m.ask<MessageGet>({{id}}).messages.size() == 1);
    // The room's last word comes after all events of the round.
    const auto end = "end of round " + std::to_string(round);
    m.ask<MessagePost>(to_chat(room, end));
    std::size_t seen = 0;
    for (;;) {
      const auto message = *l.event([](const Change& change) { return change.message.has_value(); }).message;
      if (message.text == end) break;
      CHECK_FALSE(holds(poster.refused_texts(), message.text));
      seen += message.by == amina.id ? 1 : 0;
    }
    CHECK(seen == ids.size());
    m.ask<SanctionLift>({sanction.sanction, "next round"});
    if (ban) a.ask<RoomJoin>({room});
  }
}

TEST_CASE("who is banned while others post gets nothing of what is said after the ban") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  for (int round = 0; round < 10; ++round) {
    CAPTURE(round);
    Poster poster(community, luis, room, "round " + std::to_string(round) + ", post ");
    poster.wait_for_posts(5);
    const auto ban = m.ask<MemberBan>({amina.id, room, "spam", 0});
    const auto after = m.ask<MessagePost>(to_chat(room, "she is out"));
    poster.wait_for_posts(20);
    poster.stop();
    a.event([&](const Change& change) { return change.sanction && change.sanction->id == ban.sanction; });
    for (const auto& change : a.events(silence)) {
      if (change.message) CHECK(change.message->index < after.index);
    }
    CHECK(a.notices.back().first == "left");
    m.ask<SanctionLift>({ban.sanction, "next round"});
    a.ask<RoomJoin>({room});
  }
}

TEST_CASE("of two edits one wins, and the other is told the text that won") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer one = community.online(amina);
  Peer two = community.online(amina);
  Peer l = community.online(luis);
  for (int round = 0; round < 50; ++round) {
    const Posted posted = one.ask<MessagePost>(to_chat(room, "text"));
    ErrorData first, second;
    std::thread a([&] { first = refusal<MessageEdit>(one, {posted.message, posted.rev, "from one", {}, {}}); });
    std::thread b([&] { second = refusal<MessageEdit>(two, {posted.message, posted.rev, "from two", {}, {}}); });
    a.join();
    b.join();
    REQUIRE(first.code.empty() != second.code.empty());
    const auto& loser = first.code.empty() ? second : first;
    const std::string winner = first.code.empty() ? "from one" : "from two";
    CHECK(loser.code == "conflict");
    REQUIRE(loser.current);
    CHECK(loser.current->text == winner);
    CHECK(l.ask<MessageGet>({{posted.message}}).messages.at(0).text == winner);
    const auto edited = [&](const Change& change) {
      return change.message && change.message->id == posted.message && change.message->edited_at;
    };
    CHECK(l.event(edited).message->text == winner);
  }
}

TEST_CASE("a key that comes on two connections at the same time is carried out once, and both get that answer") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Peer one = community.online(amina);
  Peer two = community.online(amina);
  constexpr int rounds = 60;
  for (int round = 0; round < rounds; ++round) {
    const auto key = fresh_key();
    const auto post = to_chat(room, "round " + std::to_string(round));
    Posted first, second;
    std::thread a([&] { first = one.ask<MessagePost>(post, key); });
    std::thread b([&] { second = two.ask<MessagePost>(post, key); });
    a.join();
    b.join();
    CHECK(first.message);
    CHECK(first.message == second.message);
    CHECK(first.index == second.index);
    CHECK(first.rev == second.rev);
  }
  CHECK(newest(one, room).size() == rounds);
}

TEST_CASE("a log-in that is revoked, or a member who is suspended, posts nothing afterwards and is cut off") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  for (int round = 0; round < 16; ++round) {
    CAPTURE(round);
    const bool suspends = round % 2 == 1;
    Person phone = amina;
    phone.token = community.log_in(amina.email);
    Person desk = amina;
    desk.token = community.log_in(amina.email);
    Peer victim = community.online(phone);
    Peer home = community.online(desk);
    std::atomic<int> posted{0};
    std::thread poster([&] {
      try {
        for (;;) posted += victim.no<MessagePost>(to_chat(room, "again")).empty() ? 1 : 0;
      } catch (const std::exception&) {
        // The line has been closed.
      }
    });
    spin_until([&] { return posted >= round % 5; });
    SanctionId sanction;
    if (suspends) {
      sanction = admin.ask<MemberSuspend>({amina.id, "abuse", 0}).sanction;
    } else {
      for (const auto& session : home.ask<SessionList>({}).sessions) {
        if (!session.current) home.ask<SessionRevoke>({session.id});
      }
    }
    const auto last = last_index(admin, room);
    poster.join();
    CHECK(victim.closed() == (suspends ? 4403 : 4401));
    CHECK(last_index(admin, room) == last);
    CHECK(refusal(community.post("/api/rpc", R"({"jsonrpc":"2.0","id":1,"method":"room.list"})", phone.token)) ==
          "session_ended");
    if (!suspends) continue;
    CHECK(home.closed() == 4403);
    admin.ask<SanctionLift>({sanction, "next round"});
  }
}

}  // namespace standpipe::test
