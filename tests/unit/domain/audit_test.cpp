#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// Something of everything that can be moderated, of Tom's.
struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    tom = c.join("Tom");
    ana = c.join("Ana");
    other = c.open_room(RoomKind::cop, "sanitation", {moderator});
    utility = reply_of<UtilityMade>(c.must(c.admin, UtilityCreate::Params{"Lakeside", "KE", {}})).utility;
    words = c.post(tom).message;
    asked = c.start(tom, ThreadKind::question);
    reply = c.reply(ana, asked.thread).message;
    c.must(ana, MessageReport::Params{words, "rude"});
    mute = reply_of<Sanctioned>(c.must(moderator, MemberMute::Params{tom, other, "rude", 5})).sanction;
    c.must(moderator, domain::CreateInvitation{{.uses = 1, .days = 1}, {1}});
    Application form;
    form.name = "New Person";
    form.email = "new@utility.example";
    form.utility_name = "Lakeside";
    form.country = "KE";
    form.job = "Engineer";
    form.rooms = {c.cop};
    application = reply_of<ApplyResult>(c.must({}, domain::ApplyToJoin{form, "hash", {}})).application;
    c.must(moderator, RoomUpdate::Params{.room = c.cop, .approve_first_post = true});
    newcomer = c.join("Newcomer");
    pending = c.post(newcomer).pending;
  }

  Community c;
  MemberId moderator, tom, ana, newcomer;
  RoomId other;
  UtilityId utility;
  MessageId words, reply;
  Posted asked;
  SanctionId mute;
  ApplicationId application;
  PendingId pending;
};

/// What an entry names, beside who, when and what.
struct About {
  MemberId member{};
  RoomId room{};
  ThreadId thread{};
  MessageId message{};
  std::string reason{};
};

struct Row {
  bool by_administrator;
  std::string act;
  domain::Payload payload;
  About about;
};

