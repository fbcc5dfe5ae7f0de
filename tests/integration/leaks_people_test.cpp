#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include "tests/integration/leaks.hpp"

/// Who is not in yet, who is out, and what has gone to where one is not.
namespace standpipe::test {

namespace {

constexpr const char* list_rooms = R"({"jsonrpc":"2.0","id":1,"method":"room.list"})";

}  // namespace

TEST_CASE("an applicant learns nothing but that they wait, and is no member to anybody") {
  Community community;
  const Person amina = community.add("Amina");
  Peer a = community.online(amina);
  auto body = community.application("wanjiku@maji.example");
  const auto applied = community.post("/api/apply", body_of(body));
  REQUIRE(applied.status == 200);
  CHECK_FALSE(read<ApplyResult>(applied.json()).value().member);
  const auto log_in = community.post("/api/login", body_of(LoginBody{body.email, password, {}, {}}));
  CHECK(refusal(log_in) == "application_pending");
  CHECK(log_in.header("Set-Cookie").empty());
  CHECK(log_in.body.find("token") == std::string::npos);
  // Somebody else's password says nothing of an application.
  CHECK(refusal(community.post("/api/login", body_of(LoginBody{body.email, "not her password", {}, {}}))) == "log_in_failed");
  CHECK(refusal(community.post("/api/rpc", list_rooms)) == "not_logged_in");
  CHECK(Peer(community.port(), "").closed() == 4401);
  CHECK(a.ask<MemberSearch>({.query = "Wanjiku"}).members.empty());
  CHECK(refusal<ApplicationList>(a, {}).code == "not_allowed");
  for (const auto& change : a.events(std::chrono::milliseconds(100))) CHECK_FALSE(change.application);
}

TEST_CASE("an applicant cannot find out the short names of private groups") {
  Community community;
  community.add_group("twinning", {});
  const auto told = [&](const std::string& slug) {
    auto body = community.application("wanjiku@maji.example");
    body.rooms = {slug};
    return community.post("/api/apply", body_of(body)).body;
  };
  CHECK(told("twinning") == told("no-such-room"));
}

TEST_CASE("who is suspended gets nothing any more, by no token, connection or log-in") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  const auto before = a.ask<MessagePost>(to_chat(room, "before"));
  const auto suspension = admin.ask<MemberSuspend>({amina.id, "abuse", 0});
  l.ask<MessagePost>({room, {}, "chloramine", {}, before.message, std::vector{amina.id}});
  CHECK(a.closed() == 4403);
  for (const auto& change : a.events(std::chrono::milliseconds(1))) {
    if (change.message) CHECK(change.message->text == "before");
  }
  CHECK(refusal(community.post("/api/rpc", list_rooms, amina.token)) == "session_ended");
  CHECK(Peer(community.port(), amina.token).closed() == 4401);
  CHECK(refusal(community.post("/api/login", body_of(LoginBody{amina.email, password, {}, {}}))) == "suspended");
  CHECK(refusal(community.post("/api/password", body_of(PasswordBody{password, "another long one"}), amina.token)) ==
        "session_ended");
  // When it is over she reads what was said, and was not notified of it meanwhile.
  admin.ask<SanctionLift>({suspension.sanction, "served"});
  Person back = amina;
  back.token = community.log_in(amina.email);
  Peer again = community.online(back);
  CHECK(again.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}}).messages.size() == 2);
  for (const auto& told : again.ask<NotificationList>({}).notifications) CHECK(told.kind != NotificationKind::mention);
}

TEST_CASE("a thread that is moved to a private group is gone for those who are not in it, its author included") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId from = community.room("water-distribution");
  const RoomId to = community.add_group("twinning", {mod, luis});
  community.appoint(mod, "water-distribution");
  community.appoint(mod, "twinning");
  const Person watch = community.add("Watch");
  community.appoint(watch, "water-distribution");
  Peer m = community.online(mod);
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  Peer w = community.online(watch);
  const auto opened = a.ask<ThreadCreate>({from, "Contracts", ThreadKind::question, "Who pays?", {}, {}, {}});
  const auto reply = l.ask<MessagePost>({from, opened.thread, "chloramine", {}, {}, {}});
  a.ask<MessageReport>({reply.message, "not here"});
  m.ask<ThreadMove>({opened.thread, to, "belongs there"});
  CHECK(a.event([](const Change& change) { return change.thread && change.thread->gone; }).thread->room == from);
  l.ask<MessagePost>({to, opened.thread, "chloramine, too", {}, opened.message, {}});
  a.ask<MessagePost>(to_chat(from, "in the open"));

  CHECK(refusal<ThreadGet>(a, {opened.thread}).code == "not_found");
  CHECK(refusal<MessageEdit>(a, {opened.message, Rev{1}, "mine", {}, {}}).code == "not_found");
  CHECK(a.ask<MessageGet>({{opened.message, reply.message}}).messages.empty());
  CHECK(a.ask<MessageHistory>({from, {}, {}, {}, {}, {}, {}, {}}).messages.size() == 1);
  CHECK(refusal<MessageHistory>(a, {from, opened.thread, {}, {}, {}, {}, {}, {}}).code == "not_found");
  const Secret secret{.room = to, .insider = luis.id, .word = "chloramine"};
  for (const auto& message : a.ask<MessageMine>({}).messages) CHECK(message.room != to);
  for (const auto& told : a.ask<NotificationList>({}).notifications) CHECK(told.room != to);
  const auto since = a.call(ChangesSince::name, R"({"stream":"room:)" + std::to_string(from.value) + R"(","rev":0})");
  is_not_in(boost::json::serialize(since), secret);
  // The report stays with the moderators of the room where it was made; the message does not.
  const auto reports = w.ask<ReportList>({from, {}, {}, {}});
  CHECK(reports.reports.size() == 1);
  CHECK(reports.messages.empty());
  CHECK(m.ask<ReportList>({from, {}, {}, {}}).messages.size() == 1);
}

}  // namespace standpipe::test
