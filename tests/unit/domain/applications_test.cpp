#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    ana = c.join("Ana");
    elsewhere = c.open_room(RoomKind::cop, "sanitation");
    there = c.join("There");
    c.must(c.admin, RoomAppoint::Params{elsewhere, there});
  }
  domain::ApplyToJoin form(const std::string& email = "new@utility.example") const {
    Application application;
    application.name = "New Person";
    application.email = email;
    application.utility_name = "Lakeside Water";
    application.country = "ke";
    application.job = "Engineer";
    application.languages = {"en", "sw"};
    application.rooms = {c.cop};
    application.why = "To learn";
    return {application, "hash", {}};
  }
  ApplicationId apply(const domain::ApplyToJoin& with) { return reply_of<ApplyResult>(c.must({}, with)).application; }
  ApplicationId apply() { return apply(form()); }
  Approved approve(ApplicationId id) { return reply_of<Approved>(c.must(moderator, ApplicationApprove::Params{id, {}})); }
  const Application& kept(ApplicationId id) const { return c.content.applications.at(id).application; }

  Community c;
  MemberId moderator, ana, there;
  RoomId elsewhere;
};

}  // namespace

TEST_CASE("an application is checked field by field") {
  using Form = domain::ApplyToJoin;
  struct Case {
    std::string what;
    std::function<void(Scene&, Form&)> spoil;
    std::string code, field;
  };
  const std::vector<Case> cases{
      {"no name", [](Scene&, Form& f) { f.application.name = " "; }, "argument_missing", "name"},
      {"long name", [](Scene&, Form& f) { f.application.name.assign(limits::name_bytes + 1, 'x'); }, "argument_too_long", "name"},
      {"control character", [](Scene&, Form& f) { f.application.name = "A\x1b[31m"; }, "argument_bad", "name"},
      {"no address", [](Scene&, Form& f) { f.application.email = "ana"; }, "argument_bad", "email"},
      {"two at signs", [](Scene&, Form& f) { f.application.email = "a@b@c.example"; }, "argument_bad", "email"},
      {"no employer", [](Scene&, Form& f) { f.application.utility_name = ""; }, "argument_missing", "utility"},
      {"a country's name", [](Scene&, Form& f) { f.application.country = "Kenya"; }, "argument_bad", "country"},
      {"no job", [](Scene&, Form& f) { f.application.job = ""; }, "argument_missing", "job"},
      {"no such language", [](Scene&, Form& f) { f.application.languages = {"e"}; }, "argument_bad", "languages"},
      {"no room", [](Scene&, Form& f) { f.application.rooms = {}; }, "argument_bad", "rooms"},
      {"unknown room", [](Scene&, Form& f) { f.application.rooms = {RoomId{999}}; }, "argument_bad", "rooms"},
      {"no CoP", [](Scene& s, Form& f) { f.application.rooms = {s.c.news}; }, "argument_bad", "rooms"},
      {"a group", [](Scene& s, Form& f) { f.application.rooms = {s.c.open_room(RoomKind::group, "river")}; }, "argument_bad",
       "rooms"},
      {"archived CoP",
       [](Scene& s, Form& f) {
         s.c.must(s.c.admin, RoomArchive::Params{s.elsewhere, true, {}});
         f.application.rooms = {s.elsewhere};
       },
       "argument_bad", "rooms"},
      {"a member's address", [](Scene&, Form& f) { f.application.email = "ANA@utility.example"; }, "email_taken", "email"},
      {"an applicant's address", [](Scene& s, Form&) { s.apply(); }, "already_applied", "email"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.what);
    Scene s;
    auto form = s.form();
    one.spoil(s, form);
    const auto refusal = s.c.refused({}, form);
    CHECK(refusal.data.code == one.code);
    CHECK(refusal.data.field == one.field);
  }
}

TEST_CASE("moderators of a CoP that it names and administrators decide an application, nobody else sees it") {
  Scene s;
  const auto id = s.apply();
  struct Case {
    std::string who;
    MemberId by;
    std::string expected;
  };
  for (const auto& one : std::vector<Case>{{"a member", s.ana, "not_found"},
                                           {"a moderator of another CoP", s.there, "not_found"},
                                           {"a moderator of the CoP", s.moderator, "done"},
                                           {"an administrator", s.c.admin, "done"}}) {
    CAPTURE(one.who);
    CHECK(s.c.would(one.by, ApplicationApprove::Params{id, {}}) == one.expected);
    CHECK(s.c.would(one.by, ApplicationDecline::Params{id, "why"}) == one.expected);
  }
  CHECK(s.c.would(s.moderator, ApplicationDecline::Params{id, ""}) == "argument_missing");
  CHECK(s.c.would(s.moderator, ApplicationApprove::Params{id, UtilityId{9}}) == "argument_bad");
  CHECK(s.c.would(s.moderator, ApplicationApprove::Params{ApplicationId{999}, {}}) == "not_found");
  auto both = s.form("both@utility.example");
  both.application.rooms = {s.elsewhere, s.c.cop};
  CHECK(s.c.would(s.there, ApplicationApprove::Params{s.apply(both), {}}) == "done");
}

TEST_CASE("who is approved is a member with what they said of themselves, in the CoPs that they named") {
  Scene s;
  const auto id = s.apply();
  CHECK(s.c.state.by_email.count("new@utility.example") == 0);
  const auto member = s.approve(id).member;
  const auto& account = s.c.state.member(member)->account;
  CHECK(account.email == "new@utility.example");
  CHECK(account.password_hash == "hash");
  CHECK(account.lang == "en");
  CHECK(account.profile.name == "New Person");
  CHECK(account.profile.country == "KE");
  CHECK(account.profile.role == Role::member);
  CHECK(account.profile.joined_at == s.c.now);
  CHECK(s.c.state.member(member)->in_room(s.c.cop));
  CHECK_FALSE(s.c.state.member(member)->in_room(s.elsewhere));
  CHECK(s.kept(id).status == ApplicationStatus::approved);
  CHECK(s.kept(id).decided_by == s.moderator);
  CHECK(s.kept(id).member == member);
  CHECK(s.c.content.applications.at(id).password_hash.empty());
}

