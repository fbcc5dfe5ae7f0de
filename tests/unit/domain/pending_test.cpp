#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// A CoP where a newcomer's first post waits, with a thread and a waiting post of Ana's.
struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    ana = c.join("Ana");
    ben = c.join("Ben");
    c.post(ben);
    thread = c.start(moderator).thread;
    c.must(moderator, RoomUpdate::Params{.room = c.cop, .approve_first_post = true});
    waiting = c.post(ana, "Hello").pending;
  }
  std::size_t waits(MemberId member) const { return c.content.pending_of(member, c.cop).size(); }

  Community c;
  MemberId moderator, ana, ben;
  ThreadId thread;
  PendingId waiting;
};

}  // namespace

TEST_CASE("only a newcomer's posts wait") {
  Scene s;
  const auto admin = s.c.administrator("Second Admin");
  s.c.must(admin, RoomJoin::Params{s.c.cop});
  struct Case {
    std::string who;
    MemberId by;
    bool waits;
  };
  for (const auto& one : std::vector<Case>{{"a newcomer", s.ana, true},
                                           {"who has posted before", s.ben, false},
                                           {"a moderator", s.moderator, false},
                                           {"an administrator", admin, false}}) {
    CAPTURE(one.who);
    CHECK(bool(s.c.post(one.by).pending) == one.waits);
    CHECK(bool(s.c.start(one.by).pending) == one.waits);
    CHECK(bool(s.c.reply(one.by, s.thread).pending) == one.waits);
  }
  const auto other = s.c.open_room(RoomKind::cop, "sanitation", {s.moderator});
  s.c.must(s.ana, RoomJoin::Params{other});
  CHECK_FALSE(s.c.say(s.ana, other).pending);
}

TEST_CASE("a waiting post is nowhere but on the desk and in its author's stream") {
  Scene s;
  const auto held = s.c.must(s.ana, MessagePost::Params{.room = s.c.cop, .text = "Secret", .mentions = std::vector{s.ben}});
  CHECK(rows_of<Message>(held) == 0);
  CHECK(rows_of<domain::NotificationRecord>(held) == 0);
  for (const auto& announcement : held.announcements) {
    const bool right =
        announcement.stream == domain::StreamKey::desk(s.c.cop) || announcement.stream == domain::StreamKey::member(s.ana);
    CHECK(right);
  }
  CHECK(held.announcements.size() == 2);
}

TEST_CASE("an approved post enters the room as its author's, dated now, and tells whom it addresses") {
  Scene s;
  const auto held =
      s.c.must(s.ana, MessagePost::Params{.room = s.c.cop, .thread = s.thread, .text = "Look", .mentions = std::vector{s.ben}});
  s.c.pass(minute_ms);
  const auto posted = reply_of<Posted>(s.c.must(s.moderator, PendingApprove::Params{reply_of<Posted>(held).pending}));
  const auto& message = s.c.message(posted.message);
  CHECK(message.by == s.ana);
  CHECK(message.text == "Look");
  CHECK(message.thread == s.thread);
  CHECK(message.at == s.c.now);
  CHECK(s.c.newest_notification(s.ben).kind == NotificationKind::mention);
  CHECK(s.c.newest_notification(s.ana).kind == NotificationKind::post_approved);
  // From now on she is no newcomer; what waits already still does.
  CHECK_FALSE(s.c.post(s.ana).pending);
  CHECK(s.waits(s.ana) == 1);
}

TEST_CASE("an approved thread starts with its title, kind and outcome") {
  Scene s;
  const Outcome outcome{Rung::capacity_applied, "NRW", "40 %", "31 %"};
  const ThreadCreate::Params create{
      .room = s.c.cop, .title = "Night flow", .kind = ThreadKind::best_practice, .text = "We did", .outcome = outcome};
  const auto held = reply_of<Posted>(s.c.must(s.ana, create)).pending;
  const auto posted = reply_of<Posted>(s.c.must(s.moderator, PendingApprove::Params{held}));
  const auto& thread = s.c.thread(posted.thread);
  CHECK(thread.title == "Night flow");
  CHECK(thread.kind == ThreadKind::best_practice);
  CHECK(thread.outcome == outcome);
  CHECK(thread.by == s.ana);
}

