#include <doctest/doctest.h>

#include "tests/integration/community.hpp"

namespace standpipe::test {

namespace {

MemberMute::Params mute(const Person& person, RoomId room, std::int64_t minutes = 60) {
  return {person.id, room, "please calm down", minutes};
}

}  // namespace

TEST_CASE("a muted member's post is refused with the reason and the time, and the mute can be lifted") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  community.appoint(mod, "water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  const RoomId room = community.room("water-distribution");
  const auto sanctioned = m.ask<MemberMute>(mute(amina, room));
  const auto answer = a.call(MessagePost::name, Peer::text_of<MessagePost>({room, {}, "but", {}, {}, {}}, ""));
  const auto& data = answer.at("error").at("data");
  CHECK(data.at("code").as_string() == "muted");
  CHECK(data.at("reason").as_string() == "please calm down");
  CHECK(data.at("until").as_int64() == sanctioned.until.value);
  CHECK(a.event([](const Change& c) { return c.sanction.has_value(); }).sanction->reason == "please calm down");
  m.ask<SanctionLift>({sanctioned.sanction, "settled"});
  CHECK_NOTHROW(a.ask<MessagePost>({room, {}, "thank you", {}, {}, {}}));
}

TEST_CASE("a ban ends the room's events at once, and nothing of the room can be read any more") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  community.appoint(mod, "water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  const RoomId room = community.room("water-distribution");
  m.ask<MemberBan>({amina.id, room, "spam", 0});
  m.ask<MessagePost>({room, {}, "after the ban", {}, {}, {}});
  for (const Change& change : a.events(std::chrono::milliseconds(400))) CHECK_FALSE(change.message);
  REQUIRE_FALSE(a.notices.empty());
  CHECK(a.notices.front().first == "left");
  CHECK(a.notices.front().second.at("code").as_string() == "banned");
  CHECK(a.notices.front().second.at("reason").as_string() == "spam");
  CHECK_FALSE(a.no<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}}).empty());
  CHECK(a.no<RoomJoin>({room}) == "banned");
}

TEST_CASE("a suspension ends the member's sessions, and log-in says why and until when") {
  Community community;
  const Person amina = community.add("Amina");
  Peer admin = community.online(community.administrator());
  Peer a = community.online(amina);
  admin.ask<MemberSuspend>({amina.id, "abuse", 60});
  CHECK(a.closed() == 4403);
  const auto reply =
      http(community.port(), "POST", "/api/login", R"({"email":")" + amina.email + R"(","password":")" + password + "\"}");
  CHECK(reply.status == 403);
  CHECK(reply.json().at("error").at("code").as_string() == "suspended");
  CHECK(reply.json().at("error").at("reason").as_string() == "abuse");
}

TEST_CASE("nobody acts on an equal or a higher rank") {
  Community community;
  const Person one = community.add("One");
  const Person two = community.add("Two");
  community.appoint(one, "water-distribution");
  community.appoint(two, "water-distribution");
  Peer o = community.online(one);
  const RoomId room = community.room("water-distribution");
  CHECK(o.no<MemberMute>(mute(two, room)) == "rank_too_low");
  CHECK(o.no<MemberMute>(mute(community.administrator(), room)) == "rank_too_low");
  Peer admin = community.online(community.administrator());
  CHECK(admin.no<AccountLeave>({}) == "last_administrator");
}

TEST_CASE("a newcomer's first post waits for a moderator, and enters the room when it is approved") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  community.appoint(mod, "water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const RoomId room = community.room("water-distribution");
  RoomUpdate::Params settings;
  settings.room = room;
  settings.approve_first_post = true;
  m.ask<RoomUpdate>(settings);
  const Posted waits = a.ask<MessagePost>({room, {}, "my first words", {}, {}, {}});
  CHECK(waits.pending);
  CHECK_FALSE(waits.message);
  for (const Change& change : l.events(std::chrono::milliseconds(300))) CHECK_FALSE((change.message || change.pending));
  CHECK(m.event([](const Change& c) { return c.pending.has_value(); }).pending->text == "my first words");
  m.ask<PendingApprove>({waits.pending});
  CHECK(l.event(says("my first words")).message->by == amina.id);
  CHECK(a.ask<MessagePost>({room, {}, "my second", {}, {}, {}}).message);
}

TEST_CASE("a report reaches the moderators, and who reported learns what became of it") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  community.appoint(mod, "water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const RoomId room = community.room("water-distribution");
  const Posted posted = a.ask<MessagePost>({room, {}, "Buy my pumps!", {}, {}, {}});
  l.ask<MessageReport>({posted.message, "advertising"});
  CHECK(l.no<MessageReport>({posted.message, "advertising"}) == "already_reported");
  const auto reports = m.ask<ReportList>({room, {}, {}, {}});
  REQUIRE(reports.reports.size() == 1);
  m.ask<MessageRemove>({posted.message, std::string("advertising")});
  m.ask<ReportResolve>({reports.reports[0].id, true, "removed"});
  CHECK(l.event([](const Change& c) {
           return c.notification && c.notification->kind == NotificationKind::report_resolved;
         }).notification);
  CHECK(a.event([](const Change& c) {
           return c.notification && c.notification->kind == NotificationKind::message_removed;
         }).notification->text == "advertising");
  const auto log = m.ask<AuditList>({room, {}, {}, {}});
  CHECK(log.entries.size() >= 2);
}

TEST_CASE("a thread moves with its messages, and both rooms' members see it right") {
  Community community;
  const Person mod = community.add("Mod", {"water-distribution", "asset-management"});
  const Person amina = community.add("Amina", {"water-distribution"});
  const Person luis = community.add("Luis", {"asset-management"});
  community.appoint(mod, "water-distribution");
  community.appoint(mod, "asset-management");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const RoomId from = community.room("water-distribution");
  const RoomId to = community.room("asset-management");
  const Posted opened = a.ask<ThreadCreate>({from, "Registers", ThreadKind::question, "Which one?", {}, {}, {}});
  a.ask<MessagePost>({from, opened.thread, "Nobody?", {}, {}, {}});
  m.ask<ThreadMove>({opened.thread, to, "belongs there"});
  CHECK(l.event(says("Nobody?")).message->room == to);
  CHECK(a.event([&](const Change& c) { return c.thread && c.thread->gone; }).thread->id == opened.thread);
  CHECK(l.ask<ThreadGet>({opened.thread}).threads.size() == 1);
  CHECK(a.no<ThreadGet>({opened.thread}) == "not_found");
  const auto rooms = a.ask<RoomList>({});
  for (std::size_t i = 0; i < rooms.rooms.size(); ++i) {
    if (rooms.rooms[i].id == from) CHECK(rooms.heads[i].unread == 0);
  }
}

}  // namespace standpipe::test
