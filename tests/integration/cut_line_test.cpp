#include <doctest/doctest.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "tests/integration/community.hpp"

/// Lines that break at any moment: nothing is lost, nothing is doubled.
namespace standpipe::test {

namespace {

using Random = std::minstd_rand;

int between(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

std::vector<Message> whole_chat(Peer& peer, RoomId room) {
  std::vector<Message> all;
  for (;;) {
    const Index after = all.empty() ? Index{} : all.back().index;
    const auto page = peer.ask<MessageHistory>({room, {}, {}, after, {}, {}, {}, 200});
    all.insert(all.end(), page.messages.begin(), page.messages.end());
    if (!page.more_after) return all;
  }
}

void send_post(Peer& peer, RoomId room, const std::string& text, const std::string& key) {
  peer.send(R"({"jsonrpc":"2.0","id":1000,"method":"message.post","params":)" +
            Peer::text_of<MessagePost>(to_chat(room, text), key) + "}");
}

/// What a client has of one room, kept as PROTOCOL.md says.
class Copy {
 public:
  explicit Copy(RoomId room) : stream_("room:" + std::to_string(room.value)) {}

  /// Says hello with what it has.
  void resume(Peer& peer) {
    Hello::Params params;
    if (!epoch_.empty()) {
      params.epoch = epoch_;
      params.streams = {{stream_, head_}};
    }
    const auto answer = peer.ask<Hello>(params);
    for (const auto& part : answer.streams) {
      if (part.stream != stream_) continue;
      if (epoch_.empty()) {
        head_ = part.rev;  // the room is empty still
      } else {
        take(part);
      }
    }
    epoch_ = answer.epoch;
  }

  /// Takes the events that come within the time.
  void follow(Peer& peer, std::chrono::milliseconds time) {
    for (const auto& change : peer.events(time)) {
      if (change.stream != stream_) continue;
      CHECK(change.rev <= head_.next());
      if (change.rev > head_) apply(change);  // what the hello's answer had already may come again right after it
    }
  }

  const std::map<Index, Message>& messages() const { return messages_; }

 private:
  void take(const CatchUp& part) {
    CHECK_FALSE(part.gap);
    std::set<MessageId> once;
    for (const auto& change : part.changes) {
      CHECK(change.rev > head_);
      if (change.message) CHECK(once.insert(change.message->id).second);
      apply(change);
    }
    CHECK(part.rev >= head_);
    head_ = part.rev;
  }

  void apply(const Change& change) {
    head_ = change.rev;
    if (!change.message) return;
    messages_[change.message->index] = *change.message;
    messages_[change.message->index].key.clear();
  }

  std::string stream_;
  std::string epoch_;
  Rev head_;
  std::map<Index, Message> messages_;
};

}  // namespace

TEST_CASE("a post whose line was cut before the answer is there once after it is sent again with its key") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  const std::string stream = "room:" + std::to_string(room.value);
  Peer l = community.online(luis);
  Random random(20251);
  constexpr int rounds = 150;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const auto key = fresh_key();
    const auto text = "round " + std::to_string(round);
    {
      Peer peer = community.online(amina);
      send_post(peer, room, text, key);
      const int pause = between(random, 0, 2000);
      if (pause > 200) std::this_thread::sleep_for(std::chrono::microseconds(pause - 200));
      peer.cut();
    }
    Peer again = community.online(amina);
    const auto posted = again.ask<MessagePost>(to_chat(room, text), key);
    CHECK(posted.index == Index{round + 1});
    CHECK(again.ask<MessagePost>(to_chat(room, text), key).message == posted.message);
  }
  const auto chat = whole_chat(l, room);
  REQUIRE(chat.size() == rounds);
  for (int round = 0; round < rounds; ++round) {
    const auto at = static_cast<std::size_t>(round);
    CHECK(chat[at].text == "round " + std::to_string(round));
    CHECK(l.event([](const Change& change) { return change.message.has_value(); }).message->text == chat[at].text);
  }
}

TEST_CASE("a post to a server that is killed before or after its answer is there once after it is sent again") {
  Community community;
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Random random(20252);
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const auto key = fresh_key();
    const auto text = "round " + std::to_string(round);
    {
      Peer peer = community.online(amina);
      send_post(peer, room, text, key);
      std::this_thread::sleep_for(std::chrono::microseconds(between(random, 0, 1500)));
      community.server().restart();
    }
    Peer again = community.online(amina);
    CHECK(again.ask<MessagePost>(to_chat(room, text), key).index == Index{round + 1});
  }
  Peer peer = community.online(amina);
  CHECK(whole_chat(peer, room).size() == rounds);
}

TEST_CASE("a copy that is resumed by revision after each cut gets every change, each once, and is the room in the end") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Random random(20253);
  Copy copy(room);
  {
    Peer peer(community.port(), amina.token);
    copy.resume(peer);
  }
  std::atomic<bool> done{false};
  std::thread writer([&] {
    Peer l = community.online(luis);
    Random choice(20254);
    std::vector<Posted> mine;
    for (int i = 0; i < 400; ++i) {
      const int what = mine.empty() ? 0 : between(choice, 0, 5);
      if (what < 3) mine.push_back(l.ask<MessagePost>(to_chat(room, "post " + std::to_string(i))));
      if (what < 3) continue;
      auto& target = mine[static_cast<std::size_t>(between(choice, 0, static_cast<int>(mine.size()) - 1))];
      if (what == 3) l.no<MessageReact>({target.message, "👍", i % 2 == 0});
      if (what == 4) l.no<MessageEdit>({target.message, target.rev, "edit " + std::to_string(i), {}, {}});
      if (what == 5) l.no<MessageRemove>({target.message, {}});
    }
    done = true;
  });
  int cuts = 0;
  while (!done) {
    Peer peer(community.port(), amina.token);
    copy.resume(peer);
    copy.follow(peer, std::chrono::milliseconds(between(random, 1, 12)));
    peer.cut();
    ++cuts;
  }
  writer.join();
  Peer peer(community.port(), amina.token);
  copy.resume(peer);
  const auto chat = whole_chat(peer, room);
  CHECK(cuts > 10);
  REQUIRE(copy.messages().size() == chat.size());
  for (const auto& message : chat) CHECK(copy.messages().at(message.index) == message);
}

}  // namespace standpipe::test
