#include <doctest/doctest.h>

#include <boost/mp11/algorithm.hpp>

#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;

TEST_CASE("rooms come with heads and one's own memberships") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  const auto group = c.open_room(RoomKind::group, "hidden");
  c.post(ana, c.cop);
  const auto rooms = c.ask(ana, RoomList::Params{});
  REQUIRE(rooms.has_value());
  REQUIRE(rooms->rooms.size() == 2);
  CHECK(rooms->rooms[0].id == c.cop);
  CHECK(rooms->rooms[1].id == other);
  CHECK(rooms->heads[0].last_number == Number{1});
  CHECK(rooms->heads[1].rev == Rev{});
  REQUIRE(rooms->memberships.size() == 1);
  CHECK(rooms->memberships[0].room == c.cop);
  const auto all = c.ask(c.admin, RoomList::Params{});
  CHECK(all->rooms.size() == 3);
  CHECK(all->rooms[2].id == group);
}

TEST_CASE("a room's members are counted and paged") {
  DiskCommunity c;
  std::vector<MemberId> members;
  for (const auto* name : {"Cleo", "Ana", "Bob"}) members.push_back(c.join(name));
  c.must(c.admin, RoomAppoint::Params{c.cop, members[2]});
  const auto first = c.ask(members[0], RoomMembers::Params{.room = c.cop, .limit = 2});
  REQUIRE(first.has_value());
  CHECK(first->total == 3);
  CHECK(first->moderators == std::vector{members[2]});
  REQUIRE(first->members.size() == 2);
  CHECK(first->members[0].name == "Bob");
  CHECK(c.ask(members[0], RoomMembers::Params{.room = c.cop, .after = MemberId{}})->members.size() == 3);
  CHECK(first->members[1].name == "Cleo");
  CHECK(first->more);
  const auto rest = c.ask(members[0], RoomMembers::Params{.room = c.cop, .after = first->members.back().id, .limit = 2});
  REQUIRE(rest->members.size() == 1);
  CHECK(rest->members[0].name == "Ana");
  CHECK_FALSE(rest->more);
}

TEST_CASE("pages of a room's members join whatever becomes of the last one meanwhile") {
  DiskCommunity c;
  std::vector<MemberId> members;
  for (int i = 0; i < 5; ++i) members.push_back(c.join("Member " + std::to_string(i)));
  const auto first = c.ask(members[4], RoomMembers::Params{.room = c.cop, .limit = 2})->members;
  REQUIRE(first.size() == 2);
  const auto last = first.back().id;
  SUBCASE("leaves the room") {
    c.must(last, RoomLeave::Params{c.cop});
  }
  SUBCASE("is erased") {
    c.must(c.admin, MemberErase::Params{last, false, "asked for it"});
  }
  SUBCASE("has a new name") {
    c.must(last, ProfileUpdate::Params{.name = "Zoë"});
  }
  const auto second = c.ask(members[4], RoomMembers::Params{.room = c.cop, .after = last})->members;
  REQUIRE(second.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(second[i].id == members[i + 2]);
}

TEST_CASE("profiles by id; unknown ones are left out") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto page = c.ask(ana, MemberGet::Params{{c.admin, MemberId{99}, ana}});
  REQUIRE(page->members.size() == 2);
  CHECK(page->members[0].role == Role::administrator);
  CHECK(c.ask(ana, MemberGet::Params{std::vector<MemberId>(201, ana)}).error().code == ErrorCode::too_many);
}

TEST_CASE("notifications are one's own, newest first, with the unseen counted") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto base = c.ask(bob, NotificationList::Params{})->notifications.size();
  for (int i = 0; i < 5; ++i) c.must(ana, MessagePost::Params{.room = c.cop, .text = "Hi", .mentions = std::vector{bob}});
  const auto first = c.ask(bob, NotificationList::Params{.limit = 3});
  REQUIRE(first->notifications.size() == 3);
  CHECK(first->more);
  CHECK(first->notifications[0].id > first->notifications[1].id);
  CHECK(first->people.at(0).name == "Ana");
  CHECK(first->unseen == static_cast<std::int64_t>(base) + 5);
  const auto rest = c.ask(bob, NotificationList::Params{.before = first->notifications.back().id});
  CHECK(rest->notifications.size() == base + 2);
  c.must(bob, NotificationSeen::Params{first->notifications[0].id});
  CHECK(c.ask(bob, NotificationList::Params{})->unseen == 0);
  CHECK(c.ask(ana, NotificationList::Params{})->unseen == 0);
}

