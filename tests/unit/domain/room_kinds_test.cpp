#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
using domain::StreamKey;

namespace {

/// One room of each kind, each with its moderator and a thread, and a direct conversation.
struct House {
  House() {
    stranger = c.join("Stranger");
    c.must(stranger, RoomLeave::Params{c.cop});
    inside = c.join("Inside");
    moderator = c.moderator("Moderator");
    group = c.open_room(RoomKind::group, "river-group", {moderator});
    c.must(c.admin, RoomAppoint::Params{c.news, moderator});
    c.must(moderator, RoomAddMember::Params{group, inside});
    c.must(inside, RoomJoin::Params{c.news});
    direct = c.direct(inside, moderator);
    for (const auto room : {c.cop, group, c.news}) threads.push_back(start_in(room));
    threads.emplace_back();
  }

  ThreadId start_in(RoomId room) {
    return reply_of<Posted>(c.must(moderator, ThreadCreate::Params{.room = room, .title = "Meters", .text = "Dear all"})).thread;
  }
  RoomId room(std::size_t kind) const { return std::vector{c.cop, group, c.news, direct}.at(kind); }

  /// What the member may do there, a letter for each: see it, read, join, chat, reply, start a thread, mark as read.
  std::string powers(MemberId member, std::size_t kind) {
    const auto in = room(kind);
    const auto may = [&](domain::Payload payload) { return c.would(member, std::move(payload)) == "done"; };
    const auto thread = threads[kind];
    std::string letters;
    letters += domain::may_see_room(c.state, member, in, c.now) ? 's' : '.';
    letters += domain::may_read(c.state, member, in, c.now) ? 'r' : '.';
    letters += may(RoomJoin::Params{in}) ? 'j' : '.';
    letters += may(MessagePost::Params{.room = in, .text = "Hello"}) ? 'c' : '.';
    letters += thread && may(MessagePost::Params{.room = in, .thread = thread, .text = "Hello"}) ? 'a' : '.';
    letters += may(ThreadCreate::Params{.room = in, .title = "Pumps", .text = "Hello"}) ? 't' : '.';
    letters += may(ReadMarkSet::Params{.room = in, .index = Index{1}}) ? 'm' : '.';
    return letters;
  }

  Community c;
  MemberId stranger, inside, moderator;
  RoomId group, direct;
  std::vector<ThreadId> threads;
};

constexpr std::size_t kCop = 0, kGroup = 1, kNews = 2, kDirect = 3;

}  // namespace

TEST_CASE("the kind of a room decides who sees, reads, joins, chats, replies, starts threads and marks") {
  House house;
  auto& c = house.c;
  const auto admin_inside = c.administrator("Admin Inside");
  for (const auto room : {c.cop, c.news}) c.must(admin_inside, RoomJoin::Params{room});
  c.must(admin_inside, RoomAddMember::Params{house.group, admin_inside});
  struct Case {
    std::string who;
    MemberId member;
    std::vector<const char*> powers;  ///< cop, group, announcement, direct
  };
  const std::vector<Case> cases{
      {"a stranger", house.stranger, {"s.j....", ".......", "s.j....", "......."}},
      {"a member of it", house.inside, {"srjcatm", "srjcatm", "srj.a.m", "srjc..m"}},
      {"its moderator", house.moderator, {"srjcatm", "srjcatm", "srjcatm", "srjc..m"}},
      {"an administrator outside", c.admin, {"srj....", "sr.....", "srj....", "......."}},
      {"an administrator inside", admin_inside, {"srjcatm", "srjcatm", "srjcatm", "......."}},
      {"nobody", MemberId{999}, {".......", ".......", ".......", "......."}},
  };
  for (const auto& one : cases) {
    for (const auto kind : {kCop, kGroup, kNews, kDirect}) {
      CAPTURE(one.who);
      CAPTURE(kind);
      CHECK(house.powers(one.member, kind) == one.powers[kind]);
    }
  }
}

