#include <doctest/doctest.h>

#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::vector<ThreadId> ids(const ThreadPage& page) {
  std::vector<ThreadId> out;
  for (const auto& thread : page.threads) out.push_back(thread.id);
  return out;
}

}  // namespace

TEST_CASE("threads are listed by their newest message, in pages") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  std::vector<ThreadId> threads;
  for (int i = 0; i < 5; ++i) threads.push_back(c.start(ana, c.cop).thread);
  c.post(ana, c.cop, "Up again", threads[1]);
  ThreadList::Params params{.room = c.cop, .limit = 2};
  const auto first = c.ask(ana, params);
  REQUIRE(first.has_value());
  CHECK(ids(*first) == std::vector{threads[1], threads[4]});
  CHECK(first->more);
  params.before = first->threads.back().last_number;
  params.limit = 50;
  const auto rest = c.ask(ana, params);
  CHECK(ids(*rest) == std::vector{threads[3], threads[2], threads[0]});
  CHECK_FALSE(rest->more);
}

TEST_CASE("unread counts of threads come from baseline and mark") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto old = c.start(ana, c.cop);
  c.post(ana, c.cop, "Two", old.thread);
  const auto bob = c.join("Bob");  // his baseline lies above both
  c.post(ana, c.cop, "Three", old.thread);
  c.post(ana, c.cop, "Four", old.thread);
  const auto fresh = c.start(ana, c.cop);

  const auto unread = [&](ThreadId thread) { return c.ask(bob, ThreadGet::Params{thread}).value().unread.at(0); };
  CHECK(unread(old.thread) == 2);
  CHECK(unread(fresh.thread) == 1);
  c.must(bob, ReadMarkSet::Params{.room = c.cop, .thread = old.thread, .index = Index{3}});
  CHECK(unread(old.thread) == 1);
  CHECK(c.ask(bob, ThreadGet::Params{old.thread})->marks.at(0).index == Index{3});

  const ThreadList::Params only{.room = c.cop, .unread = true};
  CHECK(ids(c.ask(bob, only).value()) == std::vector{fresh.thread, old.thread});
  c.must(bob, ReadMarkSet::Params{.room = c.cop, .thread = fresh.thread, .index = Index{1}});
  CHECK(ids(c.ask(bob, only).value()) == std::vector{old.thread});
  c.must(bob, ReadAll::Params{c.cop});
  CHECK(c.ask(bob, only)->threads.empty());
  CHECK(unread(old.thread) == 0);
  CHECK(c.ask(c.admin, only)->threads.empty());  // reads, but is not in the room
}

TEST_CASE("threads are narrowed by kind, status, language, author and pin") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto talk = c.start(ana, c.cop).thread;
  const auto question = c.start(bob, c.cop, "How?", ThreadKind::question).thread;
  const auto event = c.get<Posted>(
      ana, ThreadCreate::Params{.room = c.cop, .title = "Atelier", .kind = ThreadKind::event, .text = "Venez", .lang = "fr"});
  c.must(bob, ThreadUpdate::Params{.thread = question, .status = ThreadStatus::closed});
  c.must(c.admin, ThreadPin::Params{.thread = talk, .on = true});
  const auto found = [&](ThreadList::Params params) {
    params.room = c.cop;
    return ids(c.ask(ana, params).value());
  };
  CHECK(found({.kind = ThreadKind::question}) == std::vector{question});
  CHECK(found({.status = ThreadStatus::closed}) == std::vector{question});
  CHECK(found({.lang = "fr"}) == std::vector{event.thread});
  CHECK(found({.by = bob}) == std::vector{question});
  CHECK(found({.pinned = true}) == std::vector{talk});
  CHECK(found({.pinned = false}).size() == 2);
}
