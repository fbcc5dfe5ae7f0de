#include <doctest/doctest.h>

#include "tests/integration/survey.hpp"

namespace standpipe::test {

namespace {

/// A community at work: an administrator, a moderator of water distribution, and two members who are in it.
struct Stage {
  Community community;
  Survey survey;
  Person mod = community.add("Mod");
  Person amina = community.add("Amina");
  Person luis = community.add("Luis");
  RoomId room = community.room("water-distribution");
  RoomId other = community.room("asset-management");
  Peer admin = online(community.administrator());
  Peer m = moderator();
  Peer a = online(amina);
  Peer l = online(luis);

  Peer online(const Person& person) {
    Peer peer(community.port(), person.token);
    survey.ask<Hello>(peer, {});
    return peer;
  }
  Peer moderator() {
    survey.ask<RoomAppoint>(admin, {room, mod.id});
    survey.ask<RoomAppoint>(admin, {other, mod.id});
    return online(mod);
  }
  ApplicationId apply(const std::string& email) {
    const auto reply = community.post("/api/apply", body_of(community.application(email)));
    REQUIRE(reply.status == 200);
    return read<ApplyResult>(reply.json()).value().application;
  }
};

void connection(Stage& s) {
  const std::string stream = "room:" + std::to_string(s.room.value);
  CHECK(s.survey.ask<ChangesSince>(s.a, {stream, Rev{0}, {}}).stream == stream);
  s.survey.ask<TypingNow>(s.a, {s.room, {}});
  CHECK(s.survey.ask<PresenceList>(s.a, {s.room}).members.size() >= 2);
  s.community.log_in(s.amina.email);
  const auto sessions = s.survey.ask<SessionList>(s.a, {}).sessions;
  REQUIRE(sessions.size() == 2);
  s.survey.ask<SessionRevoke>(s.a, {sessions[0].current ? sessions[1].id : sessions[0].id});
  CHECK(s.survey.ask<SessionList>(s.a, {}).sessions.size() == 1);
}

void messages(Stage& s) {
  const auto posted = s.survey.ask<MessagePost>(s.a, {s.room, {}, "Pressure?", {}, {}, std::vector{s.luis.id}});
  const auto edited = s.survey.ask<MessageEdit>(s.a, {posted.message, posted.rev, "Night pressure?", {}, {}});
  CHECK(edited.rev > posted.rev);
  s.survey.ask<MessageReact>(s.l, {posted.message, "👍", true});
  s.survey.ask<MessagePin>(s.m, {posted.message, true});
  CHECK(s.survey.ask<MessagePins>(s.a, {s.room}).messages.size() == 1);
  CHECK(s.survey.ask<MessageHistory>(s.l, {s.room, {}, {}, {}, {}, {}, {}, {}}).messages.size() == 1);
  CHECK(s.survey.ask<MessageGet>(s.l, {{posted.message}}).messages.at(0).text == "Night pressure?");
  CHECK(s.survey.ask<MessageMine>(s.a, {}).messages.size() == 1);
  CHECK(eventually([&] { return s.survey.ask<Search>(s.l, {"night", {}, {}, {}, {}, {}, {}}).messages.size() == 1; }));
  s.survey.ask<ReadMarkSet>(s.l, {s.room, {}, posted.index});
  s.survey.ask<ReadAll>(s.l, {s.room});
  const auto notified = s.survey.ask<NotificationList>(s.l, {});
  REQUIRE(notified.notifications.size() == 1);
  s.survey.ask<NotificationSeen>(s.l, {notified.notifications[0].id});
  CHECK(s.survey.ask<NotificationList>(s.l, {}).unseen == 0);

  s.survey.ask<MessageReport>(s.l, {posted.message, "off topic"});
  const auto reports = s.survey.ask<ReportList>(s.m, {s.room, {}, {}, {}}).reports;
  REQUIRE(reports.size() == 1);
  s.survey.ask<ReportResolve>(s.m, {reports[0].id, false, "it is not"});
  s.survey.ask<MessageRemove>(s.a, {posted.message, {}});
}

void threads(Stage& s) {
  const auto opened = s.survey.ask<ThreadCreate>(s.a, {s.room, "Loggers", ThreadKind::question, "Which?", {}, {}, {}});
  const auto reply = s.survey.ask<MessagePost>(s.l, {s.room, opened.thread, "These.", {}, {}, {}});
  s.survey.ask<ThreadUpdate>(s.a, {opened.thread, "Noise loggers", {}, {}, {}, {}});
  s.survey.ask<ThreadAnswer>(s.a, {opened.thread, reply.message});
  s.survey.ask<ThreadPin>(s.m, {opened.thread, true});
  s.survey.ask<ThreadLock>(s.m, {opened.thread, true, {}});
  const auto found = s.survey.ask<ThreadList>(s.l, {s.room, {}, {}, {}, {}, {}, {}, {}, {}}).threads;
  REQUIRE(found.size() == 1);
  CHECK(found[0].title == "Noise loggers");
  CHECK(s.survey.ask<ThreadGet>(s.l, {opened.thread}).threads.at(0).answer == reply.message);
  s.survey.ask<ThreadMove>(s.m, {opened.thread, s.other, "belongs there"});
}

void rooms(Stage& s) {
  CHECK(s.survey.ask<RoomList>(s.a, {}).rooms.size() == 9);
  s.survey.ask<RoomJoin>(s.a, {s.other});
  s.survey.ask<RoomNotify>(s.a, {s.other, NotifyLevel::mentions});
  CHECK(s.survey.ask<RoomMembers>(s.a, {s.other, {}, {}}).total == 2);
  s.survey.ask<RoomLeave>(s.a, {s.other});
  const auto group = s.survey.ask<RoomCreate>(s.admin, {RoomKind::group, "twinning", "Twinning", {}, {}, {}}).room;
  s.survey.ask<RoomAddMember>(s.admin, {group, s.amina.id});
  s.survey.ask<RoomRemoveMember>(s.admin, {group, s.amina.id, "another one comes"});
  s.survey.ask<RoomArchive>(s.admin, {group, true, {}});
  s.survey.ask<RoomUpdate>(s.m, {.room = s.room, .description = "Pipes, pressure and loss"});
  CHECK(s.survey.ask<DirectOpen>(s.a, {s.luis.id}).room == s.survey.ask<DirectOpen>(s.l, {s.amina.id}).room);
}

void people(Stage& s) {
  CHECK(s.survey.ask<MemberGet>(s.a, {{s.luis.id}}).members.at(0).name == "Luis");
  s.survey.ask<ProfileUpdate>(s.l, {.offers = "step tests"});
  CHECK(s.survey.ask<MemberSearch>(s.a, {.query = "step"}).members.at(0).id == s.luis.id);
  const auto utility = s.survey.ask<UtilityCreate>(s.admin, {"Maji Water", "KE", {"maji.example"}}).utility;
  s.survey.ask<UtilityUpdate>(s.admin, {utility, "Maji Water and Sewerage", {}, {}});
  CHECK(s.survey.ask<UtilityList>(s.a, {}).utilities.at(0).id == utility);
}

void moderation(Stage& s) {
  s.survey.ask<MemberWarn>(s.m, {s.luis.id, s.room, "calm down"});
  const auto mute = s.survey.ask<MemberMute>(s.m, {s.luis.id, s.room, "calm down", 5});
  s.survey.ask<SanctionLift>(s.m, {mute.sanction, "calm again"});
  s.survey.ask<MemberBan>(s.m, {s.luis.id, s.room, "not calm", 5});
  CHECK(s.survey.ask<SanctionList>(s.l, {}).sanctions.size() == 3);
  CHECK(s.survey.ask<AuditList>(s.m, {s.room, {}, {}, {}}).entries.size() >= 4);

  s.survey.ask<RoomUpdate>(s.m, {.room = s.other, .approve_first_post = true});
  s.survey.ask<RoomJoin>(s.l, {s.other});
  const auto first = s.survey.ask<MessagePost>(s.l, to_chat(s.other, "hello"));
  const auto second = s.survey.ask<MessagePost>(s.l, to_chat(s.other, "hello?"));
  CHECK(s.survey.ask<PendingList>(s.m, {s.other}).pending.size() == 2);
  s.survey.ask<PendingReject>(s.m, {second.pending, "said already"});
  s.survey.ask<PendingApprove>(s.m, {first.pending});

  const auto one = s.apply("one@maji.example");
  const auto two = s.apply("two@maji.example");
  CHECK(s.survey.ask<ApplicationList>(s.m, {}).applications.size() == 2);
  s.survey.ask<ApplicationApprove>(s.m, {one, {}});
  s.survey.ask<ApplicationDecline>(s.m, {two, "you are in already"});
  const auto invitation = s.survey.ask<InvitationCreate>(s.m, {1, 1, {}, {}}).invitation;
  CHECK(s.survey.ask<InvitationList>(s.m, {}).invitations.at(0).id == invitation.id);
  s.survey.ask<InvitationRevoke>(s.m, {invitation.id});
}

void administration(Stage& s) {
  CHECK(s.survey.ask<ServerState>(s.admin, {}).members == 5);
  s.survey.ask<RoomDismiss>(s.admin, {s.room, s.mod.id, {}});
  s.survey.ask<MemberSetRole>(s.admin, {s.mod.id, Role::administrator, {}});
  s.survey.ask<MemberSuspend>(s.admin, {s.luis.id, "abuse", 5});
  s.survey.ask<MemberDeactivate>(s.admin, {s.luis.id, true, "has retired"});
  s.survey.ask<MemberErase>(s.admin, {s.luis.id, true, "asked for it"});
  s.survey.ask<AccountLeave>(s.a, {});
}

}  // namespace

TEST_CASE("every method of the protocol does what it is for on the real server") {
  Stage stage;
  connection(stage);
  messages(stage);
  threads(stage);
  rooms(stage);
  people(stage);
  moderation(stage);
  administration(stage);
  for (const auto name : stage.survey.missing()) FAIL_CHECK("not called: " << name);
}

}  // namespace standpipe::test
