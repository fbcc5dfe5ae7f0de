#include <doctest/doctest.h>

#include "tests/integration/refusals.hpp"

/// Refusals of what is asked for.
namespace standpipe::test {

void refuse_in_rooms(Refusals& refusals, Community& community) {
  const Person mod = community.add("Mod", {"water-quality-treatment"});
  const Person amina = community.add("Amina", {"water-quality-treatment"});
  const Person luis = community.add("Luis", {"asset-management"});
  community.appoint(mod, "water-quality-treatment");
  const RoomId room = community.room("water-quality-treatment");
  Peer admin = community.online(community.administrator());
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);

  CHECK(refusals.rpc<MessageHistory>(ErrorCode::not_found, a, {RoomId{4711}, {}, {}, {}, {}, {}, {}, {}}).field == "room");
  refusals.rpc<MessagePost>(ErrorCode::not_a_member, l, to_chat(room, "may I?"));
  refusals.rpc<RoomUpdate>(ErrorCode::not_allowed, a, {.room = room, .slow_mode_s = 5});
  refusals.rpc<RoomCreate>(ErrorCode::slug_taken, admin, {RoomKind::cop, "water-quality-treatment", "Once more", {}, {}, {}});

  const auto muted = m.ask<MemberMute>({amina.id, room, "calm down", 5});
  const auto mute = refusals.rpc<MessagePost>(ErrorCode::muted, a, to_chat(room, "but"));
  CHECK(mute.reason == "calm down");
  CHECK(mute.until == muted.until);
  m.ask<SanctionLift>({muted.sanction, "calm again"});

  const auto banned = m.ask<MemberBan>({amina.id, room, "spam", 0});
  CHECK(refusals.rpc<RoomJoin>(ErrorCode::banned, a, {room}).reason == "spam");
  CHECK(refusals.rpc<MessageHistory>(ErrorCode::banned, a, {room, {}, {}, {}, {}, {}, {}, {}}).reason == "spam");
  m.ask<SanctionLift>({banned.sanction, "was a mistake"});
  a.ask<RoomJoin>({room});

  m.ask<RoomUpdate>({.room = room, .slow_mode_s = 3600});
  a.ask<MessagePost>(to_chat(room, "first"));
  const auto slow = refusals.rpc<MessagePost>(ErrorCode::slow_mode, a, to_chat(room, "second"));
  CHECK(slow.retry_after_ms > 3500 * 1000);
  CHECK(slow.retry_after_ms <= 3600 * 1000);
  m.ask<RoomUpdate>({.room = room, .slow_mode_s = 0});

  admin.ask<RoomArchive>({room, true, {}});
  refusals.rpc<MessagePost>(ErrorCode::room_archived, a, to_chat(room, "too late"));
  admin.ask<RoomArchive>({room, false, {}});

  const auto direct = a.ask<DirectOpen>({luis.id}).room;
  l.ask<AccountLeave>({});
  refusals.rpc<MessagePost>(ErrorCode::room_read_only, a, to_chat(direct, "are you still there?"));
}

void refuse_in_threads(Refusals& refusals, Community& community) {
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);

  const auto opened = a.ask<ThreadCreate>({room, "Valves", ThreadKind::question, "How old are yours?", {}, {}, {}});
  const MessagePost::Params reply{room, opened.thread, "Older than I am.", {}, {}, {}};
  CHECK(refusals.rpc<ThreadAnswer>(ErrorCode::answer_not_a_reply, a, {opened.thread, opened.message}).field == "message");
  m.ask<ThreadLock>({opened.thread, true, {}});
  refusals.rpc<MessagePost>(ErrorCode::thread_locked, l, reply);
  m.ask<ThreadLock>({opened.thread, false, {}});
  a.ask<ThreadUpdate>({opened.thread, {}, {}, ThreadStatus::closed, {}, {}});
  refusals.rpc<MessagePost>(ErrorCode::thread_closed, l, reply);

  const auto posted = a.ask<MessagePost>(to_chat(room, "first"));
  l.ask<MessageReact>({posted.message, "👍", true});
  const auto conflict = refusals.rpc<MessageEdit>(ErrorCode::conflict, a, {posted.message, posted.rev, "second", {}, {}});
  REQUIRE(conflict.current);
  CHECK(conflict.current->text == "first");
  CHECK(conflict.current->rev > posted.rev);

  l.ask<MessageReport>({posted.message, "off topic"});
  refusals.rpc<MessageReport>(ErrorCode::already_reported, l, {posted.message, "really"});
  const auto report = m.ask<ReportList>({room, {}, {}, {}}).reports.at(0).id;
  m.ask<ReportResolve>({report, true, {}});
  refusals.rpc<ReportResolve>(ErrorCode::already_decided, m, {report, false, {}});
  a.ask<MessageRemove>({posted.message, {}});
  refusals.rpc<MessageReact>(ErrorCode::removed, l, {posted.message, "👍", true});

  std::vector<MemberId> everybody;
  for (int i = 1; i <= 21; ++i) everybody.emplace_back(i);
  CHECK(refusals.rpc<MessagePost>(ErrorCode::too_many, a, {room, {}, "you all", {}, {}, everybody}).field == "mentions");
}

void refuse_in_offices(Refusals& refusals, Community& community) {
  const Person one = community.add("One");
  const Person two = community.add("Two");
  community.appoint(one, "water-distribution");
  community.appoint(two, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer o = community.online(one);
  Peer admin = community.online(community.administrator());
  CHECK(refusals.rpc<MemberMute>(ErrorCode::rank_too_low, o, {two.id, room, "out", 5}).field == "member");
  CHECK(refusals.rpc<MemberBan>(ErrorCode::rank_too_low, o, {one.id, room, "myself", 5}).field == "member");
  refusals.rpc<MemberSuspend>(ErrorCode::not_allowed, o, {two.id, "out", 5});
  refusals.rpc<ServerState>(ErrorCode::not_allowed, o, {});
  refusals.rpc<AccountLeave>(ErrorCode::last_administrator, admin, {});
  refusals.rpc<MemberSetRole>(ErrorCode::last_administrator, admin, {community.administrator().id, Role::member, {}});
}

}  // namespace standpipe::test
