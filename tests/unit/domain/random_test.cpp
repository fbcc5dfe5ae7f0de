#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/unit/domain/decision_text.hpp"
#include "tests/unit/domain/random_commands.hpp"
#include "tests/unit/domain/replica.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
using domain::StreamKey;

namespace {

constexpr int kCommands = 3000;
constexpr std::uint64_t kSeeds = 6;

struct Step {
  domain::Command command;
  Time at;
};

/// How often a command of each kind succeeded.
using Successes = std::map<std::size_t, int>;

std::vector<Step> play(Community& community, std::uint64_t seed, Successes& successes, std::string* log = nullptr) {
  RandomCommands::populate(community);
  RandomCommands commands(community, seed);
  std::vector<Step> steps;
  for (int i = 0; i < kCommands; ++i) {
    community.pass(commands.pause());
    const Step step{commands.next(), community.now};
    const auto verdict = community.run(step.command);
    if (verdict) ++successes[step.command.payload.index()];
    if (log) *log += text_of(verdict);
    steps.push_back(step);
  }
  return steps;
}

void check_dense(const std::set<std::int64_t>& numbers, std::size_t count, std::int64_t last) {
  CHECK(numbers.size() == count);  // none twice
  CHECK(static_cast<std::int64_t>(numbers.size()) == last);
  if (!numbers.empty()) CHECK((*numbers.begin() == 1 && *numbers.rbegin() == last));
}

void check_numbers(const Community& c) {
  for (const auto& [room, state] : c.state.rooms) {
    std::set<std::int64_t> numbers, chat;
    std::size_t count = 0, chat_count = 0;
    for (const auto& [id, message] : c.content.messages) {
      if (message.room != room) continue;
      ++count;
      numbers.insert(message.number.value);
      if (message.thread) continue;
      ++chat_count;
      chat.insert(message.index.value);
    }
    for (const auto& [key, gone] : c.content.gone) {
      if (key.first != room) continue;
      ++count;
      numbers.insert(key.second.value);
    }
    check_dense(numbers, count, state.last_number.value);
    check_dense(chat, chat_count, state.chat_last.value);
  }
}

void check_threads(const Community& c) {
  std::map<RoomId, std::int64_t> threads;
  for (const auto& [id, thread] : c.content.threads) {
    ++threads[thread.room];
    const auto messages = c.content.thread_messages(id, 100'000);
    CHECK(thread.last_index == Index{static_cast<std::int64_t>(messages.size())});
    CHECK(thread.last_number == messages.back().number);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      CHECK(messages[i].index == Index{static_cast<std::int64_t>(i) + 1});
      CHECK(messages[i].room == thread.room);
    }
    if (thread.answer) CHECK(!c.message(thread.answer).removed);
    CHECK((thread.status == ThreadStatus::answered) <= bool(thread.answer));
  }
  for (const auto& [room, state] : c.state.rooms) CHECK(state.threads == threads[room]);
}

/// What is unread counted one by one, from marks and baseline alone.
std::int64_t counted_unread(const Community& c, MemberId member, const Membership& place) {
  std::int64_t unread = 0;
  for (const auto& [id, message] : c.content.messages) {
    if (message.room != place.room || message.number <= place.baseline) continue;
    const auto mark = message.thread ? c.content.read_mark(member, message.thread) : place.chat_read;
    unread += message.index > mark;
  }
  return unread;
}

void check_unread(const Community& c) {
  for (const auto& [key, record] : c.content.memberships) {
    if (!record.membership.in) continue;
    CHECK(c.unread(key.first, key.second) == counted_unread(c, key.first, record.membership));
  }
}

void check_roles(const Community& c) {
  for (const auto& [id, member] : c.state.members) {
    bool moderates = false;
    for (const auto& record : member.rooms) {
      const auto& place = record.membership;
      const auto& listed = c.state.room(place.room)->room.moderators;
      const bool is = place.in && place.role == Role::moderator;
      CHECK(std::ranges::binary_search(listed, id) == is);
      moderates = moderates || is;
    }
    const auto role = member.account.profile.role;
    if (role != Role::administrator) CHECK((role == Role::moderator) == moderates);
  }
}

}  // namespace

