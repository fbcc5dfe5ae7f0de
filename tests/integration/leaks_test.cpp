#include "tests/integration/leaks.hpp"

#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

/// Nobody gets anything of what they may not see, by whatever way they ask or listen.
namespace standpipe::test {

namespace {

/// All that has come to a connection by the time that a message with that text comes, as text.
std::vector<Change> heard_until(Peer& peer, const std::string& text) {
  std::vector<Change> heard;
  for (;;) {
    auto change = peer.event([](const Change&) { return true; });
    const bool end = says(text)(change);
    heard.push_back(std::move(change));
    if (end) return heard;
  }
}

void heard_nothing(const std::vector<Change>& heard, const Peer& peer, const Secret& secret) {
  for (const auto& change : heard) {
    CHECK(change.stream != "room:" + std::to_string(secret.room.value));
    CHECK(change.stream != "desk:" + std::to_string(secret.room.value));
    is_not_in(to_json(change), secret);
  }
  for (const auto& [method, params] : peer.notices) {
    const auto* room = params.as_object().if_contains("room");
    if (room != nullptr) CHECK(room->to_number<std::int64_t>() != secret.room.value);
  }
}

/// What goes on in a room while an outsider listens.
void be_busy(Peer& insider, Peer& other, const Secret& secret) {
  insider.ask<TypingNow>({secret.room, {}});
  const auto posted = insider.ask<MessagePost>(to_chat(secret.room, secret.word + " again"));
  other.ask<MessageReact>({posted.message, "👍", true});
  insider.no<MessageEdit>({posted.message, posted.rev, secret.word + " mended", {}, {}});
  insider.ask<MessageRemove>({posted.message, {}});
  if (secret.thread) other.ask<MessagePost>({secret.room, secret.thread, secret.word + " replied", {}, {}, {}});
  other.ask<ReadAll>({secret.room});
}

}  // namespace

TEST_CASE("nothing of a private group gets to a member who is not in it, a moderator of another room included") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const Person outside = community.add("Outside");
  const Person mod = community.add("Mod");
  community.appoint(mod, "water-distribution");
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  Peer o = community.online(outside);
  Peer m = community.online(mod);
  const Secret secret = make_secret(a, amina.id, community.add_group("twinning", {amina, luis}), "chloramine");
  a.events(std::chrono::milliseconds(1));

  be_busy(a, l, secret);
  CHECK(refusal<MessagePost>(a, {secret.room, {}, secret.word, {}, {}, std::vector{outside.id}}).field == "mentions");
  a.ask<MessagePost>(to_chat(community.room("water-distribution"), "in the open"));
  for (auto* peer : {&o, &m}) heard_nothing(heard_until(*peer, "in the open"), *peer, secret);
  // The insiders did hear of it.
  CHECK(l.event(says(secret.word + " again")).message);

  for (auto* peer : {&o, &m}) finds_nothing(*peer, secret, "not_found");
  is_in_no_list(o, outside, secret, community.port());
  is_in_no_list(m, mod, secret, community.port());

