#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// Two of each rank, all of them in the CoP, each with a message there.
struct Ranks {
  Ranks() {
    elsewhere = c.open_room(RoomKind::cop, "sanitation");
    for (const std::string name : {"Ana", "Ben"}) {
      const auto member = c.join("Member " + name);
      const auto here = c.moderator("Here " + name);
      const auto other = c.join("Elsewhere " + name);
      const auto admin = c.administrator("Admin " + name);
      c.must(c.admin, RoomAppoint::Params{elsewhere, other});
      c.must(admin, RoomJoin::Params{c.cop});
      people.push_back({member, here, other, admin});
      for (const auto one : people.back()) messages[one] = c.post(one).message;
    }
  }

  Community c;
  RoomId elsewhere;
  std::vector<std::array<MemberId, 4>> people;  ///< member, moderator here, moderator of another room, administrator
  std::map<MemberId, MessageId> messages;
};

using Act = std::function<domain::Payload(const Ranks&, MemberId)>;

struct Row {
  std::string act;
  Act on;
  /// By a member, a moderator here, a moderator of another room, an administrator; on one of each, and on oneself:
  /// + done, - not_allowed, < rank_too_low.
  std::array<const char*, 4> expected;
};

char letter(const std::string& outcome) {
  if (outcome == "done") return '+';
  if (outcome == "not_allowed") return '-';
  if (outcome == "rank_too_low") return '<';
  if (outcome == "not_found") return '?';
  return '!';
}

constexpr std::array kInTheRoom{"-----", "+<+<<", "-----", "+++<<"};
constexpr std::array kEverywhere{"-----", "-----", "-----", "+++<<"};
constexpr std::array kOffices{"-----", "-----", "-----", "+++++"};

const std::vector<Row> kRows{
    {"warn",
     [](const Ranks& r, MemberId m) {
       return MemberWarn::Params{m, r.c.cop, "why"};
     },
     kInTheRoom},
    {"mute",
     [](const Ranks& r, MemberId m) {
       return MemberMute::Params{m, r.c.cop, "why", 5};
     },
     kInTheRoom},
    {"ban",
     [](const Ranks& r, MemberId m) {
       return MemberBan::Params{m, r.c.cop, "why", 5};
     },
     kInTheRoom},
    {"put out",
     [](const Ranks& r, MemberId m) {
       return RoomRemoveMember::Params{r.c.cop, m, "why"};
     },
     kInTheRoom},
    {"remove the message",
     [](const Ranks& r, MemberId m) {
       return MessageRemove::Params{r.messages.at(m), "why"};
     },
     {"----+", "+<+<+", "----+", "+++<+"}},
    {"warn everywhere",
     [](const Ranks&, MemberId m) {
       return MemberWarn::Params{m, {}, "why"};
     },
     kEverywhere},
    {"mute everywhere",
     [](const Ranks&, MemberId m) {
       return MemberMute::Params{m, {}, "why", 5};
     },
     kEverywhere},
    {"suspend",
     [](const Ranks&, MemberId m) {
       return MemberSuspend::Params{m, "why", 5};
     },
     kEverywhere},
    {"deactivate",
     [](const Ranks&, MemberId m) {
       return MemberDeactivate::Params{m, true, "why"};
     },
     kEverywhere},
    {"erase",
     [](const Ranks&, MemberId m) {
       return MemberErase::Params{m, true, "why"};
     },
     kEverywhere},
    {"appoint",
     [](const Ranks& r, MemberId m) {
       return RoomAppoint::Params{r.c.cop, m};
     },
     kOffices},
    {"dismiss",
     [](const Ranks& r, MemberId m) {
       return RoomDismiss::Params{r.c.cop, m, "why"};
     },
     kOffices},
    {"make administrator",
     [](const Ranks&, MemberId m) {
       return MemberSetRole::Params{m, Role::administrator, {}};
     },
     kOffices},
    {"make member",
     [](const Ranks&, MemberId m) {
       return MemberSetRole::Params{m, Role::member, {}};
     },
     kOffices},
};

}  // namespace

TEST_CASE("nobody acts on an equal or higher rank, and rank counts only in its room") {
  Ranks ranks;
  for (const auto& row : kRows) {
    for (std::size_t actor = 0; actor < 4; ++actor) {
      const auto by = ranks.people[0][actor];
      std::string outcomes;
      for (const auto on : ranks.people[1]) outcomes += letter(ranks.c.would(by, row.on(ranks, on)));
      outcomes += letter(ranks.c.would(by, row.on(ranks, by)));
      CAPTURE(row.act);
      CAPTURE(actor);
      CHECK(outcomes == row.expected[actor]);
    }
  }
}