TEST_CASE("random histories keep every invariant") {
  Successes successes;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Community c;
    play(c, seed, successes);
    CAPTURE(seed);
    check_numbers(c);
    check_threads(c);
    check_unread(c);
    check_roles(c);
    CHECK(domain::dump(c.content.load()) == domain::dump(c.state));
  }
  for (std::size_t kind = 0; kind < std::variant_size_v<domain::Payload>; ++kind) {
    CAPTURE(kind);
    CHECK(successes[kind] > 0);
  }
}

TEST_CASE("the same commands from the same state give the same decisions and the same state, byte for byte") {
  Successes successes;
  Community first;
  std::string log;
  const auto steps = play(first, 11, successes, &log);

  Community second;
  RandomCommands::populate(second);
  std::string replayed;
  for (const auto& step : steps) {
    second.now = step.at;
    replayed += text_of(second.run(step.command));
  }
  CHECK(replayed == log);
  CHECK(domain::dump(second.state) == domain::dump(first.state));
}

TEST_CASE("a state that was loaded in between decides as the one that was not") {
  Successes successes;
  Community first;
  std::string log;
  const auto steps = play(first, 12, successes, &log);

  Community second;
  RandomCommands::populate(second);
  std::string replayed;
  int count = 0;
  for (const auto& step : steps) {
    second.now = step.at;
    replayed += text_of(second.run(step.command));
    if (++count % 300 == 0) second.state = second.content.load();
  }
  CHECK(replayed == log);
  CHECK(domain::dump(second.state) == domain::dump(first.state));
}

TEST_CASE("snapshot and events make the same copy as a fresh snapshot, and so does a catch-up from any revision") {
  for (std::uint64_t seed = 21; seed < 21 + kSeeds; ++seed) {
    CAPTURE(seed);
    Community c;
    RandomCommands::populate(c);
    RandomCommands commands(c, seed);
    std::map<StreamKey, Replica> live, away;
    for (const auto& [stream, entities] : c.content.changes) live[stream].catch_up(c.content, stream);
    for (int i = 0; i < kCommands; ++i) {
      c.pass(commands.pause());
      const auto verdict = c.run(commands.next());
      if (!verdict) continue;
      for (const auto& announcement : verdict->announcements) {
        live[announcement.stream].take(announcement.change);
        // Looks in now and then, and sees what has changed since.
        if (announcement.change.rev.value % 37 == 0) away[announcement.stream].catch_up(c.content, announcement.stream);
      }
    }
    for (auto& [stream, replica] : live) {
      CAPTURE(domain::to_name(stream));
      Replica fresh;
      fresh.catch_up(c.content, stream);
      CHECK(replica.text() == fresh.text());
      away[stream].catch_up(c.content, stream);
      CHECK(away[stream].text() == fresh.text());
      CHECK(fresh.rev == c.state.head(stream));
    }
  }
}

TEST_CASE("a retry of any command gives its first answer and changes nothing") {
  Successes successes;
  Community c;
  const auto steps = play(c, 31, successes);
  int retried = 0;
  for (const auto& step : steps) {
    if (!step.command.actor) continue;
    const auto recorded = c.content.key(step.command.actor, step.command.key);
    const auto verdict = domain::decide(c.state, c.content, {c.state.seq + 1, c.now}, step.command);
    if (!recorded || !verdict) continue;
    ++retried;
    CHECK(verdict->reply == recorded->reply);
    CHECK(verdict->rows.empty());
    CHECK(verdict->announcements.empty());
    CHECK(verdict->effects.empty());
  }
  CHECK(retried > 100);
}
