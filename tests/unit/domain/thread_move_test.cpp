#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// A thread of three messages in the CoP, between two chat messages; another CoP where something has been said too.
struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    to = c.open_room(RoomKind::cop, "sanitation", {moderator});
    ana = both("Ana");
    ben = both("Ben");
    only_here = c.join("Cho");
    c.post(ana);
    thread = c.start(ana, ThreadKind::question).thread;
    c.reply(ben, thread);
    answer = c.reply(ben, thread).message;
    c.post(ana);
    c.say(ana, to);
    c.say(moderator, to);
  }
  MemberId both(const std::string& name) {
    const auto member = c.join(name);
    c.must(member, RoomJoin::Params{to});
    return member;
  }
  void move(RoomId room) { c.must(moderator, ThreadMove::Params{thread, room, "belongs there"}); }
  void read(MemberId member, std::int64_t index) {
    c.must(member, ReadMarkSet::Params{.room = c.thread(thread).room, .thread = thread, .index = Index{index}});
  }

  Community c;
  RoomId to;
  MemberId moderator, ana, ben, only_here;
  ThreadId thread;
  MessageId answer;
};

}  // namespace

TEST_CASE("a thread with a damaged message does not move: the message would be left behind") {
  for (const Index damaged : {Index{1}, Index{2}, Index{3}}) {
    CAPTURE(damaged.value);
    Scene s;
    const auto is_damaged = [&](const auto& entry) { return entry.second.thread == s.thread && entry.second.index == damaged; };
    std::erase_if(s.c.content.messages, is_damaged);
    CHECK(s.c.would(s.moderator, ThreadMove::Params{s.thread, s.to, "why"}) == "not_allowed");
  }
}

TEST_CASE("a moderator of both rooms moves a thread, nobody else") {
  Scene s;
  const auto group = s.c.open_room(RoomKind::group, "river-group", {s.moderator});
  const auto here = s.c.moderator("Here");
  const auto there = s.c.join("There");
  s.c.must(s.c.admin, RoomAppoint::Params{s.to, there});
  const auto direct = s.c.direct(s.moderator, s.ana);
  struct Case {
    std::string who;
    MemberId by;
    RoomId room;
    std::string expected;
  };
  const std::vector<Case> cases{{"the author", s.ana, s.to, "not_allowed"},
                                {"a moderator of the old room", here, s.to, "not_allowed"},
                                {"a moderator of the new room", there, s.to, "not_allowed"},
                                {"a moderator of both", s.moderator, s.to, "done"},
                                {"an administrator", s.c.admin, s.to, "done"},
                                {"into a group", s.moderator, group, "done"},
                                {"into a group unseen", here, group, "not_found"},
                                {"into a conversation", s.moderator, direct, "not_allowed"},
                                {"nowhere", s.moderator, RoomId{999}, "not_found"}};
  for (const auto& one : cases) {
    CAPTURE(one.who);
    CHECK(s.c.would(one.by, ThreadMove::Params{s.thread, one.room, "why"}) == one.expected);
  }
  CHECK(s.c.would(s.moderator, ThreadMove::Params{s.thread, s.to, ""}) == "argument_missing");
  CHECK(rows_of<Message>(s.c.must(s.moderator, ThreadMove::Params{s.thread, s.c.cop, "why"})) == 0);
  s.c.must(s.c.admin, RoomArchive::Params{s.to, true, {}});
  CHECK(s.c.would(s.moderator, ThreadMove::Params{s.thread, s.to, "why"}) == "room_archived");
}

