#include <doctest/doctest.h>

#include <atomic>
#include <future>

#include "server/app/workers.hpp"

using standpipe::app::Workers;

TEST_CASE("workers take what their queue has room for") {
  std::promise<void> gate, started;
  const auto open = gate.get_future().share();
  Workers workers(1, 2);  // the last, so that its threads end first
  CHECK(workers.submit([&] {
    started.set_value();
    open.wait();
  }));
  started.get_future().wait();
  CHECK(workers.submit([] {}));
  CHECK(workers.submit([] {}));
  CHECK_FALSE(workers.submit([] {}));
  CHECK_FALSE(workers.stopped());
  CHECK(workers.waiting() == 2);
  gate.set_value();
}

TEST_CASE("workers that stop do what waits, take no more, and say that it is for good") {
  Workers workers(2, 100);
  std::atomic<int> done{0};
  for (int i = 0; i < 100; ++i) workers.submit([&] { ++done; });
  workers.stop();
  CHECK(done == 100);
  CHECK_FALSE(workers.submit([] {}));
  CHECK(workers.stopped());
}