TEST_CASE("utilities are paged by id and found by words") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  for (const auto* name : {"Águas do Norte", "Lakeside Water", "Aguas del Sur"}) {
    c.must(c.admin, UtilityCreate::Params{.name = name, .country = "BR", .domains = {}});
  }
  CHECK(c.ask(ana, UtilityList::Params{.query = "aguas"})->utilities.size() == 2);
  const auto first = c.ask(ana, UtilityList::Params{.limit = 2});
  CHECK(first->utilities.size() == 2);
  CHECK(first->more);
  const auto rest = c.ask(ana, UtilityList::Params{.after = first->utilities.back().id});
  CHECK(rest->utilities.size() == 1);
  CHECK_FALSE(rest->more);
}

TEST_CASE("who comes with the address of one who left reads nothing of theirs; whoever decides is told of them") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto room = c.get<RoomMade>(ana, DirectOpen::Params{bob}).room;
  const auto whisper = c.post(bob, room, "Between us").message;
  c.must(ana, AccountLeave::Params{});
  const auto before = c.ask(c.admin, ApplicationList::Params{.status = ApplicationStatus::approved});
  const domain::ApplyToJoin again{before->applications.at(0), "hash", {}};
  const auto id = c.get<ApplyResult>({}, again).application;
  CHECK(c.ask(c.admin, ApplicationList::Params{})->applications.at(0).former == ana);
  const auto member = c.get<Approved>(c.admin, ApplicationApprove::Params{id, {}}).member;
  CHECK(member != ana);
  CHECK(c.ask(member, MessageGet::Params{{whisper}})->messages.empty());
  CHECK(c.ask(member, MessageHistory::Params{.room = room}).error().code == ErrorCode::not_found);
  CHECK(c.ask(member, NotificationList::Params{})->notifications.empty());
  CHECK(c.ask(ana, MessageHistory::Params{.room = room}).has_error());
}

TEST_CASE("sessions are one's own, the asking one marked, without those that are over") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto open = [&](MemberId member, std::uint8_t token, std::string device, Time until) {
    domain::OpenSession payload;
    payload.member = member;
    payload.verified_hash = "hash";
    payload.token_hash.fill(token);
    payload.device = std::move(device);
    payload.expires_at = until;
    c.must({}, payload);
  };
  open(ana, 1, "phone", Time{c.now.value + 1000});
  open(ana, 2, "laptop", Time{c.now.value + 100'000});
  open(c.admin, 3, "desk", Time{c.now.value + 100'000});
  CHECK(c.ask(ana, SessionList::Params{})->sessions.size() == 2);
  c.now.value += 2000;
  const auto sessions = c.ask(ana, SessionList::Params{})->sessions;
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0].device == "laptop");
  auto viewer = c.viewer(ana);
  viewer.session = sessions[0].id;
  auto context = c.context();
  CHECK(query::answer(SessionList::Params{}, viewer, context)->sessions[0].current);
}

TEST_CASE("sanctions: one's own; of the rooms one moderates; all for administrators") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto mia = c.join("Mia");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  c.must(bob, RoomJoin::Params{other});
  const auto mute = [&](MemberId member, RoomId room) {
    return c.get<Sanctioned>(c.admin, MemberMute::Params{.member = member, .room = room, .reason = "r", .minutes = 1}).sanction;
  };
  const auto anas = mute(ana, c.cop);
  const auto bobs = mute(bob, c.cop);
  const auto elsewhere = mute(bob, other);
  const auto seen = [&](MemberId who, SanctionList::Params params) {
    std::vector<SanctionId> ids;
    const auto page = c.ask(who, params);
    for (const auto& sanction : page->sanctions) ids.push_back(sanction.id);
    return ids;
  };
  CHECK(seen(ana, {}) == std::vector{anas});
  CHECK(seen(ana, {.member = bob}).empty());
  CHECK(seen(mia, {}) == std::vector{bobs, anas});
  CHECK(seen(mia, {.member = bob}) == std::vector{bobs});
  CHECK(seen(mia, {.room = other}).empty());
  // A room that one may not see is like none, unless it is the one that one is banned from.
  const auto group = c.open_room(RoomKind::group, "hidden");
  for (const auto room : {group, RoomId{999}}) {
    CHECK(c.ask(ana, SanctionList::Params{.room = room}).error().code == ErrorCode::not_found);
    CHECK(c.ask(ana, SanctionList::Params{.room = room}).error().data.field == "room");
  }
  CHECK(seen(ana, {.room = RoomId{}}).empty());
  CHECK(seen(c.admin, {.room = group}).empty());
  c.must(c.admin, RoomAddMember::Params{group, ana});
  const auto ban = c.get<Sanctioned>(c.admin, MemberBan::Params{ana, group, "r", 1}).sanction;
  CHECK(seen(ana, {.room = group}) == std::vector{ban});
  c.must(c.admin, SanctionLift::Params{ban, "r"});
  const auto all = std::vector{ban, elsewhere, bobs, anas};
  CHECK(seen(c.admin, {}) == all);
  CHECK(seen(c.admin, {.room = c.cop}) == std::vector{bobs, anas});
  CHECK(seen(c.admin, {.member = bob}) == std::vector{elsewhere, bobs});
  CHECK(seen(c.admin, {.before = bobs}) == std::vector{anas});
  CHECK(seen(c.admin, {.limit = 1}) == std::vector{ban});
  c.now.value += 2 * 60'000;
  CHECK(seen(c.admin, {.active = true}).empty());
}