TEST_CASE("messages take the next numbers of the new room and keep their indexes and ids; the old numbers stay taken") {
  Scene s;
  s.c.must(s.moderator, MessagePin::Params{s.answer, true});
  s.c.must(s.moderator, ThreadPin::Params{s.thread, true});
  s.c.must(s.ana, ThreadAnswer::Params{s.thread, s.answer});
  s.move(s.to);
  const auto messages = s.c.content.thread_messages(s.thread, 10);
  REQUIRE(messages.size() == 3);
  for (std::int64_t i = 0; i < 3; ++i) {
    const auto& message = messages[static_cast<std::size_t>(i)];
    CHECK(message.room == s.to);
    CHECK(message.number == Number{3 + i});
    CHECK(message.index == Index{1 + i});
    CHECK_FALSE(message.pinned);
    CHECK(s.c.content.gone.contains({s.c.cop, Number{2 + i}}));
  }
  const auto& thread = s.c.thread(s.thread);
  CHECK(thread.room == s.to);
  CHECK(thread.last_number == Number{5});
  CHECK(thread.answer == s.answer);
  CHECK_FALSE(thread.pinned);
  CHECK(s.c.post(s.ana).number == Number{6});
  CHECK(s.c.reply(s.ben, s.thread).number == Number{6});
  CHECK(s.c.state.room(s.c.cop)->threads == 0);
  CHECK(s.c.state.room(s.to)->threads == 1);
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .thread = s.thread, .text = "x"}) == "not_found");
  CHECK(s.c.would(s.only_here, ThreadUpdate::Params{.thread = s.thread, .title = "x"}) == "not_found");
}

TEST_CASE("what has left counts as read for everybody, what has come as far as each had read it") {
  struct Case {
    std::int64_t read;  ///< of three
    std::int64_t unread_before, unread_after_here, unread_after_there;
  };
  // Ben has read his own two replies only where he had read everything before them.
  for (const auto& one : std::vector<Case>{{0, 5, 2, 5}, {1, 4, 2, 4}, {3, 2, 2, 2}}) {
    CAPTURE(one.read);
    Scene s;
    const auto dan = s.both("Dan");  // came after everything was said: all of it counts as read
    const auto eve = s.c.join("Eve");
    s.c.must(s.only_here, RoomJoin::Params{s.to});
    if (one.read) s.read(s.only_here, one.read);
    CHECK(s.c.unread(s.only_here, s.c.cop) == one.unread_before);
    CHECK(s.c.unread(s.only_here, s.to) == 0);
    s.move(s.to);
    CHECK(s.c.unread(s.only_here, s.c.cop) == one.unread_after_here);
    CHECK(s.c.unread(s.only_here, s.to) == one.unread_after_there - 2);
    CHECK(s.c.unread(dan, s.c.cop) == 0);
    CHECK(s.c.unread(eve, s.c.cop) == 0);
    s.read(s.only_here, 3);
    CHECK(s.c.unread(s.only_here, s.to) == 0);
  }
}

TEST_CASE("a thread that moves there and back leaves nothing unread that was read, and nobody below zero") {
  Scene s;
  s.read(s.ana, 3);
  s.read(s.only_here, 1);
  std::vector<std::int64_t> before;
  for (const auto member : {s.ana, s.ben, s.only_here}) before.push_back(s.c.unread(member, s.c.cop));
  s.move(s.to);
  s.move(s.c.cop);
  std::vector<std::int64_t> after;
  for (const auto member : {s.ana, s.ben, s.only_here}) after.push_back(s.c.unread(member, s.c.cop));
  CHECK(after == before);
  CHECK(s.c.unread(s.ana, s.to) >= 0);
}

TEST_CASE("a waiting reply to a thread that has moved cannot be approved any more, only rejected") {
  Scene s;
  s.c.must(s.moderator, RoomUpdate::Params{.room = s.c.cop, .approve_first_post = true});
  const auto waiting = s.c.reply(s.only_here, s.thread).pending;
  REQUIRE(waiting);
  s.move(s.to);
  CHECK(s.c.would(s.moderator, PendingApprove::Params{waiting}) == "conflict");
  CHECK(s.c.would(s.moderator, PendingReject::Params{waiting, "moved"}) == "done");
}
