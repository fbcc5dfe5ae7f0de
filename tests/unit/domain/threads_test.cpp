#include <doctest/doctest.h>

#include <array>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    author = c.join("Ana");
    other = c.join("Ben");
    moderator = c.moderator("Mo");
  }
  void set(MemberId by, ThreadId thread, ThreadStatus status) {
    c.must(by, ThreadUpdate::Params{.thread = thread, .status = status});
  }

  Community c;
  MemberId author, other, moderator;
};

constexpr std::array kStatuses{ThreadStatus::open, ThreadStatus::answered, ThreadStatus::closed, ThreadStatus::archived};

/// Brings a question into that state: answered, closed (by the author), shut (closed by a moderator), archived, locked.
void bring(Scene& s, ThreadId thread, const std::string& state) {
  if (state == "answered") s.c.must(s.author, ThreadAnswer::Params{thread, s.c.reply(s.other, thread).message});
  if (state == "closed") s.set(s.author, thread, ThreadStatus::closed);
  if (state == "shut") s.set(s.moderator, thread, ThreadStatus::closed);
  if (state == "archived") s.set(s.moderator, thread, ThreadStatus::archived);
  if (state == "locked") s.c.must(s.moderator, ThreadLock::Params{thread, true, "heated"});
}

ThreadId question(Scene& s, const std::string& state) {
  const auto thread = s.c.start(s.author, ThreadKind::question).thread;
  bring(s, thread, state);
  return thread;
}

}  // namespace

TEST_CASE("a thread starts open, of its kind, with its opening message") {
  Scene s;
  const std::array kinds{ThreadKind::discussion, ThreadKind::question, ThreadKind::best_practice, ThreadKind::opportunity,
                         ThreadKind::event};
  std::int64_t number = 0;
  for (const auto kind : kinds) {
    const auto made = s.c.start(s.author, kind, " Meters  ");
    const auto& thread = s.c.thread(made.thread);
    CHECK(thread.kind == kind);
    CHECK(thread.title == "Meters");
    CHECK(thread.status == ThreadStatus::open);
    CHECK(thread.by == s.author);
    CHECK(thread.last_index == Index{1});
    CHECK(made.index == Index{1});
    CHECK(made.number == Number{++number});
    CHECK(s.c.message(made.message).thread == made.thread);
    const bool practice = kind == ThreadKind::best_practice;
    const ThreadCreate::Params with_outcome{.room = s.c.cop, .title = "x", .kind = kind, .text = "x", .outcome = Outcome{}};
    CHECK(s.c.would(s.author, with_outcome) == (practice ? "done" : "argument_bad"));
  }
  CHECK(s.c.state.room(s.c.cop)->chat_last == Index{});
  const std::vector<std::pair<std::string, std::string>> titles{{"", "argument_missing"},
                                                                {"  ", "argument_missing"},
                                                                {"a\x01", "argument_bad"},
                                                                {std::string(limits::title_bytes, 'x'), "done"},
                                                                {std::string(limits::title_bytes + 1, 'x'), "argument_too_long"}};
  for (const auto& [title, expected] : titles) {
    CAPTURE(title);
    CHECK(s.c.would(s.author, ThreadCreate::Params{.room = s.c.cop, .title = title, .text = "x"}) == expected);
  }
}

TEST_CASE("who may bring a thread from which status to which") {
  struct Row {
    std::string from;
    std::array<std::string, 4> author;  ///< to open, answered, closed, archived
    std::array<std::string, 4> moderator;
  };
  const std::string done = "done", bad = "argument_bad", locked = "thread_locked";
  const std::vector<Row> rows{
      {"open", {done, bad, done, bad}, {done, bad, done, done}},
      {"answered", {bad, done, done, bad}, {bad, done, done, done}},
      {"closed", {done, bad, done, bad}, {done, bad, done, done}},
      {"shut", {locked, locked, locked, locked}, {done, bad, done, done}},
      {"archived", {locked, locked, locked, locked}, {done, bad, done, done}},
  };
  for (const auto& row : rows) {
    Scene s;
    const auto thread = question(s, row.from);
    for (std::size_t to = 0; to < kStatuses.size(); ++to) {
      CAPTURE(row.from);
      CAPTURE(to);
      const ThreadUpdate::Params update{.thread = thread, .status = kStatuses[to]};
      CHECK(s.c.would(s.author, update) == row.author[to]);
      CHECK(s.c.would(s.moderator, update) == row.moderator[to]);
      CHECK(s.c.would(s.c.admin, update) == row.moderator[to]);
      CHECK(s.c.would(s.other, update) == "not_allowed");
    }
  }
}

