#include <doctest/doctest.h>

#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Pair {
  Pair() {
    ana = c.join("Ana");
    ben = c.join("Ben");
    room = c.direct(ana, ben);
  }
  bool in(MemberId member) const { return c.state.member(member)->in_room(room) != nullptr; }

  Community c;
  MemberId ana, ben;
  RoomId room;
};

}  // namespace

TEST_CASE("two members have one conversation, whoever opens it") {
  Pair p;
  CHECK(p.c.direct(p.ben, p.ana) == p.room);
  CHECK(p.c.direct(p.ana, p.ben) == p.room);
  CHECK(p.c.direct(p.ana, p.c.admin) != p.room);
  CHECK(p.c.state.room(p.room)->members == 2);
}

TEST_CASE("a conversation is opened with another active member only") {
  Pair p;
  auto& c = p.c;
  const auto cho = c.join("Cho");
  const auto opens = [&](MemberId with) { return c.would(p.ana, DirectOpen::Params{with}); };
  CHECK(opens(p.ana) == "argument_bad");
  CHECK(opens(MemberId{999}) == "not_found");
  CHECK(opens(cho) == "done");
  SUBCASE("suspended") {
    c.must(c.admin, MemberSuspend::Params{cho, "why", 5});
  }
  SUBCASE("deactivated") {
    c.must(c.admin, MemberDeactivate::Params{cho, true, "why"});
  }
  SUBCASE("left") {
    c.must(cho, AccountLeave::Params{});
  }
  CHECK(opens(cho) == "not_allowed");
}

TEST_CASE("a conversation cannot be left, but its partner may leave the community; then it is only read") {
  Pair p;
  auto& c = p.c;
  CHECK(c.would(p.ana, RoomLeave::Params{p.room}) == "not_allowed");
  c.say(p.ana, p.room);
  c.must(p.ben, AccountLeave::Params{});
  CHECK(c.would(p.ana, MessagePost::Params{.room = p.room, .text = "x"}) == "room_read_only");
  CHECK(domain::may_read(c.state, p.ana, p.room, c.now));
  CHECK_FALSE(p.in(p.ben));
  // Found again, without its partner.
  CHECK(c.direct(p.ana, p.ben) == p.room);
  CHECK_FALSE(p.in(p.ben));
}

TEST_CASE("who comes with the address of one who left finds no conversation of theirs") {
  Pair p;
  auto& c = p.c;
  c.say(p.ana, p.room);
  c.must(p.ben, AccountLeave::Params{});
  const auto again = c.join("Ben");
  auto opened = p.room;
  SUBCASE("the newcomer opens one") {
    opened = c.direct(again, p.ana);
  }
  SUBCASE("the other one does") {
    opened = c.direct(p.ana, again);
  }
  CHECK(opened != p.room);
  CHECK_FALSE(p.in(p.ben));
  CHECK_FALSE(domain::may_read(c.state, again, p.room, c.now));
  CHECK(c.would(p.ana, MessagePost::Params{.room = p.room, .text = "x"}) == "room_read_only");
  CHECK(c.would(p.ana, MessagePost::Params{.room = opened, .text = "x"}) == "done");
}

TEST_CASE("a conversation takes neither threads nor further members, and is nobody's to change") {
  Pair p;
  auto& c = p.c;
  const auto cho = c.join("Cho");
  CHECK(c.would(p.ana, ThreadCreate::Params{.room = p.room, .title = "x", .text = "x"}) == "not_allowed");
  CHECK(c.would(p.ana, RoomAddMember::Params{p.room, cho}) == "not_allowed");
  CHECK(c.would(p.ana, RoomUpdate::Params{.room = p.room, .slow_mode_s = 5}) == "not_allowed");
  CHECK(c.would(c.admin, RoomArchive::Params{p.room, true, {}}) == "not_found");
  CHECK(c.would(c.admin, RoomCreate::Params{.kind = RoomKind::direct, .slug = "two", .name = "Two"}) == "argument_bad");
}