TEST_CASE("reports come with what was reported, for the room's moderators") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto mia = c.join("Mia");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  c.must(c.admin, RoomAppoint::Params{other, mia});
  const auto message = c.post(ana, c.cop, "Rude").message;
  c.must(bob, MessageReport::Params{message, "rude"});
  CHECK(c.ask(mia, ReportList::Params{})->reports.empty());
  CHECK(c.ask(mia, ReportList::Params{.room = c.cop}).error().code == ErrorCode::not_allowed);
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  const auto page = c.ask(mia, ReportList::Params{});
  REQUIRE(page->reports.size() == 1);
  CHECK(page->messages.at(0).text == "Rude");
  CHECK(page->people.size() == 2);
  c.must(mia, ReportResolve::Params{.report = page->reports[0].id, .upheld = true, .note = "yes"});
  CHECK(c.ask(mia, ReportList::Params{})->reports.empty());
  CHECK(c.ask(mia, ReportList::Params{.room = c.cop, .status = ReportStatus::upheld})->reports.size() == 1);
}

TEST_CASE("what is reported of a moderator is shown to administrators alone") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto mia = c.join("Mia");
  const auto max = c.join("Max");
  for (const auto member : {mia, max}) c.must(c.admin, RoomAppoint::Params{c.cop, member});
  const auto message = c.post(mia, c.cop, "Rude").message;
  c.must(ana, MessageReport::Params{message, "rude"});
  for (const auto member : {mia, max}) {
    CHECK(c.ask(member, ReportList::Params{})->reports.empty());
    CHECK(c.ask(member, ReportList::Params{.room = c.cop})->reports.empty());
  }
  const auto page = c.ask(c.admin, ReportList::Params{});
  REQUIRE(page->reports.size() == 1);
  CHECK(page->reports[0].by == ana);
  CHECK(page->messages.at(0).text == "Rude");
}

TEST_CASE("what is reported in a direct conversation is shown to administrators, with that message alone") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto room = c.get<RoomMade>(ana, DirectOpen::Params{bob}).room;
  c.post(ana, room, "Another");
  const auto message = c.post(bob, room, "Rude").message;
  c.must(ana, MessageReport::Params{message, "rude"});
  const auto page = c.ask(c.admin, ReportList::Params{});
  REQUIRE(page->messages.size() == 1);
  CHECK(page->messages[0].id == message);
  CHECK(c.ask(c.admin, MessageGet::Params{{message}})->messages.empty());
}

TEST_CASE("waiting posts are on the desks of their rooms") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto mia = c.join("Mia");
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  c.must(c.admin, RoomUpdate::Params{.room = c.cop, .approve_first_post = true});
  c.post(ana, c.cop, "First");
  for (const auto room : {c.cop, RoomId{}}) {
    const auto page = c.ask(mia, PendingList::Params{room});
    REQUIRE(page->pending.size() == 1);
    CHECK(page->pending[0].text == "First");
    CHECK(page->people.at(0).name == "Ana");
  }
  c.must(mia, PendingApprove::Params{c.ask(mia, PendingList::Params{})->pending[0].id});
  CHECK(c.ask(mia, PendingList::Params{})->pending.empty());
}

