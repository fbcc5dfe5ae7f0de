#include "server/sequencer/sequencer.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <future>
#include <thread>
#include <vector>

#include "server/sequencer/short_slices.hpp"
#include "tests/unit/store/disk_store.hpp"
#include "tests/unit/store/fault_disk.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
namespace hub = standpipe::hub;
namespace sequencer = standpipe::sequencer;
using namespace std::chrono_literals;

namespace {

/// A writer upon a real database, in which Ana may post; a text of hers has not been indexed yet. A command's answer is taken as
/// an I/O thread takes it.
struct Running {
  explicit Running(sequencer::SequencerOptions options = {})
      : ana(c.join("Ana")),
        writer(
            core, [](const hub::BatchPtr& batch) { complete(*batch); }, note_trouble(), options) {}

  static void complete(const hub::Batch& batch) {
    for (const auto& step : batch.steps) {
      if (const auto* completion = std::get_if<hub::Completion>(&step)) completion->run();
    }
  }
  sequencer::Sequencer::OnTrouble note_trouble() {
    return [this](const std::string& what) { troubles.push_back(what); };
  }

  domain::Command post(const std::string& key, const std::string& text = "Good morning") const {
    return {.actor = ana, .key = key, .payload = MessagePost::Params{.room = c.cop, .text = text}};
  }
  std::future<sequencer::CommandResult> begin(domain::Command command) {
    auto promise = std::make_shared<std::promise<sequencer::CommandResult>>();
    auto future = promise->get_future();
    const auto refused = writer.submit({std::move(command), 0, [promise](const auto& result) { promise->set_value(result); }});
    if (refused) promise->set_value(*refused);
    return future;
  }
  std::string code(domain::Command command) {
    const auto result = begin(std::move(command)).get();
    return result.has_value() ? "done" : result.error().data.code;
  }
  /// Until it is so, at most five seconds.
  template <class Condition>
  static bool comes(Condition condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    return condition();
  }

  Community c;
  FaultDisk fault;
  DiskStore disk;
  MemberId ana;
  std::unique_ptr<domain::Published> published = publish();
  sequencer::Core core{*disk.store, *published, disk.store->load().value(), [this] { return c.now.value; }};
  std::vector<std::string> troubles;  ///< the writer's, until it is stopped
  sequencer::Sequencer writer;

 private:
  std::unique_ptr<domain::Published> publish() {
    c.post(ana, "Not indexed yet");
    disk.copy(c);
    return std::make_unique<domain::Published>(disk.store->load().value());
  }
};

std::string key(int number) {
  const auto digits = std::to_string(number);
  return "00000000-0000-4000-9000-" + std::string(12 - digits.size(), '0') + digits;
}

std::chrono::microseconds processor_time() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto us = [](const timeval& time) { return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec); };
  return us(used.ru_utime) + us(used.ru_stime);
}

}  // namespace

TEST_CASE("a command that is sent twice in one batch happens once, and both get the first answer") {
  Running server;
  auto first = server.begin(server.post(key(1)));
  auto second = server.begin(server.post(key(1)));
  auto other = server.begin(server.post(key(2)));
  server.writer.start();
  const auto answer = first.get();
  REQUIRE(answer.has_value());
  CHECK(second.get().value() == *answer);
  CHECK(other.get().value() != *answer);
  server.writer.stop();
  CHECK(server.writer.batches() == 1);
  CHECK(server.disk.store->load().value().next.message == MessageId{4});
}

TEST_CASE("on a full disk each command fails, trouble is told once, and it goes on when there is room") {
  Running server;
  server.writer.start();
  CHECK(server.code(server.post(key(1))) == "done");
  server.fault.full = true;
  for (int i = 2; i < 6; ++i) CHECK(server.code(server.post(key(i), std::string(8000, 'x'))) == "commit_failed");
  CHECK(server.writer.failing());
  CHECK_FALSE(server.writer.read_only());
  server.fault.full = false;
  CHECK(server.code(server.post(key(2))) == "done");
  CHECK_FALSE(server.writer.failing());
  server.writer.stop();
  CHECK(server.troubles.size() == 1);
  CHECK(server.core.state().next.message == MessageId{4});
}

TEST_CASE("after an fsync that failed nothing is written, the answers say so, and the writer rests") {
  Running server;
  server.writer.start();
  CHECK(server.code(server.post(key(1))) == "done");
  server.fault.sync_fails = true;
  CHECK(server.code(server.post(key(2))) == "commit_failed");
  CHECK(server.code(server.post(key(3))) == "commit_failed");
  CHECK(server.writer.read_only());
  const auto before = processor_time();
  std::this_thread::sleep_for(500ms);
  CHECK(processor_time() - before < 200ms);
  server.fault.sync_fails = false;
  CHECK(server.code(server.post(key(4))) == "commit_failed");
  server.writer.stop();
}

