#include <doctest/doctest.h>

#include <functional>
#include <map>

#include "server/query/hello.hpp"
#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;

/// What an outsider can learn of a room that they may not see: nothing. Two proofs for every query method: the answer to ids of
/// the hidden room is, byte for byte, the answer to ids that never existed; and answers without ids are the same before the
/// hidden room was made and after it was filled.
namespace {

struct Ids {
  RoomId room;
  ThreadId thread;
  MessageId message;
  MemberId insider;
};

using Answers = std::map<std::string, std::string>;

/// Every query method that takes an id of a room, a thread or a message.
Answers ask_about(DiskCommunity& c, MemberId who, const Ids& ids) {
  const auto stream = [&](const char* kind) { return kind + std::to_string(ids.room.value); };
  Answers a;
  a["changes.since room"] = c.text(who, ChangesSince::Params{stream("room:"), Rev{}});
  a["changes.since room, ahead"] = c.text(who, ChangesSince::Params{stream("room:"), Rev{9999}});
  a["changes.since desk"] = c.text(who, ChangesSince::Params{stream("desk:"), Rev{}});
  a["message.history"] = c.text(who, MessageHistory::Params{.room = ids.room});
  a["message.history thread"] = c.text(who, MessageHistory::Params{.room = ids.room, .thread = ids.thread});
  a["message.history thread elsewhere"] = c.text(who, MessageHistory::Params{.room = c.cop, .thread = ids.thread});
  a["message.history message"] = c.text(who, MessageHistory::Params{.room = ids.room, .message = ids.message});
  a["message.history message elsewhere"] = c.text(who, MessageHistory::Params{.room = c.cop, .message = ids.message});
  a["message.get"] = c.text(who, MessageGet::Params{{ids.message}});
  a["message.pins"] = c.text(who, MessagePins::Params{ids.room});
  a["search in"] = c.text(who, Search::Params{.query = "secret", .room = ids.room});
  a["thread.list"] = c.text(who, ThreadList::Params{.room = ids.room});
  a["thread.list unread"] = c.text(who, ThreadList::Params{.room = ids.room, .unread = true});
  a["thread.get"] = c.text(who, ThreadGet::Params{ids.thread});
  a["room.members"] = c.text(who, RoomMembers::Params{.room = ids.room});
  a["sanction.list room"] = c.text(who, SanctionList::Params{.room = ids.room});
  a["report.list room"] = c.text(who, ReportList::Params{.room = ids.room});
  a["pending.list room"] = c.text(who, PendingList::Params{ids.room});
  a["audit.list room"] = c.text(who, AuditList::Params{.room = ids.room});
  return a;
}

/// Every query method as it can be asked without naming the room, and about a member who is in it.
Answers ask_around(DiskCommunity& c, MemberId who, MemberId insider) {
  Answers a;
  a["changes.since community"] = c.text(who, ChangesSince::Params{"community", Rev{}});
  a["changes.since me"] = c.text(who, ChangesSince::Params{"me", Rev{}});
  a["changes.since room"] = c.text(who, ChangesSince::Params{"room:1", Rev{}});
  a["session.list"] = c.text(who, SessionList::Params{});
  a["message.mine"] = c.text(who, MessageMine::Params{});
  a["message.pins"] = c.text(who, MessagePins::Params{c.cop});
  a["search"] = c.text(who, Search::Params{.query = "secret"});
  a["search by"] = c.text(who, Search::Params{.query = "secret", .by = insider});
  a["search limited"] = c.text(who, Search::Params{.query = "secret", .limit = 1});
  a["thread.list"] = c.text(who, ThreadList::Params{.room = c.cop});
  a["room.list"] = c.text(who, RoomList::Params{});
  a["room.members"] = c.text(who, RoomMembers::Params{.room = c.cop});
  a["member.get"] = c.text(who, MemberGet::Params{{insider}});
  a["member.search"] = c.text(who, MemberSearch::Params{});
  a["notification.list"] = c.text(who, NotificationList::Params{});
  a["utility.list"] = c.text(who, UtilityList::Params{});
  a["sanction.list"] = c.text(who, SanctionList::Params{});
  a["sanction.list member"] = c.text(who, SanctionList::Params{.member = insider});
  a["report.list"] = c.text(who, ReportList::Params{});
  a["pending.list"] = c.text(who, PendingList::Params{});
  a["application.list"] = c.text(who, ApplicationList::Params{});
  a["audit.list"] = c.text(who, AuditList::Params{});
  a["audit.list member"] = c.text(who, AuditList::Params{.member = insider});
  a["invitation.list"] = c.text(who, InvitationList::Params{});
  a["server.state"] = c.text(who, ServerState::Params{});
  auto context = c.context();
  const auto hello = query::hello({.page = 50}, c.viewer(who), context);
  a["hello"] = query::to_json(hello.value());
  return a;
}

/// A group with all that a room can have.
Ids fill_hidden_group(DiskCommunity& c, MemberId insider, MemberId writer) {
  Ids ids;
  ids.insider = insider;
  ids.room = c.open_room(RoomKind::group, "secret-twinning");
  c.must(c.admin, RoomAddMember::Params{ids.room, c.admin});
  c.must(c.admin, RoomAddMember::Params{ids.room, insider});
  c.must(c.admin, RoomAddMember::Params{ids.room, writer});
  const auto opening = c.start(insider, ids.room, "Secret title");
  ids.thread = opening.thread;
  ids.message = c.post(writer, ids.room, "A secret reply", ids.thread).message;
  const auto chat = c.post(insider, ids.room, "Secret chat").message;
  c.must(c.admin, MessagePin::Params{.message = chat, .on = true});
  c.must(c.admin, ThreadPin::Params{.thread = ids.thread, .on = true});
  c.must(writer, MessageReact::Params{.message = chat, .emoji = "👍", .on = true});
  c.must(insider, MessageReport::Params{.message = ids.message, .reason = "secret reason"});
  c.must(c.admin, MemberMute::Params{.member = writer, .room = ids.room, .reason = "secret mute", .minutes = 60});
  c.must(c.admin, RoomUpdate::Params{.room = ids.room, .approve_first_post = true});
  c.index();
  return ids;
}

constexpr std::int64_t kNever = 500'000;
const Ids kNothing{RoomId{kNever}, ThreadId{kNever}, MessageId{kNever}, MemberId{kNever}};

void check_same(const Answers& one, const Answers& other, bool same_ids = true) {
  REQUIRE(one.size() == other.size());
  for (const auto& [method, text] : one) {
    CAPTURE(method);
    if (same_ids) CHECK(text == other.at(method));
    CHECK(text.find("ecret") == text.npos);
  }
}

}  // namespace