std::vector<Row> rows(const Scene& s) {
  const auto cop = s.c.cop;
  const auto asked = s.asked.thread;
  return {
      {false, "member.warn", MemberWarn::Params{s.tom, cop, "why"}, {s.tom, cop, {}, {}, "why"}},
      {false, "member.mute", MemberMute::Params{s.tom, cop, "why", 5}, {s.tom, cop, {}, {}, "why"}},
      {false, "member.ban", MemberBan::Params{s.tom, cop, "why", 5}, {s.tom, cop, {}, {}, "why"}},
      {true, "member.suspend", MemberSuspend::Params{s.tom, "why", 5}, {s.tom, {}, {}, {}, "why"}},
      {false, "sanction.lift", SanctionLift::Params{s.mute, "why"}, {s.tom, s.other, {}, {}, "why"}},
      {true, "member.set_role", MemberSetRole::Params{s.tom, Role::administrator, "why"}, {s.tom, {}, {}, {}, "why"}},
      {true, "member.deactivate", MemberDeactivate::Params{s.tom, true, "why"}, {s.tom, {}, {}, {}, "why"}},
      {true, "member.erase", MemberErase::Params{s.tom, true, "why"}, {s.tom, {}, {}, {}, "why"}},
      {false, "message.remove", MessageRemove::Params{s.words, "why"}, {s.tom, cop, {}, s.words, "why"}},
      {false, "message.pin", MessagePin::Params{s.words, true}, {s.tom, cop, {}, s.words, {}}},
      {false, "report.resolve", ReportResolve::Params{ReportId{1}, true, "why"}, {s.tom, cop, {}, s.words, "why"}},
      {false, "pending.approve", PendingApprove::Params{s.pending}, {s.newcomer, cop, {}, s.reply.next(), {}}},
      {false, "pending.reject", PendingReject::Params{s.pending, "why"}, {s.newcomer, cop, {}, {}, "why"}},
      {false, "application.approve", ApplicationApprove::Params{s.application, {}}, {s.newcomer.next(), cop, {}, {}, {}}},
      {false, "application.decline", ApplicationDecline::Params{s.application, "why"}, {{}, cop, {}, {}, "why"}},
      {false, "invitation.create", domain::CreateInvitation{{.uses = 1, .days = 1, .note = "why"}, {2}}, {.reason = "why"}},
      {false, "invitation.revoke", InvitationRevoke::Params{InvitationId{1}}, {}},
      {false, "thread.update", ThreadUpdate::Params{.thread = asked, .title = "Pumps"}, {s.tom, cop, asked, {}, {}}},
      {false, "thread.answer", ThreadAnswer::Params{asked, s.reply}, {s.tom, cop, asked, {}, {}}},
      {false, "thread.lock", ThreadLock::Params{asked, true, "why"}, {s.tom, cop, asked, {}, "why"}},
      {false, "thread.pin", ThreadPin::Params{asked, true}, {s.tom, cop, asked, {}, {}}},
      {true,
       "room.create",
       RoomCreate::Params{.kind = RoomKind::group, .slug = "river", .name = "River"},
       {{}, s.other.next(), {}, {}, {}}},
      {false, "room.update", RoomUpdate::Params{.room = cop, .slow_mode_s = 30}, {{}, cop, {}, {}, {}}},
      {true, "room.archive", RoomArchive::Params{cop, true, "why"}, {{}, cop, {}, {}, "why"}},
      {false, "room.add_member", RoomAddMember::Params{s.other, s.tom}, {s.tom, s.other, {}, {}, {}}},
      {false, "room.remove_member", RoomRemoveMember::Params{cop, s.tom, "why"}, {s.tom, cop, {}, {}, "why"}},
      {true, "room.appoint", RoomAppoint::Params{cop, s.tom}, {s.tom, cop, {}, {}, {}}},
      {true, "room.dismiss", RoomDismiss::Params{cop, s.moderator, "why"}, {s.moderator, cop, {}, {}, "why"}},
      {true, "utility.create", UtilityCreate::Params{"Riverside", "KE", {}}, {}},
      {true, "utility.update", UtilityUpdate::Params{.utility = s.utility, .name = "Lake"}, {}},
  };
}

}  // namespace

TEST_CASE("each moderating act leaves one entry: who, whom, where, what, why and when") {
  std::set<std::string> acts;
  for (const auto& row : rows(Scene())) {
    CAPTURE(row.act);
    CHECK(acts.insert(row.act).second);
    Scene s;
    s.c.pass(minute_ms);
    const auto by = row.by_administrator ? s.c.admin : s.moderator;
    const auto& about = row.about;
    const auto decision = s.c.must(by, row.payload);
    CHECK(rows_of<AuditEntry>(decision) == 1);
    const auto& entry = s.c.newest_audit();
    CHECK(entry.act == row.act);
    CHECK(entry.by == by);
    CHECK(entry.at == s.c.now);
    CHECK(entry.member == about.member);
    CHECK(entry.room == about.room);
    CHECK(entry.thread == about.thread);
    CHECK(entry.message == about.message);
    CHECK(entry.reason == about.reason);
  }
}

TEST_CASE("a thread that moves is noted in both rooms, an application in each that it names") {
  Scene s;
  const auto moved = s.c.must(s.moderator, ThreadMove::Params{s.asked.thread, s.other, "why"});
  CHECK(rows_of<AuditEntry>(moved) == 2);
  std::set<RoomId> rooms;
  for (auto at = s.c.content.audit.rbegin(); at != s.c.content.audit.rbegin() + 2; ++at) {
    CHECK(at->act == "thread.move");
    CHECK(at->thread == s.asked.thread);
    CHECK(at->reason == "why");
    rooms.insert(at->room);
  }
  CHECK(rooms == std::set<RoomId>{s.c.cop, s.other});

  auto form = s.c.content.applications.at(s.application).application;
  form.email = "both@utility.example";
  form.rooms = {s.c.cop, s.other};
  const auto applied = reply_of<ApplyResult>(s.c.must({}, domain::ApplyToJoin{form, "hash", {}}));
  CHECK(rows_of<AuditEntry>(s.c.must(s.moderator, ApplicationApprove::Params{applied.application, {}})) == 2);
}

