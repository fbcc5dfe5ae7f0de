#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "client-cli/outbox.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::client;
using standpipe::test::TemporaryFolder;

TEST_CASE("what was added waits in order, also for the next process, until it is done") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.jsonl";
  std::string first;
  {
    Outbox box(file);
    first = box.add("message.post", R"({"text":"one"})", 1).key;
    box.add("message.post", R"({"text":"two\n\"quoted\""})", 2);
  }
  Outbox again(file);
  auto waiting = again.waiting();
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].key == first);
  CHECK(waiting[1].params == R"({"text":"two\n\"quoted\""})");
  again.done(first);
  waiting = Outbox(file).waiting();
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].at == 2);
}

TEST_CASE("the file is emptied when everything in it is done, and other processes notice") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.jsonl";
  Outbox one(file);
  Outbox other(file);
  const auto key = one.add("message.post", "{}", 1).key;
  CHECK(other.waiting().size() == 1);
  other.done(key);
  CHECK(std::filesystem::file_size(file) == 0);
  CHECK(one.waiting().empty());
  one.add("message.post", "{}", 2);
  CHECK(other.waiting().size() == 1);
}

TEST_CASE("a process that was not looking while the file was emptied and filled again sees what is in it now") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.jsonl";
  Outbox sleeper(file);
  Outbox worker(file);
  const auto key = worker.add("message.post", "{}", 1).key;
  REQUIRE(sleeper.waiting().size() == 1);
  worker.done(key);
  for (int i = 0; i < 5; ++i) worker.add("message.post", R"({"text":"longer than what was there before"})", i);
  CHECK(sleeper.waiting().size() == 5);
  sleeper.done(sleeper.waiting().front().key);
  CHECK(worker.waiting().size() == 4);
}

TEST_CASE("a last line that was cut short is no command, and does not harm the next one") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.jsonl";
  Outbox(file).add("message.post", R"({"text":"whole"})", 1);
  std::ofstream(file, std::ios::app) << R"({"add":{"key":"x","method":"message.po)";
  Outbox box(file);
  CHECK(box.waiting().size() == 1);
  box.add("message.post", R"({"text":"next"})", 2);
  CHECK(box.waiting().size() == 2);
  CHECK(Outbox(file).waiting().size() == 2);
}

TEST_CASE("kill -9 at any moment loses nothing that add has returned") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.jsonl";
  for (int round = 0; round < 10; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Outbox box(file);
      for (int i = 0;; ++i) {
        const auto key = box.add("message.post", "{}", i).key;
        if (::write(ends[1], key.data(), key.size()) < 0) ::_exit(1);
      }
    }
    ::close(ends[1]);
    ::usleep(static_cast<useconds_t>(3000 + round * 1700));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::string told;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) told.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    std::set<std::string> kept;
    for (const auto& queued : Outbox(file).waiting()) kept.insert(queued.key);
    for (std::size_t i = 0; i + 36 <= told.size(); i += 36) REQUIRE(kept.contains(told.substr(i, 36)));
  }
}

TEST_CASE("keys are UUIDs in the order of time, and differ") {
  std::set<std::string> keys;
  std::string before;
  for (int i = 0; i < 1000; ++i) {
    const auto key = new_key();
    CHECK(key.size() == 36);
    CHECK(key[14] == '7');
    CHECK(std::string("89ab").find(key[19]) != std::string::npos);
    CHECK(key.substr(0, 13) >= before);
    before = key.substr(0, 13);
    keys.insert(key);
  }
  CHECK(keys.size() == 1000);
}
