#include "server/net/egress.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <random>
#include <string>

using namespace standpipe;
using net::Egress;

namespace {

hub::FramePtr frame(std::string bytes) {
  auto made = std::make_shared<hub::Frame>();
  made->bytes = std::move(bytes);
  return made;
}

/// What is queued, as gather describes it.
std::string queued(const Egress& egress) {
  std::array<iovec, 64> pieces;
  const std::size_t used = egress.gather(pieces);
  std::string bytes;
  for (std::size_t i = 0; i < used; ++i) bytes.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
  return bytes;
}

const std::string kilobyte(1000, 'k');

}  // namespace

TEST_CASE("frames leave in order, in pieces of any size") {
  Egress egress(1 << 20);
  std::string all;
  for (int i = 0; i < 20; ++i) {
    const std::string bytes = "frame " + std::to_string(i) + ";";
    all += bytes;
    if (i % 2 == 0) egress.push_reply(frame(bytes));
    if (i % 2 == 1) CHECK(egress.push_event(frame(bytes)));
  }
  std::mt19937 random(7);
  std::string left;
  while (!egress.empty()) {
    const std::string bytes = queued(egress);
    CHECK(bytes == all.substr(left.size()));
    const std::size_t take = std::min<std::size_t>(1 + random() % 11, bytes.size());
    left += bytes.substr(0, take);
    egress.consume(take);
  }
  CHECK(left == all);
  CHECK_FALSE(egress.take_resync());
}

TEST_CASE("gather uses no more pieces than it is given") {
  Egress egress(1 << 20);
  for (int i = 0; i < 10; ++i) egress.push_reply(frame("x"));
  std::array<iovec, 4> pieces;
  CHECK(egress.gather(pieces) == 4);
}

TEST_CASE("an overflow drops the events, keeps the replies, and is told once, when all has left") {
  Egress egress(5000);
  egress.push_reply(frame("reply one;"));
  for (int i = 0; i < 4; ++i) CHECK(egress.push_event(frame(kilobyte)));
  egress.push_reply(frame("reply two;"));
  CHECK_FALSE(egress.push_event(frame(kilobyte)));
  CHECK(egress.dropped() == 5);
  CHECK_FALSE(egress.push_event(frame("small")));
  CHECK(egress.dropped() == 6);
  CHECK(queued(egress) == "reply one;reply two;");
  CHECK_FALSE(egress.take_resync());
  egress.consume(20);
  CHECK(egress.empty());
  CHECK(egress.take_resync());
  CHECK_FALSE(egress.take_resync());
  CHECK(egress.push_event(frame("small")));
}

TEST_CASE("an event that has been begun is finished even when the queue overflows") {
  Egress egress(3000);
  CHECK(egress.push_event(frame(kilobyte)));
  CHECK(egress.push_event(frame(kilobyte)));
  egress.consume(1);
  CHECK_FALSE(egress.push_event(frame(kilobyte)));
  CHECK(queued(egress) == kilobyte.substr(1));
}

TEST_CASE("of events in a row that are dropped, each is counted") {
  Egress egress(300);
  const auto row = [] { return hub::in_a_row({hub::make_text_frame("[1]"), hub::make_text_frame("[2]")}); };
  for (int i = 0; i < 4; ++i) CHECK(egress.push_event(row()));
  CHECK_FALSE(egress.push_event(row()));
  CHECK(egress.dropped() == 10);
  CHECK_FALSE(egress.push_event(row()));
  CHECK(egress.dropped() == 12);
}

TEST_CASE("pinned bytes are not dropped, and nothing is put before them") {
  Egress egress(4000);
  for (int i = 0; i < 3; ++i) CHECK(egress.push_event(frame(kilobyte)));
  egress.pin(1500);
  CHECK_FALSE(egress.push_event(frame(kilobyte)));
  CHECK(queued(egress) == kilobyte + kilobyte);
  egress.push_urgent(frame("ping"));
  CHECK(queued(egress) == kilobyte + kilobyte + "ping");
  egress.consume(1500);
  CHECK(queued(egress) == kilobyte.substr(500) + "ping");
}