TEST_CASE("an application is decided once") {
  for (const bool approved : {true, false}) {
    Scene s;
    const auto id = s.apply();
    if (approved) s.approve(id);
    if (!approved) s.c.must(s.moderator, ApplicationDecline::Params{id, "unknown"});
    CHECK(s.c.would(s.moderator, ApplicationApprove::Params{id, {}}) == "already_decided");
    CHECK(s.c.would(s.c.admin, ApplicationDecline::Params{id, "why"}) == "already_decided");
  }
}

TEST_CASE("who was declined reads the reason, and may apply again") {
  Scene s;
  const auto first = s.apply();
  s.c.must(s.moderator, ApplicationDecline::Params{first, "Which utility?"});
  CHECK(s.kept(first).reason == "Which utility?");
  CHECK_FALSE(s.c.content.applications.at(first).password_hash.empty());  // to log in and read it
  const auto second = s.apply();
  CHECK(s.c.content.applications.at(first).password_hash.empty());  // from now on the second answers
  CHECK(s.kept(first).status == ApplicationStatus::declined);
  CHECK(s.c.would({}, s.form()) == "already_applied");
  const auto member = s.approve(second).member;
  CHECK(s.c.would({}, s.form()) == "email_taken");
  CHECK(s.c.state.member(member)->in_room(s.c.cop));
}

TEST_CASE("an address that was taken while the application waited is refused at its approval") {
  Scene s;
  const auto id = s.apply();
  s.c.must({}, domain::CreateAdministrator{"New Person", "new@utility.example", "hash"});
  CHECK(s.c.would(s.moderator, ApplicationApprove::Params{id, {}}) == "email_taken");
  CHECK(s.c.would(s.moderator, ApplicationDecline::Params{id, "twice"}) == "done");
}

TEST_CASE("whoever applies with the address of a former member gets nothing of theirs") {
  Scene s;
  auto& c = s.c;
  const auto direct = c.direct(s.ana, s.there);
  c.say(s.there, direct, "between us");
  c.must(c.admin, RoomAppoint::Params{c.cop, s.ana});
  c.must(s.ana, AccountLeave::Params{});
  const auto left = c.content.memberships;
  const auto again = s.form("ana@utility.example");
  for (const bool erased : {false, true}) {
    CAPTURE(erased);
    const auto id = s.apply(again);
    CHECK(s.kept(id).former == (erased ? MemberId{} : s.ana));
    const auto member = s.approve(id).member;
    CHECK(member != s.ana);
    CHECK(s.kept(id).former == MemberId{});
    const auto& account = c.state.member(member)->account;
    CHECK(account.email == "ana@utility.example");
    CHECK(account.profile.role == Role::member);
    CHECK(account.profile.joined_at == c.now);
    CHECK(c.state.member(member)->rooms.size() == 1);
    CHECK(c.newest_notification(member) == Notification{});
    CHECK(c.would(member, MessagePost::Params{.room = direct, .text = "x"}) == "not_found");
    CHECK(c.would(member, MessagePost::Params{.room = c.cop, .text = "x"}) == "done");
    const auto& former = c.content.accounts.at(s.ana);
    CHECK(former.email.empty());
    CHECK(former.password_hash.empty());
    for (const auto& [place, record] : left) CHECK(c.content.memberships.at(place) == record);
    CHECK(c.would({}, again) == "email_taken");
    CHECK(domain::dump(c.content.load()) == domain::dump(c.state));
    c.must(c.admin, MemberErase::Params{member, false, "for the next round"});
  }
}

TEST_CASE("who was deactivated cannot apply again, who was erased can") {
  Scene s;
  const auto again = s.form("ana@utility.example");
  SUBCASE("deactivated") {
    s.c.must(s.c.admin, MemberDeactivate::Params{s.ana, true, "why"});
    CHECK(s.c.would({}, again) == "email_taken");
  }
  SUBCASE("erased") {
    s.c.must(s.c.admin, MemberErase::Params{s.ana, false, "why"});
    CHECK(s.approve(s.apply(again)).member != s.ana);
  }
}

TEST_CASE("an employer is known by the domain of the address, or else by its name") {
  Scene s;
  const auto lakeside =
      reply_of<UtilityMade>(s.c.must(s.c.admin, UtilityCreate::Params{"Lakeside Water", "KE", {"lakeside.example"}})).utility;
  const auto riverside =
      reply_of<UtilityMade>(s.c.must(s.c.admin, UtilityCreate::Params{"Riverside", "KE", {"riverside.example"}})).utility;
  struct Case {
    std::string email, name;
    UtilityId utility;
    bool by_domain;
  };
  for (const auto& one : std::vector<Case>{{"a@riverside.example", "Lakeside Water", riverside, true},
                                           {"b@mail.riverside.example", "x", riverside, true},
                                           {"c@notriverside.example", "x", {}, false},
                                           {"d@riverside.example.org", "x", {}, false},
                                           {"e@mail.example", "lakeside WATER", lakeside, false}}) {
    CAPTURE(one.email);
    auto form = s.form(one.email);
    form.application.utility_name = one.name;
    const auto id = s.apply(form);
    CHECK(s.kept(id).utility == one.utility);
    CHECK(s.kept(id).domain_matches == one.by_domain);
  }
}
