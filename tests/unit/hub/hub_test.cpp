#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "server/hub/hub.hpp"

using namespace standpipe;
using namespace standpipe::hub;
using domain::MemberId;
using domain::Rev;
using domain::RoomId;
using domain::SessionId;
using domain::StreamKey;

namespace {

const auto room = StreamKey::room(RoomId{1});
const auto other_room = StreamKey::room(RoomId{2});

/// Notes what it is given: for each call its messages, joined by commas.
struct Connection : Outlet {
  explicit Connection(Hub& hub, int member, std::vector<StreamKey> streams = {room}, Subscriber::Wish wish = {})
      : subscriber(MemberId{member}, SessionId{member}, *this) {
    hub.add(subscriber);
    hub.hold(subscriber, streams, wish);
  }
  void send_reply(FramePtr frame) override { writes.push_back("answer " + std::string(frame->payload())); }
  void send_event(FramePtr frame) override {
    if (frame->parts.empty()) return writes.push_back(std::string(frame->payload()));
    std::string all;
    for (const auto& part : frame->parts) all += (all.empty() ? "" : ",") + std::string(part->payload());
    writes.push_back(all);
  }
  void send_events_now(std::span<const FramePtr> frames) override {
    for (const auto& frame : frames) send_event(frame);
    ++turns;
  }
  void close(std::uint16_t code, std::string_view) override { writes.push_back("closed " + std::to_string(code)); }

  std::vector<std::string> writes;
  int turns = 0;  ///< how often it was written to at once
  Subscriber subscriber;
};

struct Live : Connection {
  explicit Live(Hub& hub, int member, std::vector<StreamKey> streams = {room}, Subscriber::Wish wish = {})
      : Connection(hub, member, streams, wish) {
    hub.release(subscriber, {});
  }
};

Delivery event(std::string text, StreamKey stream = room, int rev = 1) {
  return {stream, Rev{rev}, {make_text_frame(std::move(text)), nullptr}, {}, {}};
}

/// In both forms: `[a]` is the compact one.
EventFrames forms_of(const std::string& text) {
  return {make_text_frame(text), make_text_frame("[" + text + "]")};
}

Delivery post(const std::string& text, int author, int rev = 1) {
  return {room, Rev{rev}, forms_of(text), MemberId{author}, forms_of(text + " with key")};
}

BatchPtr batch(std::vector<Step> steps) {
  return std::make_shared<const Batch>(Batch{std::move(steps)});
}

void send_all(Hub& hub) {
  while (!hub.idle()) hub.send_some();
}

using Writes = std::vector<std::string>;

}  // namespace

TEST_CASE("all that comes for a stream before a subscriber's turn goes out in one write, in order") {
  Hub hub;
  Live one(hub, 1), other(hub, 2);
  CHECK(hub.idle());
  hub.run(batch({event("a"), event("b")}), 0);
  CHECK_FALSE(hub.idle());
  hub.run(batch({event("c")}), 0);
  CHECK(one.writes.empty());
  send_all(hub);
  CHECK(hub.idle());
  CHECK(one.writes == Writes{"a,b,c"});
  CHECK(other.writes == Writes{"a,b,c"});
  hub.run(batch({event("d")}), 0);
  send_all(hub);
  CHECK(one.writes == Writes{"a,b,c", "d"});
}

TEST_CASE("the subscribers get theirs in turn, and what comes meanwhile by the same write") {
  Hub hub;
  std::vector<std::unique_ptr<Live>> room_of_100;
  for (int i = 0; i < 100; ++i) room_of_100.push_back(std::make_unique<Live>(hub, i + 1));
  Live elsewhere(hub, 101, {other_room});
  const auto reached = [&] {
    return std::ranges::count_if(room_of_100, [](const auto& reader) { return !reader->writes.empty(); });
  };
  hub.run(batch({event("a", room, 1), event("x", other_room)}), 0);
  hub.send_some();
  CHECK(reached() > 0);
  CHECK(reached() < 100);
  const auto first = reached();
  hub.run(batch({event("b", room, 2)}), 0);
  hub.send_some();
  CHECK(elsewhere.writes == Writes{"x"});
  CHECK(reached() == 100);
  send_all(hub);
  CHECK(std::ranges::count_if(room_of_100, [](const auto& r) { return r->writes == Writes{"a", "b"}; }) == first);
  CHECK(std::ranges::count_if(room_of_100, [](const auto& r) { return r->writes == Writes{"a,b"}; }) == 100 - first);
}

