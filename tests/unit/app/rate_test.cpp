#include <doctest/doctest.h>

#include <string>

#include "server/app/rate.hpp"

using namespace standpipe;
using namespace standpipe::app;

TEST_CASE("a bucket gives its burst, then what comes back") {
  const Rate rate{10, 3};
  TokenBucket bucket;
  for (int i = 0; i < 3; ++i) CHECK(bucket.take(rate, 1000) == 0);
  CHECK(bucket.take(rate, 1000) == 100);
  CHECK(bucket.take(rate, 1099) == 1);
  CHECK(bucket.take(rate, 1100) == 0);
  CHECK(bucket.take(rate, 9000) == 0);
}

TEST_CASE("what costs more waits longer, and is never out of reach") {
  const Rate rate{10, 7};
  TokenBucket bucket;
  CHECK(bucket.take(rate, 0, 5) == 0);
  CHECK(bucket.take(rate, 0, 5) == 300);
  CHECK(bucket.take(rate, 0) == 0);
  CHECK(bucket.take(rate, 0, 100) == 600);
  CHECK(bucket.take(rate, 600, 100) == 0);
}

TEST_CASE("members and kinds of requests have limits of their own") {
  MemberLimits limits({1, 1}, {1, 2});
  const protocol::MemberId ana{1}, bob{2};
  using protocol::MethodKind;
  CHECK(limits.take(ana, MethodKind::command, 0) == 0);
  CHECK(limits.take(ana, MethodKind::command, 0) > 0);
  CHECK(limits.take(ana, MethodKind::query, 0, 2) == 0);
  CHECK(limits.take(ana, MethodKind::session, 0) > 0);
  CHECK(limits.take(bob, MethodKind::command, 0) == 0);
}

TEST_CASE("a flood of addresses does not give the others their tokens back") {
  AddressLimits limits({0.001, 1});
  for (int i = 0; i < 20'000; ++i) limits.take("address " + std::to_string(i), 0);
  int pardoned = 0;
  for (int i = 20'000; i < 20'010; ++i) limits.take("address " + std::to_string(i), 0);
  for (int i = 0; i < 20'000; i += 100) pardoned += limits.take("address " + std::to_string(i), 0) == 0 ? 1 : 0;
  CHECK(pardoned < 100);
}
