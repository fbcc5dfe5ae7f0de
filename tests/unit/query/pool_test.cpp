#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "server/query/pool.hpp"
#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;
using query::Pool;

namespace {

constexpr MemberId anyone{7};

struct Fixture {
  DiskCommunity c;
  std::vector<std::string> trouble;
  std::mutex mutex;
  Pool pool;

  explicit Fixture(query::PoolOptions options = {})
      : pool(
            {.path = (c.folder / "standpipe.db").string()}, *c.published,
            [this](const std::string& what) {
              std::lock_guard lock(mutex);
              trouble.push_back(what);
            },
            options) {}
};

}  // namespace

TEST_CASE("a pool answers from its own connections, with jobs that own what they answer to") {
  Fixture f;
  REQUIRE(f.pool.start().has_value());
  std::promise<std::size_t> answered;
  auto future = answered.get_future();
  const auto no = f.pool.submit(anyone, [&f, promise = std::move(answered)](query::Context& context) mutable {
    promise.set_value(query::answer(RoomList::Params{}, f.c.viewer(f.c.admin), context)->rooms.size());
  });
  CHECK_FALSE(no.has_value());
  CHECK(future.get() == 1);
  f.pool.stop();
  CHECK(f.pool.counters().served == 1);
}

TEST_CASE("the threads of a pool share what one of them has read") {
  Fixture f({.threads = 2});
  const auto ana = f.c.join("Ana");
  f.c.post(ana, f.c.cop);
  REQUIRE(f.pool.start().has_value());
  std::vector<query::EncodedPtr> given(2);
  std::promise<void> done[2];
  for (std::size_t i = 0; i < 2; ++i) {
    // The first waits in its thread until the other has been answered in the other one.
    f.pool.submit(MemberId{static_cast<std::int64_t>(i) + 1}, [&, i](query::Context& context) {
      given[i] = query::answer(ChangesSince::Params{"room:1", Rev{}}, f.c.viewer(ana), context).value();
      done[i].set_value();
      if (i == 0) done[1].get_future().wait();
    });
    if (i == 0) done[0].get_future().wait();
  }
  f.pool.stop();
  CHECK(given[0] == given[1]);
  CHECK(f.pool.counters().encoded.hits == 1);
  CHECK(f.pool.counters().encoded.misses == 2);  // the catch-up and its message
}

TEST_CASE("a full queue refuses with a time to come back") {
  Fixture f({.threads = 1, .queue = 2, .retry_after_ms = 321});
  REQUIRE(f.pool.start().has_value());
  std::promise<void> gate, started;
  auto open = gate.get_future().share();
  f.pool.submit(anyone, [&](query::Context&) {
    started.set_value();
    open.wait();
  });
  started.get_future().wait();
  CHECK_FALSE(f.pool.submit(anyone, [](query::Context&) {}).has_value());
  CHECK_FALSE(f.pool.submit(anyone, [](query::Context&) {}).has_value());
  const auto no = f.pool.submit(anyone, [](query::Context&) {});
  REQUIRE(no.has_value());
  CHECK(no->code == ErrorCode::busy);
  CHECK(no->data.retry_after_ms == 321);
  CHECK(f.pool.counters().waiting == 2);
  CHECK(f.pool.counters().refused == 1);
  gate.set_value();
  f.pool.stop();
  CHECK(f.pool.counters().served == 3);
}

TEST_CASE("a pool that stops runs what waits and refuses what comes") {
  Fixture f({.threads = 2});
  CHECK(f.pool.submit(anyone, [](query::Context&) {})->code == ErrorCode::going_away);
  REQUIRE(f.pool.start().has_value());
  std::atomic<int> ran{0};
  for (int i = 0; i < 200; ++i) f.pool.submit(anyone, [&](query::Context&) { ++ran; });
  f.pool.stop();
  f.pool.stop();
  CHECK(ran == 200);
  CHECK(f.pool.submit(anyone, [](query::Context&) {})->code == ErrorCode::going_away);
}

TEST_CASE("a bug in a job is told and ends nothing else") {
  Fixture f({.threads = 1});
  REQUIRE(f.pool.start().has_value());
  f.pool.submit(anyone, [](query::Context&) { throw std::runtime_error("a bug"); });
  std::promise<void> after;
  f.pool.submit(anyone, [&](query::Context&) { after.set_value(); });
  after.get_future().wait();
  f.pool.stop();
  CHECK(f.pool.counters().failed == 1);
  REQUIRE(f.trouble.size() == 1);
  CHECK(f.trouble[0].find("a bug") != std::string::npos);
}

TEST_CASE("a pool without a database does not start") {
  const domain::Published published{domain::State{}};
  Pool pool({.path = "/nonexistent/standpipe.db"}, published, {});
  CHECK(pool.start().has_error());
  CHECK(pool.submit(anyone, [](query::Context&) {})->code == ErrorCode::going_away);
}

TEST_CASE("one question of a member is answered at a time, and members take turns") {
  Fixture f({.threads = 2});
  REQUIRE(f.pool.start().has_value());
  constexpr MemberId greedy{1}, first{2}, second{3};
  std::promise<void> gate;
  const auto open = gate.get_future().share();
  std::promise<void> started;
  std::mutex mutex;
  std::vector<MemberId> order;
  std::atomic<int> running{0}, at_once{0};
  const auto note = [&](MemberId member) {
    return [&, member](query::Context&) {
      if (member == greedy) at_once = std::max(at_once.load(), ++running);
      {
        std::lock_guard lock(mutex);
        order.push_back(member);
      }
      if (member == greedy) --running;
    };
  };
  f.pool.submit(greedy, [&](query::Context&) {
    started.set_value();
    open.wait();
  });
  started.get_future().wait();
  for (int i = 0; i < 100; ++i) f.pool.submit(greedy, note(greedy));
  // The other thread is for others, although a hundred came before them.
  for (const auto member : {first, second}) {
    std::promise<void> answered;
    f.pool.submit(member, [&](query::Context&) { answered.set_value(); });
    answered.get_future().wait();
  }
  CHECK(f.pool.counters().waiting == 100);
  gate.set_value();
  f.pool.stop();
  CHECK(order.size() == 100);
  CHECK(at_once == 1);
}

TEST_CASE("members that wait are answered in turn, each in the order of asking") {
  Fixture f({.threads = 1, .queue = 100, .of_one = 3});
  REQUIRE(f.pool.start().has_value());
  std::promise<void> gate, started;
  const auto open = gate.get_future().share();
  f.pool.submit(anyone, [&](query::Context&) {
    started.set_value();
    open.wait();
  });
  started.get_future().wait();
  std::string order;
  const auto ask = [&](std::int64_t member, char what) {
    return f.pool.submit(MemberId{member}, [&order, what](query::Context&) { order += what; });
  };
  for (const char what : {'a', 'b', 'c'}) CHECK_FALSE(ask(1, what).has_value());
  CHECK(ask(1, 'd')->code == ErrorCode::busy);
  for (const char what : {'1', '2'}) CHECK_FALSE(ask(2, what).has_value());
  CHECK_FALSE(ask(3, 'x').has_value());
  gate.set_value();
  f.pool.stop();
  CHECK(order == "a1xb2c");
  CHECK(f.pool.counters().refused == 1);
}