TEST_CASE("who wrote gets the event right behind the answer, before anybody's turn") {
  Hub hub;
  Live author(hub, 1), reader(hub, 2);
  hub.run(batch({Completion{0, [&] { author.subscriber.outlet().send_reply(make_text_frame("1")); }}, event("a"), post("b", 1)}),
          0);
  CHECK(author.writes == Writes{"answer 1", "a", "b with key"});
  CHECK(reader.writes.empty());
  send_all(hub);
  CHECK(author.writes == Writes{"answer 1", "a", "b with key"});
  CHECK(reader.writes == Writes{"a,b"});
}

TEST_CASE("an answer comes before the events of its turn, on its own thread only") {
  Hub hub;
  Live author(hub, 1);
  const auto answer = [&](std::size_t thread) {
    return Completion{thread, [&] { author.subscriber.outlet().send_reply(make_text_frame("1")); }};
  };
  hub.run(batch({answer(0), event("a"), answer(1)}), 0);
  hub.run(batch({answer(0), event("b")}), 0);
  send_all(hub);
  CHECK(author.writes == Writes{"answer 1", "answer 1", "a,b"});
}

TEST_CASE("an author gets the event of their own post with its key, and the others' as they are") {
  Hub hub;
  Live author(hub, 1), reader(hub, 2);
  hub.run(batch({post("a", 1), post("b", 3), post("c", 1)}), 0);
  send_all(hub);
  CHECK(author.writes == Writes{"a with key", "b", "c with key"});
  CHECK(reader.writes == Writes{"a,b,c"});
}

TEST_CASE("each stream's events are its own, and a subscriber's turn takes those of all its streams") {
  Hub hub;
  Live both(hub, 1, {room, other_room}), one(hub, 2, {other_room});
  hub.run(batch({event("a"), event("x", other_room), event("b"), event("nobody", StreamKey::room(RoomId{3}))}), 0);
  send_all(hub);
  CHECK(both.writes == Writes{"a,b", "x"});
  CHECK(both.turns == 1);
  CHECK(one.writes == Writes{"x"});
}

TEST_CASE("who comes, goes or is sent away gets what happened while they were there, and nothing else") {
  Hub hub;
  Live stays(hub, 1), leaves(hub, 2);
  auto late = std::make_unique<Connection>(hub, 4);
  hub.run(batch({event("a", room, 1), domain::Exited{MemberId{2}, room, {}, ""}, domain::Entered{MemberId{3}, room},
                 event("b", room, 2)}),
          0);
  SUBCASE("left") {
    send_all(hub);
    REQUIRE(leaves.writes.size() == 2);
    CHECK(leaves.writes[0] == "a");
    CHECK(leaves.writes[1].find("\"left\"") != std::string::npos);
    CHECK(stays.writes == Writes{"a,b"});
  }
  SUBCASE("a hello that ends between the events and their sending") {
    hub.release(late->subscriber, std::vector{std::pair{room, Rev{1}}});
    send_all(hub);
    CHECK(late->writes == Writes{"b"});
  }
  SUBCASE("a connection that goes in between") {
    late.reset();
    send_all(hub);
    CHECK(stays.writes == Writes{"a,b"});
  }
  SUBCASE("one that comes in between") {
    Live now(hub, 5);
    send_all(hub);
    CHECK(now.writes.empty());
  }
}

