#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

constexpr domain::TokenHash kCode{1, 2, 3};

struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    ana = c.join("Ana");
    group = c.open_room(RoomKind::group, "river-group", {moderator});
  }
  InvitationId invite(std::int64_t uses = 2, std::int64_t days = 7) {
    const InvitationCreate::Params params{.uses = uses, .days = days, .rooms = std::vector{group}};
    return reply_of<Invited>(c.must(moderator, domain::CreateInvitation{params, kCode})).invitation.id;
  }
  domain::ApplyToJoin form(const std::string& email = "new@utility.example") const {
    Application application;
    application.name = "New Person";
    application.email = email;
    application.utility_name = "Lakeside Water";
    application.country = "KE";
    application.job = "Engineer";
    return {application, "hash", kCode};
  }
  std::string accepts() { return c.would({}, form()); }

  Community c;
  MemberId moderator, ana;
  RoomId group;
};

}  // namespace

TEST_CASE("who accepts an invitation is a member at once, in the rooms that it opens and those that they named") {
  Scene s;
  const auto id = s.invite();
  auto form = s.form();
  form.application.rooms = {s.c.cop};
  const auto applied = reply_of<ApplyResult>(s.c.must({}, form));
  CHECK(applied.status == ApplicationStatus::approved);
  const auto* member = s.c.state.member(applied.member);
  REQUIRE(member);
  CHECK(member->in_room(s.group));
  CHECK(member->in_room(s.c.cop));
  CHECK(s.c.state.invitations.at(id).invitation.uses_left == 1);
  const auto& record = s.c.content.applications.at(applied.application);
  CHECK(record.invitation == id);
  CHECK(record.application.decided_by == s.moderator);
}

TEST_CASE("an invitation holds for as many as it says, until its end") {
  Scene s;
  CHECK(s.accepts() == "invitation_invalid");
  s.invite(2, 7);
  s.c.must({}, s.form("first@utility.example"));
  CHECK(s.accepts() == "done");
  SUBCASE("used up") {
    s.c.must({}, s.form("second@utility.example"));
  }
  SUBCASE("expired") {
    s.c.pass(7 * day_ms - 1);
    CHECK(s.accepts() == "done");
    s.c.pass(1);
  }
  SUBCASE("revoked") {
    s.c.must(s.moderator, InvitationRevoke::Params{InvitationId{1}});
  }
  SUBCASE("revoked by an administrator") {
    s.c.must(s.c.admin, InvitationRevoke::Params{InvitationId{1}});
  }
  CHECK(s.accepts() == "invitation_invalid");
  s.c.state = s.c.content.load();
  CHECK(s.accepts() == "invitation_invalid");
}

TEST_CASE("an invitation ends with the right to make it, for each of its rooms") {
  Scene s;
  s.invite();
  SUBCASE("dismissed from its room, but not from another") {
    s.c.must(s.c.admin, RoomDismiss::Params{s.group, s.moderator, {}});
  }
  SUBCASE("put out of its room") {
    s.c.must(s.c.admin, RoomRemoveMember::Params{s.group, s.moderator, "why"});
  }
  SUBCASE("suspended") {
    s.c.must(s.c.admin, MemberSuspend::Params{s.moderator, "why", 5});
  }
  SUBCASE("deactivated") {
    s.c.must(s.c.admin, MemberDeactivate::Params{s.moderator, true, "why"});
  }
  SUBCASE("left") {
    s.c.must(s.moderator, AccountLeave::Params{});
  }
  CHECK(s.accepts() == "invitation_invalid");
}

TEST_CASE("a refused acceptance uses nothing up") {
  Scene s;
  const auto id = s.invite(1);
  CHECK(s.c.code({}, s.form("ana@utility.example")) == ErrorCode::email_taken);
  auto nameless = s.form();
  nameless.application.name = "";
  CHECK(s.c.code({}, nameless) == ErrorCode::argument_missing);
  CHECK(s.c.state.invitations.at(id).invitation.uses_left == 1);
}

