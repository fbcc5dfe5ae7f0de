#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "protocol/limits.hpp"
#include "tests/integration/community.hpp"

/// Log-ins that end, and people who go or are put out.
namespace standpipe::test {

namespace {

std::string log_in_refused(Community& community, const Person& person, const std::string& with = password) {
  return refusal(community.post("/api/login", body_of(LoginBody{person.email, with, {}, {}})));
}

std::vector<Message> chat(Peer& peer, RoomId room) {
  return peer.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}}).messages;
}

}  // namespace

TEST_CASE("one's log-ins are listed with their devices, and those that are ended are cut off") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const auto phone =
      read<LoginResult>(community.post("/api/login", body_of(LoginBody{amina.email, password, "phone", {}})).json());
  REQUIRE(phone.has_value());
  const auto tablet = community.log_in(amina.email);
  Peer here = community.online(amina);
  Peer there(community.port(), phone->token);
  Peer third(community.port(), tablet);
  third.ok("hello");
  const auto sessions = here.ask<SessionList>({}).sessions;
  REQUIRE(sessions.size() == 3);
  CHECK(std::ranges::count_if(sessions, &SessionInfo::current) == 1);
  const auto listed = std::ranges::find(sessions, phone->session, &SessionInfo::id);
  REQUIRE(listed != sessions.end());
  CHECK(listed->device == "phone");
  CHECK(refusal<SessionRevoke>(here, {SessionId{listed->id.value + 1000}}).code == "not_found");
  Peer l = community.online(luis);
  CHECK(refusal<SessionRevoke>(l, {phone->session}).code == "not_found");  // another's

  here.ask<SessionRevoke>({phone->session});
  CHECK(there.closed() == 4401);
  CHECK(third.no<SessionList>({}).empty());
  here.ask<SessionRevoke>({});
  CHECK(third.closed() == 4401);
  CHECK(here.ask<SessionList>({}).sessions.size() == 1);
  CHECK(community.post("/api/logout", "{}", amina.token).status == 200);
  CHECK(here.closed() == 4401);
}

TEST_CASE("the name of a device is taken as it is, or refused") {
  Community community;
  const Person amina = community.add("Amina");
  const auto log_in = [&](const std::string& device) {
    return refusal(community.post("/api/login", body_of(LoginBody{amina.email, password, device, {}})));
  };
  CHECK(log_in(std::string(limits::field_bytes, 'x')).empty());
  CHECK(log_in(std::string(limits::field_bytes + 1, 'x')) == "argument_too_long");
  CHECK(log_in("a\nb") == "argument_bad");
  CHECK(log_in("\u202etelbat") == "argument_bad");
  CHECK(log_in(" ").empty());
}

TEST_CASE("a new password ends the other log-ins, and the old one opens nothing") {
  Community community;
  const Person amina = community.add("Amina");
  Person phone = amina;
  phone.token = community.log_in(amina.email);
  Peer here = community.online(amina);
  Peer there = community.online(phone);
  const std::string fresh = "another long enough one";
  CHECK(community.post("/api/password", body_of(PasswordBody{password, fresh}), amina.token).status == 200);
  CHECK(there.closed() == 4401);
  CHECK(here.no<SessionList>({}).empty());
  CHECK(log_in_refused(community, amina) == "log_in_failed");
  CHECK(log_in_refused(community, amina, fresh).empty());
}

TEST_CASE("who leaves is cut off and out of all rooms; what they wrote stays, and they may come back") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  a.ask<MessagePost>(to_chat(room, "so long"));
  a.ask<AccountLeave>({});
  CHECK(a.closed() == 4403);
  CHECK_FALSE(log_in_refused(community, amina).empty());
  CHECK(refusal(community.post("/api/rpc", R"({"jsonrpc":"2.0","id":1,"method":"room.list"})", amina.token)) == "session_ended");
  CHECK(chat(l, room).at(0).by == amina.id);
  CHECK(l.ask<RoomMembers>({room, {}, {}}).total == 1);
  CHECK(l.ask<MemberSearch>({.query = "Amina"}).members.empty());
  CHECK(refusal<MessagePost>(l, {room, {}, "are you there?", {}, {}, std::vector{amina.id}}).field == "mentions");

  auto body = community.application(amina.email);
  body.name = "Amina";
  body.invitation = admin.ask<InvitationCreate>({1, 1, {}, {}}).invitation.code;
  const auto back = community.post("/api/apply", body_of(body));
  REQUIRE(back.status == 200);
  Peer again = community.online({{}, "Amina", amina.email, community.log_in(amina.email)});
  CHECK(again.no<MessagePost>(to_chat(room, "here I am again")).empty());
  CHECK(chat(l, room).at(0).by == amina.id);
}