TEST_CASE("who is sent away gets the room's events first, then what the own stream tells of it, then the end") {
  Hub hub;
  Live leaves(hub, 1);
  hub.run(
      batch({event("a"), event("you were sent away", StreamKey::member(MemberId{1})), domain::Exited{MemberId{1}, room, {}, ""}}),
      0);
  send_all(hub);
  REQUIRE(leaves.writes.size() == 3);
  CHECK(leaves.writes[0] == "a");
  CHECK(leaves.writes[1] == "you were sent away");
  CHECK(leaves.writes[2].find("\"left\"") != std::string::npos);
}

TEST_CASE("a connection that goes gets nothing more, and its stream may end and begin again within the turn") {
  Hub hub;
  auto last = std::make_unique<Live>(hub, 1);
  Writes writes;
  hub.run(batch({event("a")}), 0);
  struct Watch : Outlet {
    explicit Watch(Writes& seen) : writes(seen) {}
    void send_reply(FramePtr) override {}
    void send_event(FramePtr frame) override { writes.emplace_back(frame->payload()); }
    void send_events_now(std::span<const FramePtr> some) override {
      for (const auto& frame : some) send_event(frame);
    }
    void close(std::uint16_t, std::string_view) override {}
    Writes& writes;
  } watch(writes);
  {
    Subscriber leaving(MemberId{2}, SessionId{2}, watch);
    hub.add(leaving);
    hub.hold(leaving, std::vector{other_room}, {});
    hub.release(leaving, {});
    hub.run(batch({event("x", other_room)}), 0);
  }
  CHECK(writes.empty());
  hub.run(batch({event("y", other_room)}), 0);
  Live next(hub, 3, {other_room});
  hub.run(batch({event("z", other_room)}), 0);
  last.reset();
  send_all(hub);
  CHECK(next.writes == Writes{"z"});
  CHECK(hub.idle());
}