TEST_CASE("a group that one may not see is, for every query, as if it did not exist") {
  DiskCommunity c;
  const auto outsider = c.join("Otto Outsider");
  const auto moderator = c.join("Mia Moderator");
  const auto insider = c.join("Ina Insider");
  const auto writer = c.join("Wim Writer");
  c.must(c.admin, RoomAppoint::Params{c.cop, moderator});
  c.post(insider, c.cop, "Public words");

  std::map<MemberId, Answers> before;
  for (const auto who : {outsider, moderator}) before[who] = ask_around(c, who, insider);
  const auto hidden = fill_hidden_group(c, insider, writer);
  for (const auto who : {outsider, moderator}) {
    CAPTURE(who.value);
    check_same(ask_about(c, who, hidden), ask_about(c, who, kNothing));
    check_same(ask_around(c, who, insider), before[who]);
  }
}

TEST_CASE("a direct conversation of others is hidden from everybody, administrators too") {
  DiskCommunity c;
  const auto outsider = c.join("Otto Outsider");
  const auto ina = c.join("Ina");
  const auto wim = c.join("Wim");
  std::map<MemberId, Answers> before;
  for (const auto who : {outsider, c.admin}) before[who] = ask_around(c, who, ina);
  before[c.admin].erase("server.state");  // counts all messages

  Ids hidden;
  hidden.insider = ina;
  hidden.room = c.get<RoomMade>(ina, DirectOpen::Params{wim}).room;
  hidden.thread = kNothing.thread;  // it can have none
  hidden.message = c.post(wim, hidden.room, "Secret").message;
  c.index();
  for (const auto who : {outsider, c.admin}) {
    CAPTURE(who.value);
    auto after = ask_around(c, who, ina);
    if (who == c.admin) after.erase("server.state");
    check_same(after, before[who]);
    check_same(ask_about(c, who, hidden), ask_about(c, who, kNothing));
  }
}