TEST_CASE("a disk that is full while texts are indexed is noticed before the next command") {
  Running server;
  server.fault.full = true;
  server.writer.start();
  CHECK(Running::comes([&] { return server.writer.failing() || server.writer.read_only(); }));
  CHECK(server.code(server.post(key(1))) == "commit_failed");
  server.writer.stop();
  CHECK_FALSE(server.troubles.empty());
}

TEST_CASE("where posts come one by one, they are indexed a few at a time") {
  Running server({.index_every = 1h});
  server.writer.start();
  for (int i = 1; i <= 60; ++i) REQUIRE(server.begin(server.post(key(i), "Number" + std::to_string(i))).get().has_value());
  CHECK(server.disk.indexed("Number20").size() == 1);
  server.writer.stop();
}

TEST_CASE("texts are indexed also where a heavy load never lets the writer rest") {
  Running server({.queue = 100'000, .batch = 50});
  std::deque<std::future<sequencer::CommandResult>> answers;
  int posts = 0;
  const auto post = [&] {
    ++posts;
    answers.push_back(server.begin(server.post(key(posts), posts == 100 ? "Hundredth" : "Good morning")));
  };
  while (posts < 5'000) post();
  server.writer.start();
  bool found = false;
  while (!found && posts < 100'000) {
    for (int i = 0; i < 1'000; ++i) {
      REQUIRE(answers.front().get().has_value());
      answers.pop_front();
      post();
    }
    found = server.disk.indexed("Hundredth").size() == 1;
  }
  CHECK(found);
  server.writer.stop();
  CHECK(server.writer.batches() * 50 == server.writer.committed());
}

TEST_CASE("a full queue says busy and when to come again; a stopped writer says going away") {
  Running server({.queue = 2});
  auto one = server.begin(server.post(key(1)));
  auto two = server.begin(server.post(key(2)));
  const auto refused = server.begin(server.post(key(3))).get();
  REQUIRE(refused.has_error());
  CHECK(refused.error().data.code == "busy");
  CHECK(refused.error().data.retry_after_ms);
  server.writer.start();
  server.writer.stop();
  CHECK(one.get().has_value());  // what was taken is committed
  CHECK(two.get().has_value());
  CHECK(server.code(server.post(key(4))) == "going_away");
}

TEST_CASE("under a heavy load, what comes while a wave is on its way is committed together") {
  Running server({.held_at_most = 60s});
  std::vector<std::future<sequencer::CommandResult>> answers;
  auto post = [&, number = 0](int count) mutable {
    for (int i = 0; i < count; ++i) answers.push_back(server.begin(server.post(key(++number))));
  };
  const auto all_answered = [&] {
    return std::ranges::all_of(answers, [](auto& answer) { return answer.wait_for(0s) == std::future_status::ready; });
  };
  post(10);
  server.writer.start();
  REQUIRE(Running::comes(all_answered));
  server.writer.hold();
  for (int i = 0; i < 5; ++i) {
    post(1);
    std::this_thread::sleep_for(5ms);
  }
  CHECK(server.writer.batches() == 1);
  server.writer.release();
  REQUIRE(Running::comes(all_answered));
  CHECK(server.writer.batches() == 2);

  // Five are no heavy load any more: now a wave holds nothing up.
  server.writer.hold();
  post(1);
  REQUIRE(Running::comes(all_answered));
  server.writer.stop();
}

TEST_CASE("a wave that does not end holds nothing up for long, and a stop not at all") {
  for (const auto most : {10ms, 60'000ms}) {
    Running server({.held_at_most = most});
    std::vector<std::future<sequencer::CommandResult>> answers;
    for (int i = 1; i <= 10; ++i) answers.push_back(server.begin(server.post(key(i))));
    server.writer.start();
    for (auto& answer : answers) CHECK(answer.get().has_value());
    server.writer.hold();
    auto last = server.begin(server.post(key(11)));
    if (most > 1s) server.writer.stop();
    CHECK(last.get().has_value());
  }
}

TEST_CASE("a thread that asks for short slices keeps its niceness") {
  bool asked = false;
  int nice = -1;
  std::thread([&] {
    const auto self = static_cast<id_t>(::gettid());
    ::setpriority(PRIO_PROCESS, self, 7);
    asked = sequencer::ask_for_short_slices();
    nice = ::getpriority(PRIO_PROCESS, self);
  }).join();
  CHECK(nice == 7);
  MESSAGE("the kernel takes it up: ", asked);
}