TEST_CASE("who may take no part sees nothing, whatever they are in") {
  House house;
  auto& c = house.c;
  SUBCASE("suspended") {
    c.must(c.admin, MemberSuspend::Params{house.moderator, "why", 5});
  }
  SUBCASE("deactivated") {
    c.must(c.admin, MemberDeactivate::Params{house.moderator, true, "why"});
  }
  SUBCASE("left") {
    c.must(house.moderator, AccountLeave::Params{});
  }
  SUBCASE("erased") {
    c.must(c.admin, MemberErase::Params{house.moderator, false, "why"});
  }
  for (const auto kind : {kCop, kGroup, kNews, kDirect}) CHECK(house.powers(house.moderator, kind) == ".......");
  CHECK(domain::streams_of(c.state, house.moderator, c.now).empty());
  CHECK_FALSE(domain::may_see_desk(c.state, house.moderator, c.cop, c.now));
  CHECK_FALSE(domain::may_see_stream(c.state, house.moderator, StreamKey::community(), c.now));
  CHECK_FALSE(domain::may_see_stream(c.state, house.moderator, StreamKey::member(house.moderator), c.now));
}

TEST_CASE("a ban alone hides a room, should its member still be in it") {
  House house;
  auto& c = house.c;
  const Sanction ban{.id = SanctionId{1}, .member = house.inside, .kind = SanctionKind::ban, .room = house.group};
  domain::evolve(c.state, domain::RowChange(ban));
  CHECK_FALSE(domain::may_read(c.state, house.inside, house.group, c.now));
  CHECK_FALSE(domain::may_see_stream(c.state, house.inside, StreamKey::room(house.group), c.now));
  CHECK(domain::may_read(c.state, house.inside, c.cop, c.now));
}

TEST_CASE("what one may not see is answered like what does not exist") {
  House house;
  auto& c = house.c;
  const auto hidden = c.say(house.inside, house.group).message;
  const auto whispered = c.say(house.inside, house.direct).message;
  const MessageId none{999};
  for (const auto id : {hidden, whispered, none}) {
    CAPTURE(id.value);
    CHECK(c.would(house.stranger, MessageReact::Params{id, "👍", true}) == "not_found");
    CHECK(c.would(house.stranger, MessageEdit::Params{.message = id, .text = "x"}) == "not_found");
    CHECK(c.would(house.stranger, MessageRemove::Params{id, "why"}) == "not_found");
    CHECK(c.would(house.stranger, MessageReport::Params{id, "why"}) == "not_found");
    CHECK(c.would(house.stranger, MessagePin::Params{id, true}) == "not_found");
  }
  for (const auto room : {house.group, house.direct, RoomId{999}}) {
    CAPTURE(room.value);
    CHECK(c.would(house.stranger, RoomJoin::Params{room}) == "not_found");
    CHECK(c.would(house.stranger, RoomLeave::Params{room}) == "not_found");
    CHECK(c.would(house.stranger, MessagePost::Params{.room = room, .text = "x"}) == "not_found");
    CHECK(c.would(house.stranger, MemberMute::Params{house.inside, room, "why", 1}) == "not_found");
    CHECK(c.would(house.stranger, RoomAddMember::Params{room, house.stranger}) == "not_found");
  }
  for (const auto thread : {house.threads[kGroup], ThreadId{999}}) {
    CAPTURE(thread.value);
    CHECK(c.would(house.stranger, ThreadUpdate::Params{.thread = thread, .title = "x"}) == "not_found");
    CHECK(c.would(house.stranger, ThreadLock::Params{thread, true, {}}) == "not_found");
    CHECK(c.would(house.stranger, ThreadMove::Params{thread, c.cop, "why"}) == "not_found");
    // Named with a room that they are in, a thread of another room is still none.
    CHECK(c.would(house.inside, MessagePost::Params{.room = c.news, .thread = thread, .text = "x"}) == "not_found");
  }
}

