#include <doctest/doctest.h>

#include "tests/integration/community.hpp"

/// Who may write where, and when.
namespace standpipe::test {

namespace {

/// A room with a moderator and two members.
struct Room {
  Community community;
  Person mod = community.add("Mod");
  Person amina = community.add("Amina");
  Person luis = community.add("Luis");
  RoomId id = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  Peer m = moderator();
  Peer a = community.online(amina);
  Peer l = community.online(luis);

  Peer moderator() {
    community.appoint(mod, "water-distribution");
    return community.online(mod);
  }
};

auto notified(NotificationKind kind) {
  return [kind](const Change& change) { return change.notification && change.notification->kind == kind; };
}

}  // namespace

TEST_CASE("waiting posts are turned down with a reason, withdrawn by who leaves, and threads wait like messages") {
  Room r;
  r.m.ask<RoomUpdate>({.room = r.id, .approve_first_post = true});
  const auto bad = r.a.ask<MessagePost>(to_chat(r.id, "buy my pumps"));
  r.m.ask<PendingReject>({bad.pending, "advertising"});
  CHECK(r.a.event(notified(NotificationKind::post_rejected)).notification->text == "advertising");
  CHECK(r.a.event([&](const Change& c) { return c.pending && c.pending->decided; }).pending->id == bad.pending);
  CHECK(refusal<PendingApprove>(r.m, {bad.pending}).code == "already_decided");

  const auto thread = r.a.ask<ThreadCreate>({r.id, "Step tests", ThreadKind::question, "At night?", {}, {}, {}});
  CHECK(thread.pending);
  CHECK(r.l.ask<ThreadList>({r.id, {}, {}, {}, {}, {}, {}, {}, {}}).threads.empty());
  const auto let_in = r.m.ask<PendingApprove>({thread.pending});
  CHECK(r.l.event([](const Change& c) { return c.thread.has_value(); }).thread->title == "Step tests");
  CHECK(r.l.event(says("At night?")).message->by == r.amina.id);
  CHECK(r.a.event(notified(NotificationKind::post_approved)).notification->message == let_in.message);
  CHECK(r.a.ask<MessagePost>(to_chat(r.id, "no need to wait any more")).message);

  const auto left = r.l.ask<MessagePost>(to_chat(r.id, "and me?"));
  r.l.ask<RoomLeave>({r.id});
  CHECK(r.m.ask<PendingList>({r.id}).pending.empty());
  CHECK_FALSE(refusal<PendingApprove>(r.m, {left.pending}).code.empty());
  CHECK(r.m.ask<MessagePost>(to_chat(r.id, "moderators never wait")).message);
}

TEST_CASE("slow mode keeps members apart by its time, in chat and threads together, but not moderators") {
  Room r;
  r.m.ask<RoomUpdate>({.room = r.id, .slow_mode_s = 2});
  const auto first = r.a.ask<MessagePost>(to_chat(r.id, "one"));
  const auto wait = refusal<ThreadCreate>(r.a, {r.id, "Two", ThreadKind::discussion, "two", {}, {}, {}});
  CHECK(wait.code == "slow_mode");
  CHECK(wait.retry_after_ms > 0);
  CHECK(wait.retry_after_ms <= 2000);
  CHECK(r.a.no<MessageEdit>({first.message, first.rev, "one, mended", {}, {}}).empty());
  CHECK(r.l.no<MessagePost>(to_chat(r.id, "another member")).empty());
  for (int i = 0; i < 3; ++i) CHECK(r.m.no<MessagePost>(to_chat(r.id, "a moderator")).empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(wait.retry_after_ms));
  CHECK(r.a.no<MessagePost>(to_chat(r.id, "two")).empty());
}

TEST_CASE("a locked thread takes moderators' replies alone, and what a moderator closes its author does not open") {
  Room r;
  const auto opened = r.a.ask<ThreadCreate>({r.id, "Valves", ThreadKind::discussion, "Which?", {}, {}, {}});
  const MessagePost::Params reply{r.id, opened.thread, "These.", {}, {}, {}};
  const auto earlier = r.l.ask<MessagePost>(reply);
  r.m.ask<ThreadLock>({opened.thread, true, "is settled"});
  CHECK(r.l.event([](const Change& c) { return c.thread && c.thread->locked; }).thread->id == opened.thread);
  CHECK(r.l.no<MessagePost>(reply) == "thread_locked");
  CHECK(r.a.no<MessagePost>(reply) == "thread_locked");
  CHECK(r.l.no<MessageEdit>({earlier.message, earlier.rev, "Those.", {}, {}}) == "thread_locked");
  CHECK(r.a.no<ThreadUpdate>({opened.thread, "Mine", {}, {}, {}, {}}) == "thread_locked");
  CHECK(r.m.no<MessagePost>(reply).empty());
  r.m.ask<ThreadLock>({opened.thread, false, {}});
  CHECK(r.l.no<MessagePost>(reply).empty());

  r.m.ask<ThreadUpdate>({opened.thread, {}, {}, ThreadStatus::closed, {}, {}});
  CHECK(r.a.no<ThreadUpdate>({opened.thread, {}, {}, ThreadStatus::open, {}, {}}) == "thread_locked");
  CHECK(r.a.no<MessagePost>(reply) == "thread_closed");
  r.m.ask<ThreadUpdate>({opened.thread, {}, {}, ThreadStatus::open, {}, {}});
  CHECK(r.a.no<MessagePost>(reply).empty());
  CHECK(r.a.no<ThreadUpdate>({opened.thread, {}, {}, ThreadStatus::archived, {}, {}}) == "argument_bad");
}

TEST_CASE("in an announcement room moderators start, and whoever has joined replies") {
  Room r;
  const auto news = r.admin.ask<RoomCreate>({RoomKind::announcement, "news", "News", {}, {}, std::vector{r.mod.id}}).room;
  CHECK(r.a.event([&](const Change& c) { return c.room && c.room->id == news; }).stream == "community");
  CHECK(r.a.no<MessagePost>(to_chat(news, "may I?")) == "not_a_member");
  r.a.ask<RoomJoin>({news});
  CHECK(r.a.no<MessagePost>(to_chat(news, "may I?")) == "not_allowed");
  CHECK(r.a.no<ThreadCreate>({news, "Me", ThreadKind::event, "me", {}, {}, {}}) == "not_allowed");
  const auto told = r.m.ask<ThreadCreate>({news, "World water day", ThreadKind::event, "On 22 March.", {}, {}, {}});
  CHECK(r.a.event(says("On 22 March.")).message->thread == told.thread);
  CHECK(r.a.no<MessagePost>({news, told.thread, "We will come.", {}, {}, {}}).empty());
  CHECK(r.m.event(says("We will come.")).message->by == r.amina.id);
}

TEST_CASE("an archived room and a group past its end can be read, and nothing in them can be changed") {
  Room r;
  const auto posted = r.a.ask<MessagePost>(to_chat(r.id, "while it is open"));
  const auto opened = r.a.ask<ThreadCreate>({r.id, "Valves", ThreadKind::discussion, "Which?", {}, {}, {}});
  r.admin.ask<RoomArchive>({r.id, true, "has done its work"});
  CHECK(r.a.event([](const Change& c) { return c.room && c.room->archived; }).room->id == r.id);
  for (auto* peer : {&r.a, &r.m}) {
    CHECK(peer->no<MessagePost>(to_chat(r.id, "too late")) == "room_archived");
    CHECK(peer->no<MessageReact>({posted.message, "👍", true}) == "room_archived");
    CHECK(peer->no<ThreadUpdate>({opened.thread, "New", {}, {}, {}, {}}) == "room_archived");
    CHECK(peer->ask<MessageHistory>({r.id, {}, {}, {}, {}, {}, {}, {}}).messages.size() == 1);
  }
  CHECK(r.a.no<MessageEdit>({posted.message, posted.rev, "later", {}, {}}) == "room_archived");
  CHECK(r.m.no<MessagePin>({posted.message, true}) == "room_archived");
  r.admin.ask<RoomArchive>({r.id, false, {}});
  CHECK(r.a.no<MessagePost>(to_chat(r.id, "open again")).empty());

  Peer now(r.community.port(), r.amina.token);
  const Time ends{now.ask<Hello>({}).now.value + 1500};
  const auto group = r.admin.ask<RoomCreate>({RoomKind::group, "short", "Short", {}, ends, std::vector{r.mod.id}}).room;
  CHECK(r.m.no<MessagePost>(to_chat(group, "while it lasts")).empty());
  CHECK(eventually([&] { return r.m.no<MessagePost>(to_chat(group, "more")) == "room_read_only"; }));
  CHECK_FALSE(r.m.ask<MessageHistory>({group, {}, {}, {}, {}, {}, {}, {}}).messages.empty());
}

TEST_CASE("what one is notified of in a room is as one chose") {
  Room r;
  const auto opened = r.a.ask<ThreadCreate>({r.id, "Valves", ThreadKind::discussion, "Which?", {}, {}, {}});
  const auto unseen = [&] { return r.a.ask<NotificationList>({}).unseen; };
  const MessagePost::Params reply{r.id, opened.thread, "These.", {}, {}, {}};
  const MessagePost::Params mention{r.id, opened.thread, "Yours!", {}, {}, std::vector{r.amina.id}};
  r.l.ask<MessagePost>(reply);
  CHECK(unseen() == 1);
  r.a.ask<RoomNotify>({r.id, NotifyLevel::mentions});
  r.l.ask<MessagePost>(reply);
  CHECK(unseen() == 1);
  r.l.ask<MessagePost>(mention);
  CHECK(unseen() == 2);
  r.a.ask<RoomNotify>({r.id, NotifyLevel::none});
  r.l.ask<MessagePost>(mention);
  r.l.ask<MessagePost>(reply);
  CHECK(unseen() == 2);
}

}  // namespace standpipe::test