TEST_CASE("applications are shown to moderators of the CoPs that they name") {
  DiskCommunity c;
  const auto mia = c.join("Mia");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  c.must(c.admin, RoomAppoint::Params{other, mia});
  const auto apply = [&](const std::string& name, std::vector<RoomId> rooms) {
    Application application;
    application.name = name;
    application.email = name + "@utility.example";
    application.utility_name = "Lakeside Water (fictional)";
    application.country = "KE";
    application.job = "Engineer";
    application.languages = {"en"};
    application.rooms = std::move(rooms);
    c.must({}, domain::ApplyToJoin{application, "hash", {}});
  };
  apply("one", {c.cop});
  apply("two", {c.cop, other});
  apply("three", {other});
  const auto page = c.ask(mia, ApplicationList::Params{.limit = 1});
  REQUIRE(page->applications.size() == 1);
  CHECK(page->applications[0].name == "two");
  CHECK(page->more);
  const auto rest = c.ask(mia, ApplicationList::Params{.after = page->applications[0].id});
  REQUIRE(rest->applications.size() == 1);
  CHECK(rest->applications[0].name == "three");
  CHECK(c.ask(c.admin, ApplicationList::Params{})->applications.size() == 3);
  CHECK(c.ask(c.admin, ApplicationList::Params{.status = ApplicationStatus::approved})->applications.size() == 1);
}

TEST_CASE("the audit log is shown by room, newest first") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto mia = c.join("Mia");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  c.must(mia, MemberWarn::Params{.member = ana, .room = c.cop, .reason = "one"});
  c.must(mia, MemberWarn::Params{.member = ana, .room = c.cop, .reason = "two"});
  c.must(c.admin, RoomArchive::Params{.room = other, .on = true, .reason = "three"});
  const auto mias = c.ask(mia, AuditList::Params{});
  for (const auto& entry : mias->entries) CHECK(entry.room == c.cop);
  CHECK(mias->entries.at(0).reason == "two");
  CHECK(c.ask(mia, AuditList::Params{.room = other}).error().code == ErrorCode::not_allowed);
  const auto all = c.ask(c.admin, AuditList::Params{});
  CHECK(all->entries.at(0).reason == "three");
  CHECK(all->entries.size() > mias->entries.size());
  CHECK(c.ask(c.admin, AuditList::Params{.member = ana, .limit = 1})->entries.at(0).reason == "two");
}

TEST_CASE("invitations are one's own, for administrators all") {
  DiskCommunity c;
  const auto mia = c.join("Mia");
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  const auto invite = [&](MemberId by, std::uint8_t code) {
    domain::CreateInvitation payload;
    payload.params.uses = 1;
    payload.params.days = 1;
    payload.code_hash.fill(code);
    c.must(by, payload);
  };
  invite(mia, 1);
  invite(c.admin, 2);
  CHECK(c.ask(mia, InvitationList::Params{})->invitations.size() == 1);
  CHECK(c.ask(c.admin, InvitationList::Params{})->invitations.size() == 2);
}

TEST_CASE("the server's state counts, and names CoPs that are short of moderators") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  c.post(ana, c.cop);
  const auto info = c.ask(c.admin, ServerState::Params{});
  REQUIRE(info.has_value());
  CHECK(info->members == 2);
  CHECK(info->messages == 1);
  CHECK(info->database_bytes > 0);
  CHECK(info->short_of_moderators == std::vector{c.cop});
}

TEST_CASE("a page has as many entries as its method allows, and one more or one fewer than that is refused") {
  DiskCommunity c;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>([&](auto identity) {
    using Method = typename decltype(identity)::type;
    using Params = typename Method::Params;
    if constexpr (requires(Params p) { p.limit; }) {
      CAPTURE(std::string(Method::name));
      Params params;
      if constexpr (requires { params.room = c.cop; }) params.room = c.cop;
      if constexpr (requires { params.query = "water"; }) params.query = "water";
      for (const auto size : {Method::page.least, Method::page.usual, Method::page.most}) {
        params.limit = size;
        CHECK(c.ask(c.admin, params).has_value());
      }
      for (const auto size : {Method::page.least - 1, Method::page.most + 1}) {
        params.limit = size;
        const auto answer = c.ask(c.admin, params);
        REQUIRE(answer.has_error());
        CHECK(answer.error().code == ErrorCode::argument_bad);
        CHECK(answer.error().data.field == "limit");
      }
    }
  });
  ChangesSince::Params since{.stream = "me", .rev = {}, .page = ChangesSince::page.most + 1};
  CHECK(c.ask(c.admin, since).error().data.field == "page");
  auto context = c.context();
  CHECK(query::hello({.page = Hello::page.most + 1}, c.viewer(c.admin), context).error().data.field == "page");
}