TEST_CASE("a rejected post leaves no text; its author gets the reason and stays a newcomer") {
  Scene s;
  CHECK(s.c.would(s.moderator, PendingReject::Params{s.waiting, ""}) == "argument_missing");
  s.c.must(s.moderator, PendingReject::Params{s.waiting, "advertising"});
  const auto& stub = s.c.content.pending_posts.at(s.waiting);
  CHECK(stub.decided);
  CHECK(stub.text.empty());
  const auto told = s.c.newest_notification(s.ana);
  CHECK(told.kind == NotificationKind::post_rejected);
  CHECK(told.text == "advertising");
  CHECK(s.c.post(s.ana).pending);
}

TEST_CASE("a waiting post is decided once, by a moderator of its room") {
  Scene s;
  const auto elsewhere = s.c.join("Elsewhere");
  s.c.open_room(RoomKind::cop, "sanitation", {elsewhere});
  const PendingApprove::Params approve{s.waiting};
  const PendingReject::Params reject{s.waiting, "why"};
  for (const auto by : {s.ana, s.ben, elsewhere}) {
    CHECK(s.c.would(by, approve) == "not_found");
    CHECK(s.c.would(by, reject) == "not_found");
  }
  CHECK(s.c.would(s.c.admin, approve) == "done");
  s.c.must(s.moderator, approve);
  CHECK(s.c.would(s.moderator, approve) == "already_decided");
  CHECK(s.c.would(s.c.admin, reject) == "already_decided");
  CHECK(s.c.would(s.moderator, PendingApprove::Params{PendingId{999}}) == "not_found");
}

TEST_CASE("who goes takes what waits along") {
  Scene s;
  SUBCASE("leaves the room") {
    s.c.must(s.ana, RoomLeave::Params{s.c.cop});
  }
  SUBCASE("leaves the community") {
    s.c.must(s.ana, AccountLeave::Params{});
  }
  SUBCASE("is put out") {
    s.c.must(s.moderator, RoomRemoveMember::Params{s.c.cop, s.ana, "why"});
  }
  SUBCASE("is banned") {
    s.c.must(s.moderator, MemberBan::Params{s.ana, s.c.cop, "why", 5});
  }
  SUBCASE("is erased") {
    s.c.must(s.c.admin, MemberErase::Params{s.ana, false, "why"});
  }
  CHECK(s.waits(s.ana) == 0);
  CHECK(s.c.content.pending_posts.at(s.waiting).text.empty());
  CHECK(s.c.would(s.moderator, PendingApprove::Params{s.waiting}) == "already_decided");
}

TEST_CASE("at most five posts of a member wait in a room") {
  Scene s;
  for (std::size_t i = 1; i < limits::pending_posts; ++i) s.c.post(s.ana);
  const MessagePost::Params another{.room = s.c.cop, .text = "x"};
  CHECK(s.c.would(s.ana, another) == "too_many");
  s.c.must(s.moderator, PendingReject::Params{s.waiting, "why"});
  CHECK(s.c.would(s.ana, another) == "done");
}

TEST_CASE("a reply that waits is not approved into a thread that was closed meanwhile, but into a locked one") {
  Scene s;
  const auto held = s.c.reply(s.ana, s.thread).pending;
  s.c.must(s.moderator, ThreadLock::Params{s.thread, true, {}});
  CHECK(s.c.would(s.moderator, PendingApprove::Params{held}) == "done");
  s.c.must(s.moderator, ThreadUpdate::Params{.thread = s.thread, .status = ThreadStatus::closed});
  CHECK(s.c.would(s.moderator, PendingApprove::Params{held}) == "thread_closed");
  CHECK(s.c.would(s.moderator, PendingReject::Params{held, "closed"}) == "done");
}

TEST_CASE("slow mode counts what waits from when it was written, not from its approval") {
  Scene s;
  s.c.must(s.moderator, RoomUpdate::Params{.room = s.c.cop, .slow_mode_s = 30});
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "slow_mode");
  s.c.pass(29'999);
  s.c.must(s.moderator, PendingApprove::Params{s.waiting});
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "slow_mode");
  s.c.pass(1);
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "done");
}