TEST_CASE("of a CoP that one has not joined, nothing that is said in it is shown") {
  DiskCommunity c;
  const auto ina = c.join("Ina");
  const auto outsider = c.join("Otto");
  const auto cop = c.open_room(RoomKind::cop, "open-room");
  c.must(ina, RoomJoin::Params{cop});
  const auto shown = c.text(outsider, RoomList::Params{});
  const auto thread = c.start(ina, cop, "Secret title").thread;
  const auto message = c.post(ina, cop, "Secret", thread).message;
  c.index();
  CHECK(c.text(outsider, RoomList::Params{}) == shown);
  CHECK(c.ask(outsider, MessageHistory::Params{.room = cop}).error().code == ErrorCode::not_a_member);
  CHECK(c.ask(outsider, ChangesSince::Params{"room:" + std::to_string(cop.value), Rev{}}).error().code ==
        ErrorCode::not_a_member);
  CHECK(c.text(outsider, ThreadGet::Params{thread}) == c.text(outsider, ThreadGet::Params{ThreadId{kNever}}));
  CHECK(c.ask(outsider, MessageGet::Params{{message}})->messages.empty());
  CHECK(c.ask(outsider, Search::Params{.query = "secret"})->messages.empty());
}

TEST_CASE("who was banned reads nothing more, in the same moment") {
  DiskCommunity c;
  const auto ina = c.join("Ina");
  const auto message = c.post(c.join("Wim"), c.cop, "Words").message;
  c.index();
  CHECK(c.ask(ina, MessageHistory::Params{.room = c.cop})->messages.size() == 1);
  c.must(c.admin, MemberBan::Params{.member = ina, .room = c.cop, .reason = "enough", .minutes = 5});
  const auto refused = c.ask(ina, MessageHistory::Params{.room = c.cop});
  CHECK(refused.error().code == ErrorCode::banned);
  CHECK(refused.error().data.reason == "enough");
  CHECK(c.ask(ina, MessageGet::Params{{message}})->messages.empty());
  CHECK(c.ask(ina, Search::Params{.query = "words"})->messages.empty());
}

TEST_CASE("who may not take part gets no answer at all") {
  DiskCommunity c;
  const auto ina = c.join("Ina");
  const auto wim = c.join("Wim");
  c.must(c.admin, MemberSuspend::Params{.member = ina, .reason = "pause", .minutes = 5});
  c.must(c.admin, MemberDeactivate::Params{.member = wim, .on = true, .reason = "left the utility"});
  CHECK(c.ask(ina, RoomList::Params{}).error().code == ErrorCode::suspended);
  CHECK(c.ask(ina, RoomList::Params{}).error().data.reason == "pause");
  CHECK(c.ask(wim, RoomList::Params{}).error().code == ErrorCode::account_inactive);
  CHECK(c.ask(MemberId{}, RoomList::Params{}).error().code == ErrorCode::not_logged_in);
  auto context = c.context();
  CHECK(query::hello({}, c.viewer(ina), context).error().code == ErrorCode::suspended);
  auto viewer = c.viewer(c.admin);
  viewer.session = SessionId{5};
  CHECK(query::answer(RoomList::Params{}, viewer, context).error().code == ErrorCode::session_ended);
}

TEST_CASE("a method has its least role") {
  DiskCommunity c;
  const auto ina = c.join("Ina");
  CHECK(c.ask(ina, ReportList::Params{}).error().code == ErrorCode::not_allowed);
  CHECK(c.ask(ina, PendingList::Params{}).error().code == ErrorCode::not_allowed);
  CHECK(c.ask(ina, ApplicationList::Params{}).error().code == ErrorCode::not_allowed);
  CHECK(c.ask(ina, AuditList::Params{}).error().code == ErrorCode::not_allowed);
  CHECK(c.ask(ina, ServerState::Params{}).error().code == ErrorCode::not_allowed);
  c.must(c.admin, RoomAppoint::Params{c.cop, ina});
  CHECK(c.ask(ina, ReportList::Params{}).has_value());
  CHECK(c.ask(ina, ServerState::Params{}).error().code == ErrorCode::not_allowed);
}