  // What a moderator may ask of their own rooms is not there in this one.
  CHECK(refusal<ReportList>(m, {secret.room, {}, {}, {}}).code == "not_found");
  CHECK(refusal<PendingList>(m, {secret.room}).code == "not_found");
  CHECK(refusal<AuditList>(m, {secret.room, {}, {}, {}}).code == "not_found");
  CHECK(refusal<InvitationCreate>(m, {1, 1, {}, std::vector{secret.room}}).code == "not_found");
  CHECK(refusal<SanctionList>(m, {secret.room, {}, {}, {}, {}}).code == "not_found");
  const auto own = m.ask<ThreadCreate>({community.room("water-distribution"), "Mine", ThreadKind::question, "?", {}, {}, {}});
  CHECK(refusal<ThreadMove>(m, {own.thread, secret.room, "there"}).code == "not_found");
  // Ids of the secret mean in other places what ids of nothing mean.
  const auto reply_to = [&](MessageId id) {
    return boost::json::serialize(
        m.call(MessagePost::name, Peer::text_of<MessagePost>({community.room("water-distribution"), {}, "re", {}, id, {}}, {}))
            .at("error"));
  };
  CHECK(reply_to(secret.message) == reply_to(MessageId{999'999}));
  const auto answer = [&](MessageId id) {
    return boost::json::serialize(m.call(ThreadAnswer::name, Peer::text_of<ThreadAnswer>({own.thread, id}, {})).at("error"));
  };
  CHECK(answer(secret.opening) == answer(MessageId{999'999}));
  // Who typed into the dark was not heard.
  o.ask<TypingNow>({secret.room, {}});
  a.ask<MessagePost>(to_chat(secret.room, "the last word"));
  heard_until(l, "the last word");
  for (const auto& [method, params] : l.notices) {
    CHECK_FALSE((method == "typing" && params.at("member").to_number<std::int64_t>() == outside.id.value));
  }
}

TEST_CASE("nothing of a direct conversation gets to anybody else, an administrator included") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const Person outside = community.add("Outside");
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  Peer o = community.online(outside);
  Peer admin = community.online(community.administrator());
  admin.ask<RoomJoin>({community.room("water-distribution")});
  const Secret secret = make_secret(a, amina.id, a.ask<DirectOpen>({luis.id}).room, "chloramine");
  be_busy(a, l, secret);
  a.ask<MessagePost>(to_chat(community.room("water-distribution"), "in the open"));
  for (auto* peer : {&o, &admin}) heard_nothing(heard_until(*peer, "in the open"), *peer, secret);
  for (auto* peer : {&o, &admin}) finds_nothing(*peer, secret, "not_found");
  is_in_no_list(o, outside, secret, community.port());
  is_in_no_list(admin, community.administrator(), secret, community.port());
}

TEST_CASE("who has not joined a community of practice gets nothing of what is said in it before they join") {
  Community community;
  const Person amina = community.add("Amina", {"water-distribution", "asset-management"});
  const Person luis = community.add("Luis", {"water-distribution", "asset-management"});
  const Person outside = community.add("Outside", {"asset-management"});
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  Peer o = community.online(outside);
  const Secret secret = make_secret(a, amina.id, room, "chloramine");
  be_busy(a, l, secret);
  a.ask<MessagePost>(to_chat(community.room("asset-management"), "in the open"));
  heard_nothing(heard_until(o, "in the open"), o, secret);
  finds_nothing(o, secret, "not_a_member");
  for (const auto& head : o.ask<RoomList>({}).heads) {
    if (head.room == room) CHECK(head.last_number == Number{});
  }
  // Then it is theirs to read, and nothing of it counts as unread.
  CHECK(o.ask<RoomJoin>({room}).head.unread == 0);
  CHECK_FALSE(o.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}}).messages.empty());
  CHECK(o.ask<MessageGet>({{secret.message}}).messages.size() == 1);
}

TEST_CASE("who is banned from a community of practice gets nothing more of it, and no counter of it moves for them") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis", {"water-distribution", "asset-management"});
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  a.ask<MessagePost>({room, {}, "you may quote me", {}, {}, std::vector{luis.id}});
  const auto own = l.ask<MessagePost>(to_chat(room, "said before"));
  m.ask<MemberBan>({luis.id, room, "spam", 0});
  const Secret secret = make_secret(a, amina.id, room, "chloramine");
  be_busy(a, m, secret);
  CHECK(refusal<MessagePost>(a, {room, {}, secret.word, {}, own.message, std::vector{luis.id}}).field == "mentions");
  a.ask<MessagePost>({room, {}, secret.word + " in reply", {}, own.message, {}});
  a.ask<RoomJoin>({community.room("asset-management")});
  a.ask<MessagePost>(to_chat(community.room("asset-management"), "in the open"));
  for (const auto& change : heard_until(l, "in the open")) {
    is_not_in(to_json(change), secret);
    if (change.notification) CHECK(change.notification->message != secret.message);
    if (change.message) CHECK((change.message->room != room || change.message->id <= own.message));
  }
  finds_nothing(l, secret, "banned");
  const auto listed = l.ask<RoomList>({});
  for (std::size_t i = 0; i < listed.rooms.size(); ++i) {
    if (listed.rooms[i].id != room) continue;
    CHECK(listed.heads[i].last_number == Number{});
    CHECK(listed.heads[i].rev == Rev{});
    CHECK(listed.heads[i].unread == 0);
  }
  for (const auto& told : l.ask<NotificationList>({}).notifications) CHECK(told.message <= own.message);
  // Their own words stay theirs.
  const auto mine = l.ask<MessageMine>({}).messages;
  REQUIRE(mine.size() == 1);
  CHECK(mine[0].text == "said before");
}

TEST_CASE("a post that waits is on the desk and with its author, and nowhere else") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const Person elsewhere = community.add("Elsewhere", {"water-distribution", "asset-management"});
  community.appoint(mod, "water-distribution");
  community.appoint(elsewhere, "asset-management");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  Peer e = community.online(elsewhere);
  m.ask<RoomUpdate>({.room = room, .approve_first_post = true});
  const auto head = l.ask<RoomList>({}).heads.at(static_cast<std::size_t>(room.value - 1));
  const Secret secret{.room = {}, .insider = amina.id, .word = "chloramine"};
  const auto waits = a.ask<MessagePost>({room, {}, secret.word, {}, {}, std::vector{luis.id}});
  a.ask<ThreadCreate>({room, secret.word, ThreadKind::question, secret.word, {}, {}, {}});
  m.ask<MessagePost>(to_chat(room, "in the open"));
  for (auto* peer : {&l, &e}) {
    for (const auto& change : heard_until(*peer, "in the open")) {
      is_not_in(to_json(change), secret);
      CHECK_FALSE(change.notification);
    }
    CHECK(refusal<PendingList>(*peer, {room}).code == "not_allowed");
    CHECK_FALSE(refusal<PendingApprove>(*peer, {waits.pending}).code.empty());
    CHECK_FALSE(refusal<PendingReject>(*peer, {waits.pending, "no"}).code.empty());
    CHECK(refusal<ChangesSince>(*peer, {"desk:" + std::to_string(room.value), Rev{0}, {}}).code == "not_allowed");
    CHECK(peer->ask<Search>({secret.word, {}, {}, {}, {}, {}, {}}).messages.empty());
    is_not_in(boost::json::serialize(peer->call("room.list")), secret);
  }
  CHECK(e.ask<PendingList>({}).pending.empty());
  const auto after = l.ask<RoomList>({}).heads.at(static_cast<std::size_t>(room.value - 1));
  CHECK(after.last_number == head.last_number.next());  // what the moderator said in the open
  CHECK(after.threads == head.threads);
  CHECK(m.ask<PendingList>({room}).pending.size() == 2);
  CHECK(a.event([](const Change& change) { return change.pending.has_value(); }).stream == "me");
}

}  // namespace standpipe::test