TEST_CASE("who may reply in a thread") {
  struct Row {
    std::string state;
    std::string by_member;
    std::string by_moderator;
  };
  const std::vector<Row> rows{{"open", "done", "done"},
                              {"answered", "done", "done"},
                              {"closed", "thread_closed", "thread_closed"},
                              {"shut", "thread_closed", "thread_closed"},
                              {"archived", "thread_closed", "thread_closed"},
                              {"locked", "thread_locked", "done"}};
  for (const auto& row : rows) {
    CAPTURE(row.state);
    Scene s;
    const auto thread = question(s, "open");
    const auto words = s.c.reply(s.other, thread);
    bring(s, thread, row.state);
    const MessagePost::Params reply{.room = s.c.cop, .thread = thread, .text = "x"};
    CHECK(s.c.would(s.other, reply) == row.by_member);
    CHECK(s.c.would(s.author, reply) == row.by_member);
    CHECK(s.c.would(s.moderator, reply) == row.by_moderator);
    CHECK(s.c.would(s.other, MessageEdit::Params{words.message, words.rev, "y", {}, {}}) == row.by_member);
  }
}

TEST_CASE("what a moderator closed only moderators open, and opening takes the lock off, also from their own thread") {
  Scene s;
  const auto thread = question(s, "shut");
  CHECK(s.c.thread(thread).locked);
  SUBCASE("another moderator's") {
    s.set(s.moderator, thread, ThreadStatus::open);
  }
  SUBCASE("an administrator's") {
    s.set(s.c.admin, thread, ThreadStatus::open);
  }
  SUBCASE("their own, as a moderator by now") {
    s.c.must(s.c.admin, RoomAppoint::Params{s.c.cop, s.author});
    s.set(s.author, thread, ThreadStatus::open);
  }
  CHECK(s.c.thread(thread).status == ThreadStatus::open);
  CHECK_FALSE(s.c.thread(thread).locked);
  CHECK(s.c.would(s.other, MessagePost::Params{.room = s.c.cop, .thread = thread, .text = "x"}) == "done");
}

TEST_CASE("an author opens again what they closed themselves, and a lock outlasts it") {
  Scene s;
  const auto thread = question(s, "closed");
  CHECK_FALSE(s.c.thread(thread).locked);
  s.c.must(s.moderator, ThreadLock::Params{thread, true, {}});
  CHECK(s.c.would(s.author, ThreadUpdate::Params{.thread = thread, .status = ThreadStatus::open}) == "thread_locked");
  s.c.must(s.moderator, ThreadLock::Params{thread, false, {}});
  s.set(s.author, thread, ThreadStatus::open);
  CHECK(s.c.thread(thread).status == ThreadStatus::open);
}

TEST_CASE("lock and pin are the moderators', and repeating them changes nothing") {
  Scene s;
  const auto thread = s.c.start(s.author).thread;
  for (const auto by : {s.author, s.other}) {
    CHECK(s.c.would(by, ThreadLock::Params{thread, true, {}}) == "not_allowed");
    CHECK(s.c.would(by, ThreadPin::Params{thread, true}) == "not_allowed");
  }
  for (const bool on : {true, false}) {
    s.c.must(s.moderator, ThreadLock::Params{thread, on, {}});
    s.c.must(s.c.admin, ThreadPin::Params{thread, on});
    CHECK(s.c.thread(thread).locked == on);
    CHECK(s.c.thread(thread).pinned == on);
    CHECK(rows_of<Thread>(s.c.must(s.moderator, ThreadLock::Params{thread, on, {}})) == 0);
    CHECK(rows_of<Thread>(s.c.must(s.moderator, ThreadPin::Params{thread, on})) == 0);
  }
}

