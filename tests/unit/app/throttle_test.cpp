#include <doctest/doctest.h>

#include <string>

#include "server/app/throttle.hpp"

using namespace standpipe::app;

TEST_CASE("some tries are free, further ones wait longer each time, up to a bound") {
  Throttle throttle(3, 60'000);
  std::int64_t now = 1000;
  CHECK(throttle.begin("ana", now) == 0);
  CHECK(throttle.begin("ana", now) == 0);
  CHECK(throttle.begin("ana", now) == 0);
  CHECK(throttle.begin("ana", now) == 1000);
  CHECK(throttle.begin("bob", now) == 0);
  for (const std::int64_t wait : {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000}) {
    CHECK(throttle.begin("ana", now) == wait);
    CHECK(throttle.begin("ana", now + wait - 1) == 1);
    now += wait;
    CHECK(throttle.begin("ana", now) == 0);
  }
}

TEST_CASE("a good try does not count, and what was tried is forgiven or forgotten after an hour") {
  Throttle throttle(1, 60'000);
  for (std::int64_t now = 1; now < 10; ++now) {
    CHECK(throttle.begin("ana", now) == 0);
    throttle.take_back("ana", now);
  }
  CHECK(throttle.begin("ana", 10) == 0);
  CHECK(throttle.begin("ana", 11) > 0);
  throttle.forget("ana");
  CHECK(throttle.begin("ana", 12) == 0);
  CHECK(throttle.begin("ana", 2000) == 0);
  CHECK(throttle.begin("ana", 2000) == 2000);
  CHECK(throttle.begin("ana", 2000 + 3'600'001) == 0);
  CHECK(throttle.begin("ana", 2000 + 3'600'001) == 1000);
}

TEST_CASE("a flood of names, however long, makes a throttle forget only those tried longest ago") {
  Throttle throttle(1, 900'000);
  CHECK(throttle.begin("the first", 1) == 0);
  const std::string long_name(10'000, 'x');
  for (std::size_t i = 0; i < Throttle::remembered - 1; ++i) CHECK(throttle.begin(long_name + std::to_string(i), 2) == 0);
  CHECK(throttle.begin("the first", 3) > 0);
  CHECK(throttle.begin("one more", 4) == 0);
  CHECK(throttle.begin("the first", 5) == 0);
  CHECK(throttle.begin("one more", 6) > 0);
  CHECK(throttle.begin(long_name + "1", 6) > 0);
}

TEST_CASE("what is remembered is bounded, by number and by age") {
  Recent<int> recent(2, 1000);
  recent.touch("a", 1) = 1;
  recent.touch("b", 2) = 2;
  recent.touch("a", 3);
  recent.touch("c", 4) = 3;
  CHECK(recent.size() == 2);
  CHECK(recent.find("b", 4) == nullptr);
  CHECK(*recent.find("a", 4) == 1);
  CHECK(recent.find("a", 1004) == nullptr);
  CHECK(*recent.find("c", 1004) == 3);
}

TEST_CASE("who guesses from one address keeps nobody else out") {
  AccountTries tries(5, 60'000, 86'400'000);
  for (int i = 0; i < 20; ++i) tries.begin("ana@maji.example", "192.0.2.66", 1);
  CHECK(tries.begin("ana@maji.example", "192.0.2.66", 1) > 0);
  CHECK(tries.begin("ana@maji.example", "198.51.100.1", 1) == 0);
  CHECK(tries.begin("bob@maji.example", "192.0.2.66", 1) == 0);
}

TEST_CASE("who guesses from many addresses is slowed down, and does not keep a member out of a usual place") {
  AccountTries tries(5, 60'000, 86'400'000);
  CHECK(tries.begin("ana@maji.example", "198.51.100.1", 1) == 0);
  tries.succeeded("ana@maji.example", "198.51.100.1", 1);
  int passed = 0;
  for (int i = 0; i < 200; ++i) passed += tries.begin("ana@maji.example", "192.0.2." + std::to_string(i), 2) == 0 ? 1 : 0;
  CHECK(passed == 50);
  CHECK(tries.begin("ana@maji.example", "203.0.113.1", 3) > 0);
  for (int i = 0; i < 4; ++i) CHECK(tries.begin("ana@maji.example", "198.51.100.1", 3) == 0);
  tries.succeeded("ana@maji.example", "198.51.100.1", 3);
  CHECK(tries.begin("ana@maji.example", "203.0.113.1", 3) > 0);  // a log-in from a usual place pardons nobody
  CHECK(tries.begin("ana@maji.example", "203.0.113.1", 61'000) == 0);
}