TEST_CASE("a group that ends is noted as the server's own act, and so is an administrator made at the command line") {
  Scene s;
  const auto group = s.c.open_room(RoomKind::group, "river-group");
  s.c.must(s.c.admin, RoomUpdate::Params{.room = group, .ends_at = Time{s.c.now.value + 1}});
  s.c.pass(1);
  s.c.must({}, domain::Housekeep{});
  CHECK(s.c.newest_audit().act == "room.archive");
  CHECK(s.c.newest_audit().by == MemberId{});
  CHECK(s.c.newest_audit().room == group);
  const auto admin = s.c.administrator("Second Admin");
  CHECK(s.c.newest_audit().act == "admin.create");
  CHECK(s.c.newest_audit().member == admin);
}

TEST_CASE("no words of the author's are kept of what moderators did with them") {
  for (const auto& row : rows(Scene())) {
    CAPTURE(row.act);
    Scene s;
    s.c.must(s.tom, ThreadUpdate::Params{.thread = s.asked.thread, .title = "Zebra"});
    s.c.run(row.by_administrator ? s.c.admin : s.moderator, row.payload);
    for (const auto& entry : s.c.content.audit) CHECK(to_json(entry).find("Zebra") == std::string::npos);
  }
}

TEST_CASE("what one does with one's own is nobody's business") {
  Scene s;
  const auto own = s.c.start(s.moderator, ThreadKind::question).thread;
  const auto reply = s.c.reply(s.ana, own).message;
  const auto before = s.c.content.audit.size();
  s.c.must(s.tom, MessageRemove::Params{s.words, {}});
  s.c.must(s.tom, ThreadUpdate::Params{.thread = s.asked.thread, .title = "Pumps"});
  s.c.must(s.tom, ThreadAnswer::Params{s.asked.thread, s.reply});
  s.c.must(s.moderator, ThreadUpdate::Params{.thread = own, .title = "Pumps"});
  s.c.must(s.moderator, ThreadAnswer::Params{own, reply});
  s.c.must(s.moderator, MessageRemove::Params{s.c.post(s.moderator).message, {}});
  s.c.must(s.moderator, MessageReact::Params{s.reply, "👍", true});
  s.c.must(s.tom, RoomLeave::Params{s.c.cop});
  s.c.must(s.tom, AccountLeave::Params{});
  CHECK(s.c.content.audit.size() == before);
}

TEST_CASE("a refused act and one that changes nothing leave no entry") {
  for (const auto& row : rows(Scene())) {
    CAPTURE(row.act);
    Scene s;
    const auto by = row.by_administrator ? s.c.admin : s.moderator;
    const auto before = s.c.content.audit.size();
    s.c.refused(s.ana, row.payload);
    CHECK(s.c.content.audit.size() == before);
    const std::set<std::string> anew{"member.warn",       "member.mute", "member.ban",    "member.suspend",
                                     "invitation.create", "room.create", "utility.create"};
    s.c.must(by, row.payload);
    const auto once = s.c.content.audit.size();
    if (!anew.contains(row.act)) s.c.run(by, row.payload);
    CHECK(s.c.content.audit.size() == once);
  }
}

TEST_CASE("the audit log speaks of a message without its text") {
  Scene s;
  const auto secret = s.c.post(s.tom, "Zebra").message;
  s.c.must(s.moderator, MessagePin::Params{secret, true});
  s.c.must(s.moderator, MessageRemove::Params{secret, "why"});
  for (const auto& entry : s.c.content.audit) CHECK(to_json(entry).find("Zebra") == std::string::npos);
}