TEST_CASE("only a standing reply in the same question is its answer") {
  Scene s;
  const auto asked = s.c.start(s.author, ThreadKind::question);
  const auto elsewhere = s.c.start(s.author, ThreadKind::question).thread;
  const auto reply = s.c.reply(s.other, asked.thread).message;
  const auto removed = s.c.reply(s.other, asked.thread).message;
  s.c.must(s.other, MessageRemove::Params{removed, {}});
  const std::vector<MessageId> wrong{asked.message, removed, s.c.post(s.other).message, s.c.reply(s.other, elsewhere).message,
                                     MessageId{999}};
  for (const auto message : wrong) {
    CHECK(s.c.would(s.author, ThreadAnswer::Params{asked.thread, message}) == "answer_not_a_reply");
  }
  const auto talk = s.c.start(s.author).thread;
  CHECK(s.c.would(s.author, ThreadAnswer::Params{talk, s.c.reply(s.other, talk).message}) == "answer_not_a_reply");
  CHECK(s.c.would(s.other, ThreadAnswer::Params{asked.thread, reply}) == "not_allowed");
  CHECK(s.c.would(s.moderator, ThreadAnswer::Params{asked.thread, reply}) == "done");
  s.c.must(s.author, ThreadAnswer::Params{asked.thread, reply});
  CHECK(s.c.thread(asked.thread).status == ThreadStatus::answered);
  CHECK(s.c.newest_notification(s.other).kind == NotificationKind::answer_marked);
}

TEST_CASE("a question that loses its answer is open again, unless it is closed") {
  for (const bool closed : {false, true}) {
    for (const std::string way : {"cleared", "removed", "another kind"}) {
      CAPTURE(closed);
      CAPTURE(way);
      Scene s;
      const auto thread = question(s, "answered");
      const auto answer = s.c.thread(thread).answer;
      if (closed) s.set(s.author, thread, ThreadStatus::closed);
      if (way == "cleared") s.c.must(s.author, ThreadAnswer::Params{thread, {}});
      if (way == "removed") s.c.must(s.other, MessageRemove::Params{answer, {}});
      if (way == "another kind") s.c.must(s.author, ThreadUpdate::Params{.thread = thread, .kind = ThreadKind::discussion});
      CHECK(s.c.thread(thread).answer == MessageId{});
      CHECK(s.c.thread(thread).status == (closed ? ThreadStatus::closed : ThreadStatus::open));
    }
  }
}

TEST_CASE("an answered question is opened by taking the answer back, or by being none any more") {
  Scene s;
  const auto thread = question(s, "answered");
  const auto no = s.c.refused(s.author, ThreadUpdate::Params{.thread = thread, .status = ThreadStatus::open});
  CHECK(no.data.field == "status");
  CHECK(no.text.find("thread.answer with message 0") != std::string::npos);
  CHECK(s.c.would(s.author, ThreadUpdate::Params{
                                .thread = thread, .kind = ThreadKind::discussion, .status = ThreadStatus::open}) == "done");
  s.c.must(s.author, ThreadAnswer::Params{thread, {}});
  CHECK(s.c.thread(thread).status == ThreadStatus::open);
}

TEST_CASE("an answered question that was closed is answered when it opens again") {
  Scene s;
  const auto thread = question(s, "answered");
  s.set(s.author, thread, ThreadStatus::closed);
  s.set(s.author, thread, ThreadStatus::open);
  CHECK(s.c.thread(thread).status == ThreadStatus::answered);
}

TEST_CASE("a thread keeps its outcome only while it is a best practice") {
  Scene s;
  const auto thread = s.c.start(s.author).thread;
  const Outcome outcome{Rung::performance_improved, "NRW", "40 %", "31 %"};
  CHECK(s.c.would(s.author, ThreadUpdate::Params{.thread = thread, .outcome = outcome}) == "argument_bad");
  s.c.must(s.author, ThreadUpdate::Params{.thread = thread, .kind = ThreadKind::best_practice, .outcome = outcome});
  CHECK(s.c.thread(thread).outcome == outcome);
  s.c.must(s.author, ThreadUpdate::Params{.thread = thread, .kind = ThreadKind::event});
  CHECK_FALSE(s.c.thread(thread).outcome);
}
