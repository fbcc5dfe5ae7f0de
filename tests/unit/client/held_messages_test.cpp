#include "client-cli/held_messages.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

Message message(std::int64_t id, Place place, std::int64_t index) {
  Message made;
  made.id = MessageId{id};
  made.room = place.room;
  made.thread = place.thread;
  made.index = Index{index};
  made.number = Number{id};
  made.text = "x";
  return made;
}

Place chat(std::int64_t room) {
  return {RoomId{room}, ThreadId{}};
}

/// A message with everything that one can have.
Message full() {
  Message made = message(7, {RoomId{1}, ThreadId{4}}, 3);
  made.by = MemberId{5};
  made.at = Time{1'700'000'000'000};
  made.lang = "fr";
  made.text = "Ünïcode \"quoted\"\n\ttwice";
  made.reply_to = MessageId{6};
  made.mentions = {MemberId{8}, MemberId{9}};
  made.reactions = {{"👍", {MemberId{9}, MemberId{8}}}, {"💧", {MemberId{1}}}};
  made.edited_at = Time{1'700'000'000'001};
  made.pinned = true;
  made.removed = Removal{MemberId{2}, Time{3}, "spam"};
  made.rev = Rev{99};
  return made;
}

}  // namespace

TEST_CASE("a message comes out as it was put in, but for its key") {
  HeldMessages held;
  auto put = full();
  put.key = "k";
  held.put(put);
  CHECK(held.find(MessageId{7}) == full());
  CHECK(held.newest({RoomId{1}, ThreadId{4}}, 1).at(0) == full());
  held.for_each([](const Message& m) { CHECK(m == full()); });
  held.erase(MessageId{7});
  CHECK(held.size() == 0);
  CHECK_FALSE(held.find(MessageId{7}));
}

TEST_CASE("where another message has the place of one, that one is gone") {
  HeldMessages held;
  held.put(message(1, chat(1), 1));
  held.put(message(2, chat(1), 1));
  CHECK(held.size() == 1);
  CHECK_FALSE(held.find(MessageId{1}));
  CHECK(held.newest(chat(1), 9).at(0).id == MessageId{2});
}

TEST_CASE("of places that have as many messages, the one that was silent for longest gives one up") {
  HeldMessages held;
  const auto most = static_cast<std::int64_t>(HeldMessages::most);
  for (std::int64_t i = 0; i < most / 2; ++i) {
    held.put(message(1 + i * 2, chat(1), 1 + i));
    held.put(message(2 + i * 2, chat(2), 1 + i));
  }
  held.put(message(most + 1, chat(3), 1));
  CHECK(held.size() == HeldMessages::most);
  CHECK(held.first(chat(1)) == Index{2});
  CHECK(held.first(chat(2)) == Index{1});
  held.put(message(most + 2, chat(3), 2));
  CHECK(held.first(chat(1)) == Index{2});
  CHECK(held.first(chat(2)) == Index{2});
}

TEST_CASE("whatever comes, goes and moves, it holds what a plain table would") {
  std::mt19937 random(21);  // NOLINT: the same numbers in each run
  const auto below = [&](int bound) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(bound)); };
  HeldMessages held;
  std::map<Place, std::map<Index, Message>> plain;
  const auto forget = [&](MessageId id) {
    for (auto& [place, list] : plain) std::erase_if(list, [&](const auto& entry) { return entry.second.id == id; });
  };
  for (int i = 0; i < 4000; ++i) {
    const Place place{RoomId{1 + below(3)}, ThreadId{below(3)}};
    const MessageId id{1 + below(60)};
    switch (below(40)) {
      case 0:
        held.forget(place.room);
        std::erase_if(plain, [&](const auto& entry) { return entry.first.room == place.room; });
        break;
      case 1:
      case 2:
        held.erase(id);
        forget(id);
        break;
      default: {
        auto put = message(id.value, place, 1 + below(12));
        put.rev = Rev{i};
        held.put(put);
        forget(id);
        plain[place][put.index] = put;
      }
    }
    std::size_t size = 0;
    for (const auto& [where, list] : plain) {
      size += list.size();
      std::vector<Message> all;
      for (const auto& [index, m] : list) all.push_back(m);
      CHECK(held.page(where, Index{1}, 99) == all);
      const Index from{1 + below(12)};
      const Index to{from.value + below(4)};
      bool whole = true;
      for (Index at = from; at <= to; at = at.next()) whole = whole && list.contains(at);
      CHECK(held.holds(where, from, to) == whole);
      for (const auto& [index, m] : list) REQUIRE(held.find(m.id) == m);
    }
    REQUIRE(held.size() == size);
  }
}
