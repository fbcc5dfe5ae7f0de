#include "server/net/timer_wheel.hpp"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <random>
#include <vector>

using namespace standpipe::net;

namespace {

struct Node : TimerNode {
  explicit Node(int n = 0) : number(n) {}
  int number;
};

std::vector<int> advance(TimerWheel& wheel) {
  std::vector<int> fired;
  wheel.advance([&](TimerNode& node) { fired.push_back(static_cast<Node&>(node).number); });
  return fired;
}

}  // namespace

TEST_CASE("a node fires once, at its tick") {
  TimerWheel wheel;
  Node soon(1);
  Node later(2);
  wheel.schedule(soon, 1);
  wheel.schedule(later, 3);
  CHECK(advance(wheel) == std::vector{1});
  CHECK_FALSE(soon.scheduled());
  CHECK(advance(wheel).empty());
  CHECK(advance(wheel) == std::vector{2});
  for (int i = 0; i < 200; ++i) CHECK(advance(wheel).empty());
}

TEST_CASE("zero ticks mean the next one") {
  TimerWheel wheel;
  Node node(1);
  wheel.schedule(node, 0);
  CHECK(advance(wheel).size() == 1);
}

TEST_CASE("deadlines beyond one turn of the wheel wait for theirs") {
  TimerWheel wheel;
  Node node(1);
  wheel.schedule(node, 1000);
  for (int i = 1; i < 1000; ++i) REQUIRE(advance(wheel).empty());
  CHECK(advance(wheel).size() == 1);
}

TEST_CASE("a node can be moved and cancelled") {
  TimerWheel wheel;
  Node moved(1);
  Node cancelled(2);
  wheel.schedule(moved, 1);
  wheel.schedule(cancelled, 1);
  wheel.schedule(moved, 2);
  wheel.cancel(cancelled);
  CHECK(advance(wheel).empty());
  CHECK(advance(wheel) == std::vector{1});
  wheel.cancel(cancelled);
}

TEST_CASE("firing may schedule, cancel and destroy any node") {
  TimerWheel wheel;
  Node again(1);
  auto doomed = std::make_unique<Node>(2);
  Node cancelled(3);
  wheel.schedule(again, 1);
  wheel.schedule(*doomed, 1);
  wheel.schedule(cancelled, 1);
  int fired = 0;
  wheel.advance([&](TimerNode& node) {
    ++fired;
    wheel.schedule(node, 1);
    doomed.reset();
    wheel.cancel(cancelled);
  });
  CHECK(fired == 1);
  CHECK(advance(wheel) == std::vector{1});
}

TEST_CASE("a destroyed node leaves its wheel, and a destroyed wheel lets its nodes live") {
  auto wheel = std::make_unique<TimerWheel>();
  Node kept(1);
  {
    Node gone(2);
    wheel->schedule(gone, 1);
    wheel->schedule(kept, 2);
  }
  CHECK(advance(*wheel).empty());
  wheel.reset();
}

TEST_CASE("many nodes fire exactly when they should") {
  std::mt19937 random(3);
  TimerWheel wheel;
  std::vector<std::unique_ptr<Node>> nodes;
  std::map<int, std::uint64_t> due;
  for (int i = 0; i < 500; ++i) nodes.push_back(std::make_unique<Node>(i));
  for (std::uint64_t tick = 1; tick < 2000; ++tick) {
    for (int i = 0; i < 5; ++i) {
      const int which = static_cast<int>(random() % nodes.size());
      const std::uint64_t ticks = 1 + random() % 300;
      wheel.schedule(*nodes[static_cast<std::size_t>(which)], ticks);
      due[which] = wheel.now() + ticks;
    }
    for (const int fired : advance(wheel)) {
      CHECK(due.at(fired) == tick);
      due.erase(fired);
    }
  }
  for (const auto& [number, tick] : due) CHECK(tick >= 2000);
}