TEST_CASE("an application that waits is nobody's to replace, an invitation or not") {
  Scene s;
  auto waiting = s.form();
  waiting.invitation = {};
  waiting.application.rooms = {s.c.cop};
  const auto first = reply_of<ApplyResult>(s.c.must({}, waiting)).application;
  s.invite();
  const auto before = s.c.content.applications.at(first);
  s.c.must({}, s.form());
  CHECK(s.c.content.applications.at(first) == before);
  CHECK(s.c.would(s.c.admin, ApplicationApprove::Params{first, {}}) == "email_taken");
  CHECK(s.c.would(s.c.admin, ApplicationDecline::Params{first, "Who are you?"}) == "done");
}

TEST_CASE("a ban holds for the address of who left, also by invitation") {
  Scene s;
  s.c.must(s.moderator, MemberBan::Params{s.ana, s.group, "why", 0});
  s.c.must(s.ana, AccountLeave::Params{});
  s.invite();
  const auto member = reply_of<ApplyResult>(s.c.must({}, s.form("ana@utility.example"))).member;
  CHECK(member != s.ana);
  CHECK_FALSE(s.c.state.member(member)->in_room(s.group));
  CHECK(s.c.would(s.moderator, RoomAddMember::Params{s.group, member}) == "banned");
}

TEST_CASE("moderators invite into rooms that they moderate, administrators into all but conversations") {
  Scene s;
  const auto direct = s.c.direct(s.ana, s.moderator);
  const auto hidden = s.c.open_room(RoomKind::group, "other-group");
  struct Case {
    std::string what;
    MemberId by;
    std::vector<RoomId> rooms;
    std::string expected;
  };
  const std::vector<Case> cases{{"a member", s.ana, {}, "not_allowed"},
                                {"a moderator, no room", s.moderator, {}, "done"},
                                {"own rooms", s.moderator, {s.group, s.c.cop}, "done"},
                                {"one that they do not moderate", s.moderator, {s.c.cop, s.c.news}, "not_allowed"},
                                {"one that they do not see", s.moderator, {hidden}, "not_found"},
                                {"a conversation", s.moderator, {direct}, "not_allowed"},
                                {"an administrator", s.c.admin, {s.group, hidden, s.c.news}, "done"},
                                {"another's conversation", s.c.admin, {direct}, "not_found"}};
  for (const auto& one : cases) {
    CAPTURE(one.what);
    CHECK(s.c.would(one.by, domain::CreateInvitation{{.uses = 1, .days = 1, .rooms = one.rooms}, kCode}) == one.expected);
  }
  const std::vector<std::pair<std::int64_t, std::int64_t>> wrong{
      {0, 1}, {-1, 1}, {limits::invitation_uses + 1, 1}, {1, 0}, {1, limits::invitation_days + 1}};
  for (const auto& [uses, days] : wrong) {
    CHECK(s.c.would(s.moderator, domain::CreateInvitation{{.uses = uses, .days = days}, kCode}) == "argument_bad");
  }
}

TEST_CASE("an invitation is its maker's and the administrators' to revoke, and no secret is kept of it") {
  Scene s;
  const auto id = s.invite();
  const auto other = s.c.moderator("Other");
  for (const auto by : {s.ana, other}) CHECK(s.c.would(by, InvitationRevoke::Params{id}) == "not_found");
  CHECK(s.c.would(s.c.admin, InvitationRevoke::Params{id}) == "done");
  s.c.must(s.moderator, InvitationRevoke::Params{id});
  CHECK(rows_of<domain::InvitationRecord>(s.c.must(s.moderator, InvitationRevoke::Params{id})) == 0);

  domain::Command make{.actor = s.moderator, .key = s.c.fresh_key(), .secret = "open sesame"};
  make.payload = domain::CreateInvitation{{.uses = 1, .days = 1}, kCode};
  const auto made = s.c.run(make);
  REQUIRE(made.has_value());
  CHECK(reply_of<Invited>(*made).invitation.code == "open sesame");
  const auto retry = s.c.run(make);
  CHECK(reply_of<Invited>(*retry).invitation.code.empty());
  CHECK(reply_of<Invited>(*retry).invitation.id == reply_of<Invited>(*made).invitation.id);
  for (const auto& [at, record] : s.c.content.invitations) CHECK(record.invitation.code.empty());
}