TEST_CASE("a turn that brings much goes out in pieces of bounded size") {
  Hub hub;
  Live reader(hub, 1);
  std::vector<Step> steps;
  for (int i = 0; i < 10; ++i) steps.emplace_back(event(std::string(20'000, 'a')));
  hub.run(batch(std::move(steps)), 0);
  send_all(hub);
  REQUIRE(reader.writes.size() == 4);
  for (const auto& write : reader.writes) CHECK(write.size() < 64 * 1024);
}

TEST_CASE("a connection in lite mode gets its events one by one when the time has come") {
  Hub hub;
  Live lite(hub, 1, {room}, {.lite = true});
  hub.tick(1000);
  hub.run(batch({event("a"), event("b")}), 0);
  send_all(hub);
  CHECK(lite.writes.empty());
  hub.tick(1000 + Hub::gather_ms);
  CHECK(lite.writes == Writes{"a", "b"});
}

TEST_CASE("what is never stored comes between the events, to who is live and not lite, and not to whom it is about") {
  Hub hub;
  hub.tick(1000);
  Live one(hub, 1), other(hub, 2), lite(hub, 3, {room}, {.lite = true}), elsewhere(hub, 4, {other_room});
  Connection held(hub, 5);
  hub.run(batch({event("a")}), 0);
  hub.pass_on(room, make_text_frame("typing"), MemberId{2});
  CHECK(one.writes.empty());  // in its turn, as everybody
  hub.run(batch({event("b", room, 2)}), 0);
  send_all(hub);
  CHECK(one.writes == Writes{"a,typing,b"});
  CHECK(other.writes == Writes{"a", "b"});
  hub.pass_on(StreamKey::room(RoomId{7}), make_text_frame("nobody is there"), {});
  CHECK(hub.idle());
  hub.release(held.subscriber, {});
  hub.tick(1000 + Hub::gather_ms);
  CHECK(lite.writes == Writes{"a", "b"});
  CHECK(held.writes == Writes{"a", "b"});
  CHECK(elsewhere.writes.empty());
}

TEST_CASE("a hub asks for its turns when there is something to send, and not again as long as it has them") {
  int asked = 0;
  Hub hub([&asked] { ++asked; });
  std::vector<std::unique_ptr<Live>> readers;
  for (int i = 1; i <= 100; ++i) readers.push_back(std::make_unique<Live>(hub, i));
  Live elsewhere(hub, 101, {other_room});
  CHECK(asked == 0);
  hub.run(batch({event("a")}), 0);
  hub.send_some();
  hub.run(batch({event("b")}), 0);
  hub.pass_on(room, make_text_frame("typing"), {});
  CHECK(asked == 1);
  readers.clear();
  CHECK(hub.idle());  // what there was to send has gone with them
  hub.run(batch({event("d", other_room)}), 0);
  CHECK(asked == 1);
  send_all(hub);
  hub.run(batch({event("e", other_room)}), 0);
  CHECK(asked == 2);
  send_all(hub);
  CHECK(elsewhere.writes == Writes{"d", "e"});
}

TEST_CASE("a compact connection gets events in their compact form where they have one, the others' rows are as they were") {
  Hub hub;
  Live classic(hub, 1), compact(hub, 2, {room}, {.compact = true}), other(hub, 3, {room}, {.compact = true});
  hub.run(batch({post("a", 9), event("thread"), post("b", 9)}), 0);
  send_all(hub);
  CHECK(classic.writes == Writes{"a,thread,b"});
  CHECK(compact.writes == Writes{"[a],thread,[b]"});
  CHECK(other.writes == compact.writes);
}

TEST_CASE("the subscribers of a stream that want the same form share the bytes") {
  struct Sharing : Outlet {
    void send_reply(FramePtr) override {}
    void send_event(FramePtr frame) override { frames.push_back(std::move(frame)); }
    void send_events_now(std::span<const FramePtr> some) override {
      for (const auto& frame : some) send_event(frame);
    }
    void close(std::uint16_t, std::string_view) override {}
    std::vector<FramePtr> frames;
  };
  Hub hub;
  std::vector<std::unique_ptr<Sharing>> outlets;
  std::vector<std::unique_ptr<Subscriber>> subscribers;
  for (int i = 0; i < 4; ++i) {
    outlets.push_back(std::make_unique<Sharing>());
    subscribers.push_back(std::make_unique<Subscriber>(MemberId{i + 1}, SessionId{i + 1}, *outlets.back()));
    hub.add(*subscribers.back());
    hub.hold(*subscribers.back(), std::vector{room}, {.compact = i % 2 == 1});
    hub.release(*subscribers.back(), {});
  }
  hub.run(batch({post("a", 9), post("b", 9)}), 0);
  send_all(hub);
  for (const auto& outlet : outlets) REQUIRE(outlet->frames.size() == 1);
  CHECK(outlets[0]->frames[0] == outlets[2]->frames[0]);
  CHECK(outlets[1]->frames[0] == outlets[3]->frames[0]);
  CHECK(outlets[0]->frames[0] != outlets[1]->frames[0]);
}

TEST_CASE("an author's compact connection gets the event of their own post with its key, compact too") {
  Hub hub;
  Live classic(hub, 1), compact(hub, 1, {room}, {.compact = true}), reader(hub, 2, {room}, {.compact = true});
  hub.run(batch({post("a", 1), post("b", 2)}), 0);
  send_all(hub);
  CHECK(classic.writes == Writes{"a with key", "b"});
  CHECK(compact.writes == Writes{"[a with key]", "[b]"});
  CHECK(reader.writes == Writes{"[a]", "[b with key]"});
}

TEST_CASE("what a compact connection waits for is compact as well: during hello, and in lite mode") {
  Hub hub;
  hub.tick(1000);
  Connection held(hub, 1, {room}, {.compact = true});
  Live lite(hub, 2, {room}, {.lite = true, .compact = true});
  hub.run(batch({post("a", 9, 1), post("b", 1, 2), event("thread", room, 3)}), 0);
  send_all(hub);
  hub.release(held.subscriber, std::vector{std::pair{room, Rev{1}}});
  CHECK(held.writes == Writes{"[b with key]", "thread"});
  CHECK(lite.writes.empty());
  hub.tick(1000 + Hub::gather_ms);
  CHECK(lite.writes == Writes{"[a]", "[b]", "thread"});
}

TEST_CASE("each hello says anew which form is wanted") {
  Hub hub;
  Live one(hub, 1, {room}, {.compact = true});
  hub.run(batch({post("a", 9)}), 0);
  hub.hold(one.subscriber, std::vector{room}, {});
  hub.run(batch({post("b", 9, 2)}), 0);
  hub.release(one.subscriber, {});
  hub.run(batch({post("c", 9, 3)}), 0);
  send_all(hub);
  CHECK(one.writes == Writes{"[a]", "b", "c"});
}

TEST_CASE("a compact connection that missed too much during hello, or leaves, is told so as everybody is") {
  Hub hub;
  Connection slow(hub, 1, {room}, {.compact = true});
  Live leaves(hub, 2, {room}, {.compact = true});
  for (std::size_t i = 0; i <= Hub::held_limit; ++i) hub.run(batch({post("a", 9)}), 0);
  hub.run(batch({domain::Exited{MemberId{2}, room, {}, ""}}), 0);
  hub.release(slow.subscriber, {});
  send_all(hub);
  REQUIRE(slow.writes.size() == 1);
  CHECK(slow.writes[0].starts_with(R"({"jsonrpc":"2.0","method":"resync")"));
  CHECK(leaves.writes.back().starts_with(R"({"jsonrpc":"2.0","method":"left")"));
}

TEST_CASE("a turn that brings much goes out in pieces of bounded size in either form") {
  Hub hub;
  Live classic(hub, 1), compact(hub, 2, {room}, {.compact = true});
  std::vector<Step> steps;
  for (int i = 0; i < 10; ++i) {
    Delivery large = post("", 9);
    large.event = {make_text_frame(std::string(20'000, 'a')), make_text_frame(std::string(10'000, 'b'))};
    steps.emplace_back(large);
  }
  hub.run(batch(std::move(steps)), 0);
  send_all(hub);
  CHECK(classic.writes.size() == 4);
  CHECK(compact.writes.size() == 2);
}

namespace {

/// One connection, and what it should have got by now, for each stream.
struct Checked {
  Checked(Hub& hub, int member) : connection(std::make_unique<Connection>(hub, member, std::vector<StreamKey>{})) {
    hub.abandon(connection->subscriber);
  }

  void expect(StreamKey stream, int rev, bool own) {
    if (state == State::silent || !streams.contains(stream.packed())) return;
    const std::string text = std::to_string(stream.packed()) + ":" + std::to_string(rev) + (own ? " with key" : "");
    if (state == State::held) {
      kept.push_back({stream.packed(), rev, text});
    } else {
      expected[stream.packed()].push_back(text);
    }
  }

  void expect_passing(StreamKey stream, const std::string& text, MemberId author) {
    if (state != State::live || !streams.contains(stream.packed()) || connection->subscriber.member() == author) return;
    expected[stream.packed()].push_back(text);
  }

  std::map<std::int64_t, Writes> got() const {
    std::map<std::int64_t, Writes> by_stream;
    for (const auto& write : connection->writes) {
      for (std::size_t at = 0, end = 0; at < write.size(); at = end + 1) {
        end = std::min(write.find(',', at), write.size());
        if (write.front() == '{') break;
        by_stream[std::stoll(write.substr(at))].push_back(write.substr(at, end - at));
      }
    }
    return by_stream;
  }

  enum class State { silent, held, live } state = State::silent;
  struct Kept {
    std::int64_t stream;
    int rev;
    std::string text;
  };
  std::unique_ptr<Connection> connection;
  std::map<std::int64_t, bool> streams;
  std::vector<Kept> kept;
  std::map<std::int64_t, Writes> expected;
};

}  // namespace

TEST_CASE("whatever connections do meanwhile, each gets what happened while it was subscribed, once and in order") {
  const std::vector<StreamKey> rooms{room, other_room, StreamKey::room(RoomId{3})};
  for (unsigned seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    Hub hub;
    std::vector<Checked> all;
    std::map<std::int64_t, int> heads;
    const auto begin_hello = [&](Checked& c) {
      std::vector<StreamKey> wanted;
      c.streams.clear();
      for (const auto key : rooms) {
        if (below(3) > 0) wanted.push_back(key);
      }
      for (const auto key : wanted) c.streams[key.packed()] = true;
      hub.hold(c.connection->subscriber, wanted, {});
      c.state = Checked::State::held;
      c.kept.clear();
    };
    for (int i = 0; i < 300; ++i) {
      begin_hello(all.emplace_back(hub, 1 + below(150)));
      hub.release(all.back().connection->subscriber, {});
      all.back().state = Checked::State::live;
    }
    for (int step = 0; step < 400; ++step) {
      Checked& one = all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
      const auto member = one.connection->subscriber.member();
      switch (below(9)) {
        case 8: {
          const auto key = rooms[static_cast<std::size_t>(below(3))];
          const auto author = below(2) == 0 ? member : MemberId{};
          const std::string text = std::to_string(key.packed()) + ":passing " + std::to_string(step);
          hub.pass_on(key, make_text_frame(text), author);
          for (auto& c : all) c.expect_passing(key, text, author);
          break;
        }
        case 0:
        case 1: {
          const auto key = rooms[static_cast<std::size_t>(below(3))];
          const int rev = ++heads[key.packed()];
          const auto author = below(2) == 0 ? member : MemberId{};
          const std::string text = std::to_string(key.packed()) + ":" + std::to_string(rev);
          hub.run(batch({Delivery{
                      key, Rev{rev}, {make_text_frame(text), nullptr}, author, {make_text_frame(text + " with key"), nullptr}}}),
                  0);
          for (auto& c : all) c.expect(key, rev, author && c.connection->subscriber.member() == author);
          break;
        }
        case 2:
        case 3:
          hub.send_some();
          break;
        case 4:
          begin_hello(one);
          break;
        case 5:
          if (one.state == Checked::State::held && below(4) > 0) {
            std::vector<std::pair<StreamKey, Rev>> seen;
            for (const auto key : rooms) seen.emplace_back(key, Rev{heads[key.packed()] - below(3)});
            hub.release(one.connection->subscriber, seen);
            one.state = Checked::State::live;
            for (const auto& kept : one.kept) {
              const auto head = std::ranges::find(seen, kept.stream, [](const auto& s) { return s.first.packed(); });
              if (head->second < Rev{kept.rev}) one.expected[kept.stream].push_back(kept.text);
            }
          } else if (one.state == Checked::State::held) {
            hub.abandon(one.connection->subscriber);
            one.state = Checked::State::silent;
          }
          break;
        case 6: {
          const auto key = rooms[static_cast<std::size_t>(below(3))];
          const bool enters = below(2) == 0;
          hub.run(batch({enters ? domain::Effect(domain::Entered{member, key})
                                : domain::Effect(domain::Exited{member, key, {}, ""})}),
                  0);
          for (auto& c : all) {
            if (c.connection->subscriber.member() != member) continue;
            if (!enters) c.streams.erase(key.packed());
            if (enters && c.state != Checked::State::silent) c.streams[key.packed()] = true;
          }
          break;
        }
        default:
          one = Checked(hub, 1 + below(150));
      }
    }
    send_all(hub);
    for (const auto& c : all) {
      auto got = c.got();
      for (const auto key : rooms) {
        const auto expected = c.expected.find(key.packed());
        CHECK(got[key.packed()] == (expected == c.expected.end() ? Writes{} : expected->second));
      }
    }
  }
}