TEST_CASE("a sanction is lifted on its own desk, never by whom it concerns or below the rank that gave it") {
  struct Case {
    std::string given;
    std::size_t by;  ///< rank of the giver
    std::size_t on;  ///< rank of whom it concerns, who is the second of that rank
    bool everywhere;
    const char* expected;  ///< lifted by the first of each rank, and by whom it concerns
  };
  const std::vector<Case> cases{
      {"by a moderator here on a member", 1, 0, false, "?+?+?"},
      {"by a moderator here on a moderator elsewhere", 1, 2, false, "?+?+?"},
      {"by an administrator here on a member", 3, 0, false, "?<?+?"},
      {"by an administrator here on a moderator", 3, 1, false, "?<?+<"},
      {"by an administrator everywhere on a member", 3, 0, true, "???+?"},
      {"by an administrator everywhere on a moderator", 3, 1, true, "???+?"},
  };
  for (const auto& one : cases) {
    Ranks ranks;
    auto& c = ranks.c;
    const auto concerned = ranks.people[1][one.on];
    const auto room = one.everywhere ? RoomId{} : c.cop;
    const auto given = c.must(ranks.people[0][one.by], MemberMute::Params{concerned, room, "why", 5});
    const SanctionLift::Params lift{reply_of<Sanctioned>(given).sanction, "enough"};
    std::string outcomes;
    for (const auto by : ranks.people[0]) outcomes += letter(c.would(by, lift));
    outcomes += letter(c.would(concerned, lift));
    CAPTURE(one.given);
    CHECK(outcomes == one.expected);
  }
}

TEST_CASE("a moderator lifts what another moderator of the room gave") {
  Ranks ranks;
  const auto given = ranks.c.must(ranks.people[0][1], MemberMute::Params{ranks.people[0][0], ranks.c.cop, "why", 5});
  const SanctionLift::Params lift{reply_of<Sanctioned>(given).sanction, "enough"};
  CHECK(ranks.c.would(ranks.people[1][1], lift) == "done");
}

TEST_CASE("who has become a moderator or an administrator still does not lift what was given to them") {
  Ranks ranks;
  auto& c = ranks.c;
  const auto member = ranks.people[0][0];
  const auto given = c.must(ranks.people[0][1], MemberMute::Params{member, c.cop, "why", 5});
  SUBCASE("a moderator") {
    c.must(c.admin, RoomAppoint::Params{c.cop, member});
  }
  SUBCASE("an administrator") {
    c.must(c.admin, MemberSetRole::Params{member, Role::administrator, {}});
  }
  const SanctionLift::Params lift{reply_of<Sanctioned>(given).sanction, "enough"};
  CHECK(c.would(member, lift) == "rank_too_low");
  CHECK(c.would(ranks.people[1][1], lift) == "done");
}

TEST_CASE("in a direct conversation nobody outranks anybody, administrators included") {
  Ranks ranks;
  auto& c = ranks.c;
  const auto admin = ranks.people[0][3], member = ranks.people[0][0];
  const auto room = c.direct(admin, member);
  const auto words = c.say(member, room).message;
  CHECK(c.would(admin, MemberMute::Params{member, room, "why", 5}) == "not_allowed");
  CHECK(c.would(admin, MemberBan::Params{member, room, "why", 5}) == "not_allowed");
  CHECK(c.would(admin, RoomRemoveMember::Params{room, member, "why"}) == "not_allowed");
  CHECK(c.would(admin, RoomAppoint::Params{room, admin}) == "not_allowed");
  CHECK(c.would(admin, MessageRemove::Params{words, "why"}) == "not_allowed");
  CHECK(c.would(admin, MessagePin::Params{words, true}) == "not_allowed");
}

TEST_CASE("a moderator who is appointed, dismissed, put out or leaves has the rank that they have now") {
  Ranks ranks;
  auto& c = ranks.c;
  const auto member = ranks.people[0][0], other = ranks.people[1][0];
  const MemberMute::Params mute{other, c.cop, "why", 5};
  CHECK(c.would(member, mute) == "not_allowed");
  c.must(c.admin, RoomAppoint::Params{c.cop, member});
  CHECK(c.state.member(member)->account.profile.role == Role::moderator);
  CHECK(c.would(member, mute) == "done");
  SUBCASE("dismissed") {
    c.must(c.admin, RoomDismiss::Params{c.cop, member, {}});
  }
  SUBCASE("put out") {
    c.must(c.admin, RoomRemoveMember::Params{c.cop, member, "why"});
  }
  SUBCASE("banned") {
    c.must(c.admin, MemberBan::Params{member, c.cop, "why", 5});
  }
  SUBCASE("left") {
    c.must(member, RoomLeave::Params{c.cop});
  }
  CHECK(c.would(member, mute) == "not_allowed");
  CHECK(c.state.member(member)->account.profile.role == Role::member);
  const auto& listed = c.state.room(c.cop)->room.moderators;
  CHECK(std::ranges::find(listed, member) == listed.end());
}

TEST_CASE("a moderator of two rooms who loses one stays a moderator") {
  Ranks ranks;
  auto& c = ranks.c;
  const auto moderator = ranks.people[0][2];
  c.must(c.admin, RoomAppoint::Params{c.cop, moderator});
  c.must(c.admin, RoomDismiss::Params{c.cop, moderator, {}});
  CHECK(c.state.member(moderator)->account.profile.role == Role::moderator);
  CHECK(domain::rank_in(c.state, moderator, c.cop) == Role::member);
  CHECK(domain::rank_in(c.state, moderator, ranks.elsewhere) == Role::moderator);
}