TEST_CASE("a community is never left without an administrator, whichever way the last one would go") {
  Community community;
  const Person amina = community.add("Amina");
  const Person& first = community.administrator();
  Peer admin = community.online(first);
  CHECK(admin.no<AccountLeave>({}) == "last_administrator");
  CHECK(admin.no<MemberSetRole>({first.id, Role::member, {}}) == "last_administrator");
  CHECK_FALSE(admin.no<MemberDeactivate>({first.id, true, "enough"}).empty());
  CHECK_FALSE(admin.no<MemberErase>({first.id, false, "enough"}).empty());
  CHECK_FALSE(admin.no<MemberSuspend>({first.id, "enough", 0}).empty());
  admin.ask<MemberSetRole>({amina.id, Role::administrator, {}});
  Peer a = community.online(amina);
  // Both at the same time: one has to stay.
  std::string one, two;
  std::thread x([&] { one = admin.no<AccountLeave>({}); });
  std::thread y([&] { two = a.no<AccountLeave>({}); });
  x.join();
  y.join();
  CHECK(one.empty() != two.empty());
  CHECK(one + two == "last_administrator");
}

TEST_CASE("a deactivated account opens nothing until it is activated again") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  Peer a = community.online(amina);
  Peer l = community.online(luis);
  a.ask<MessagePost>(to_chat(room, "before"));
  admin.ask<MemberDeactivate>({amina.id, true, "changed the employer"});
  CHECK(a.closed() == 4403);
  CHECK(log_in_refused(community, amina) == "account_inactive");
  CHECK(log_in_refused(community, amina, "not her password") == "log_in_failed");
  CHECK(refusal<DirectOpen>(l, {amina.id}).code == "not_allowed");
  CHECK(chat(l, room).size() == 1);
  admin.ask<MemberDeactivate>({amina.id, false, "is back"});
  Peer again = community.online({amina.id, "Amina", amina.email, community.log_in(amina.email)});
  CHECK(again.ask<MessageMine>({}).messages.size() == 1);
}

TEST_CASE("a person who is erased is a former member without a name, and the texts go where that is asked for") {
  Community community;
  const Person amina = community.add("Amina Wanjiku");
  const Person joel = community.add("Joel Reyes");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer admin = community.online(community.administrator());
  Peer a = community.online(amina);
  Peer j = community.online(joel);
  Peer l = community.online(luis);
  a.ask<MessagePost>(to_chat(room, "chloramine stays"));
  j.ask<MessagePost>(to_chat(room, "chloramine goes"));
  j.ask<ThreadCreate>({room, "Titles go, too", ThreadKind::discussion, "chloramine in a thread", {}, {}, {}});
  const auto found = [&] { return l.ask<Search>({"chloramine", {}, {}, {}, {}, {}, {}}).messages.size(); };
  CHECK(eventually([&] { return found() == 3; }));
  admin.ask<MemberErase>({amina.id, false, "asked for it"});
  admin.ask<MemberErase>({joel.id, true, "asked for it"});
  CHECK(a.closed() == 4403);
  CHECK(j.closed() == 4403);
  CHECK(l.event([&](const Change& c) { return c.message && c.message->by == joel.id && c.message->removed; }).message->text ==
        "");
  CHECK(found() == 1);
  CHECK(l.ask<ThreadList>({room, {}, {}, {}, {}, {}, {}, {}, {}}).threads.at(0).title != "Titles go, too");
  const auto page = l.ask<MessageHistory>({room, {}, {}, {}, {}, {}, {}, {}});
  REQUIRE(page.messages.size() == 2);
  CHECK(page.messages[0].text == "chloramine stays");
  CHECK(page.messages[1].removed);
  for (const auto& card : page.people) CHECK((card.name.empty() || card.id == community.administrator().id));
  for (const auto* email : {&amina, &joel}) CHECK(log_in_refused(community, *email) == "log_in_failed");
  CHECK(l.ask<MemberSearch>({.query = "Wanjiku"}).members.empty());
  for (const auto& profile : l.ask<MemberGet>({{amina.id, joel.id}}).members) {
    CHECK(profile.state == MemberState::erased);
    CHECK(profile.name.empty());
  }
  // The address is free again, and whoever has it is somebody new.
  auto body = community.application(amina.email);
  body.invitation = admin.ask<InvitationCreate>({1, 1, {}, {}}).invitation.code;
  const auto back = community.post("/api/apply", body_of(body));
  REQUIRE(back.status == 200);
  CHECK(read<ApplyResult>(back.json()).value().member > joel.id);
}

}  // namespace standpipe::test