TEST_CASE("streams are those of the rooms one is in and of the desks that one may see") {
  House house;
  auto& c = house.c;
  const auto of = [&](MemberId member) {
    std::string names;
    auto streams = domain::streams_of(c.state, member, c.now);
    std::ranges::sort(streams);
    for (const auto stream : streams) names += domain::to_name(stream) + ' ';
    return names;
  };
  // 1 the CoP, 2 the news, 3 the group, 4 the conversation
  CHECK(of(house.stranger) == "community me ");
  CHECK(of(house.inside) == "community room:1 room:2 room:3 room:4 me ");
  CHECK(of(house.moderator) == "community room:1 room:2 room:3 room:4 desk:1 desk:2 desk:3 me ");
  CHECK(of(c.admin) == "community desk:0 desk:1 desk:2 desk:3 me ");
  CHECK_FALSE(domain::may_see_stream(c.state, house.inside, StreamKey::member(house.moderator), c.now));
}

TEST_CASE("in a closed room one reads, reacts no more, and still takes back one's own words") {
  House house;
  auto& c = house.c;
  const auto words = c.say(house.inside, house.group);
  std::string expected;
  SUBCASE("archived") {
    c.must(c.admin, RoomArchive::Params{house.group, true, {}});
    expected = "room_archived";
  }
  SUBCASE("past its end") {
    c.must(c.admin, RoomUpdate::Params{.room = house.group, .ends_at = Time{c.now.value + day_ms}});
    c.pass(day_ms - 1);
    CHECK(c.would(house.inside, MessagePost::Params{.room = house.group, .text = "x"}) == "done");
    c.pass(1);
    expected = "room_read_only";
  }
  SUBCASE("past its end and housekept") {
    c.must(c.admin, RoomUpdate::Params{.room = house.group, .ends_at = Time{c.now.value + day_ms}});
    c.pass(day_ms);
    c.must({}, domain::Housekeep{});
    CHECK(c.state.room(house.group)->room.archived);
    expected = "room_read_only";
  }
  const auto thread = house.threads[kGroup];
  const std::vector<domain::Payload> refused{
      MessagePost::Params{.room = house.group, .text = "x"},
      MessagePost::Params{.room = house.group, .thread = thread, .text = "x"},
      ThreadCreate::Params{.room = house.group, .title = "x", .text = "x"},
      MessageEdit::Params{.message = words.message, .base_rev = words.rev, .text = "x"},
      MessageReact::Params{words.message, "👍", true},
  };
  for (const auto& payload : refused) CHECK(c.would(house.inside, payload) == expected);
  CHECK(c.would(house.moderator, MessagePost::Params{.room = house.group, .text = "x"}) == expected);
  CHECK(c.would(house.moderator, ThreadLock::Params{thread, true, {}}) == expected);
  CHECK(c.would(house.moderator, MessagePin::Params{words.message, true}) == expected);
  CHECK(c.would(house.moderator, ThreadUpdate::Params{.thread = thread, .status = ThreadStatus::closed}) == expected);

  CHECK(domain::may_read(c.state, house.inside, house.group, c.now));
  CHECK(c.would(house.inside, ReadMarkSet::Params{.room = house.group, .index = Index{1}}) == "done");
  CHECK(c.would(house.inside, MessageRemove::Params{words.message, {}}) == "done");
  CHECK(c.would(house.moderator, MessageRemove::Params{words.message, "why"}) == "done");
  CHECK(c.would(house.inside, RoomLeave::Params{house.group}) == "done");
}

TEST_CASE("a group that gets a new end is open again") {
  House house;
  auto& c = house.c;
  c.must(c.admin, RoomUpdate::Params{.room = house.group, .ends_at = Time{c.now.value + day_ms}});
  c.pass(2 * day_ms);
  c.must({}, domain::Housekeep{});
  CHECK(c.would(house.moderator, RoomUpdate::Params{.room = house.group, .ends_at = Time{}}) == "not_allowed");
  CHECK(c.would(c.admin, RoomUpdate::Params{.room = house.group, .ends_at = c.now}) == "argument_bad");
  c.must(c.admin, RoomUpdate::Params{.room = house.group, .ends_at = Time{c.now.value + day_ms}});
  CHECK(c.would(house.inside, MessagePost::Params{.room = house.group, .text = "x"}) == "done");
}