TEST_CASE("an urgent frame goes before all that has not been begun") {
  Egress egress(1 << 20);
  egress.push_reply(frame("one"));
  egress.push_reply(frame("two"));
  egress.push_urgent(frame("!"));
  CHECK(queued(egress) == "!onetwo");
  egress.consume(2);
  egress.push_urgent(frame("?"));
  CHECK(queued(egress) == "ne?two");
}

TEST_CASE("replies over the bound block reading until half of it has left") {
  Egress egress(10'000);
  for (int i = 0; i < 9; ++i) egress.push_reply(frame(kilobyte));
  CHECK_FALSE(egress.blocked());
  egress.push_reply(frame(kilobyte));
  CHECK(egress.blocked());
  egress.consume(5000);
  CHECK(egress.blocked());
  egress.consume(1000);
  CHECK_FALSE(egress.blocked());
  CHECK_FALSE(egress.runaway());
}

TEST_CASE("events never block reading") {
  Egress egress(10'000);
  for (int i = 0; i < 9; ++i) CHECK(egress.push_event(frame(kilobyte)));
  CHECK_FALSE(egress.blocked());
}

TEST_CASE("replies without end are noticed") {
  Egress egress(1000);
  while (!egress.runaway()) egress.push_reply(frame(kilobyte));
  CHECK(queued(egress).size() >= 8000);
}

TEST_CASE("one reply alone is never too much, but what comes behind it is") {
  Egress egress(1000);
  egress.push_reply(frame(std::string(20'000, 'x')));
  CHECK(egress.blocked());
  CHECK_FALSE(egress.runaway());
  egress.consume(19'000);
  egress.push_reply(frame(kilobyte));
  CHECK(egress.runaway());
  egress.consume(2000);
  egress.push_reply(frame(kilobyte));
  CHECK_FALSE(egress.runaway());
}

TEST_CASE("a single event above the bound still passes an empty queue") {
  Egress egress(100);
  CHECK(egress.push_event(frame(kilobyte)));
  CHECK_FALSE(egress.push_event(frame("x")));
}

TEST_CASE("a frame is let go as soon as it has been written") {
  Egress egress(1 << 20);
  const hub::FramePtr shared = frame("abc");
  egress.push_event(shared);
  egress.push_event(frame("def"));
  CHECK(shared.use_count() == 2);
  egress.consume(3);
  CHECK(shared.use_count() == 1);
}

TEST_CASE("any mixture of pushes and writes keeps whole frames in order") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Egress egress(3000);
    std::string stream;
    std::string replies;
    int number = 0;
    for (int step = 0; step < 2000; ++step) {
      const unsigned dice = random() % 10;
      const std::string body(random() % 200, '.');
      if (dice < 3) {
        const std::string bytes = "<r" + std::to_string(number++) + body + ">";
        replies += bytes;
        egress.push_reply(frame(bytes));
      } else if (dice < 6) {
        egress.push_event(frame("<e" + std::to_string(number++) + body + ">"));
      } else if (!egress.empty()) {
        const std::string bytes = queued(egress);
        const std::size_t take = 1 + random() % bytes.size();
        if (dice == 6) {
          egress.pin(take);
          egress.push_event(frame("<e" + kilobyte + ">"));
          CHECK(queued(egress).starts_with(bytes.substr(0, take)));
        }
        stream += bytes.substr(0, take);
        egress.consume(take);
      } else {
        egress.take_resync();
      }
    }
    stream += queued(egress);
    std::string seen_replies;
    bool whole = true;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t end = stream.find('>', at);
      whole = whole && stream[at] == '<' && end != std::string::npos && stream.find('<', at + 1) >= end;
      if (!whole) break;
      if (stream[at + 1] == 'r') seen_replies += stream.substr(at, end + 1 - at);
      at = end + 1;
    }
    CHECK(whole);
    CHECK(replies.starts_with(seen_replies));
    CHECK(replies.size() - seen_replies.size() < 20'000);
  }
}
