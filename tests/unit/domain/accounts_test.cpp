#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "protocol/limits.hpp"
#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

Role role_of(const Community& c, MemberId member) {
  return c.state.member(member)->account.profile.role;
}

}  // namespace

TEST_CASE("the last administrator who may act neither leaves nor steps down, and cannot be put out") {
  Community c;
  const MemberSetRole::Params step_down{c.admin, Role::member, {}};
  CHECK(c.would(c.admin, AccountLeave::Params{}) == "last_administrator");
  CHECK(c.would(c.admin, step_down) == "last_administrator");
  CHECK(c.would(c.admin, MemberDeactivate::Params{c.admin, true, "why"}) == "rank_too_low");
  CHECK(c.would(c.admin, MemberErase::Params{c.admin, true, "why"}) == "rank_too_low");
  CHECK(c.would(c.admin, MemberSuspend::Params{c.admin, "why", 5}) == "rank_too_low");

  // One who is suspended does not count.
  const auto second = c.join("Second");
  c.must(c.admin, MemberSuspend::Params{second, "why", 5});
  c.must(c.admin, MemberSetRole::Params{second, Role::administrator, {}});
  CHECK(c.would(c.admin, AccountLeave::Params{}) == "last_administrator");
  CHECK(c.would(c.admin, step_down) == "last_administrator");
  c.pass(5 * minute_ms);
  CHECK(c.would(c.admin, AccountLeave::Params{}) == "done");
  c.must(c.admin, step_down);
  CHECK(role_of(c, c.admin) == Role::member);
  CHECK(c.would(second, AccountLeave::Params{}) == "last_administrator");
}

TEST_CASE("an administrator makes and unmakes others; a moderator is made in a room") {
  Community c;
  const auto ana = c.moderator("Ana");
  CHECK(c.would(c.admin, MemberSetRole::Params{ana, Role::moderator, {}}) == "argument_bad");
  c.must(c.admin, MemberSetRole::Params{ana, Role::administrator, {}});
  CHECK(role_of(c, ana) == Role::administrator);
  CHECK(c.newest_notification(ana).kind == NotificationKind::role_changed);
  c.must(c.admin, MemberSetRole::Params{ana, Role::member, "thanks"});
  CHECK(role_of(c, ana) == Role::moderator);  // as her room says
  CHECK(c.newest_notification(ana).text == "thanks");
  c.must(ana, AccountLeave::Params{});
  CHECK(c.would(c.admin, MemberSetRole::Params{ana, Role::administrator, {}}) == "not_allowed");
}

TEST_CASE("whose stream ends is told why, by a code of its own for each way") {
  Community c;
  const auto ana = c.moderator("Ana");
  const auto code_of = [&](MemberId actor, domain::Payload payload) {
    const auto decision = c.must(actor, std::move(payload));
    std::vector<LeftCode> codes;
    for (const auto& effect : decision.effects) {
      if (const auto* exited = std::get_if<domain::Exited>(&effect)) codes.push_back(exited->code);
    }
    return codes;
  };
  const std::vector both{LeftCode::not_moderator, LeftCode::left};
  CHECK(code_of(ana, RoomLeave::Params{c.cop}) == both);
  c.must(c.admin, RoomAppoint::Params{c.cop, ana});
  CHECK(code_of(c.admin, RoomDismiss::Params{c.cop, ana, {}}) == std::vector{LeftCode::not_moderator});
  CHECK(code_of(c.admin, RoomRemoveMember::Params{c.cop, ana, "left"}) == std::vector{LeftCode::removed});
  c.must(ana, RoomJoin::Params{c.cop});
  c.must(c.admin, MemberSetRole::Params{ana, Role::administrator, {}});
  for (const auto code : code_of(c.admin, MemberSetRole::Params{ana, Role::member, {}})) {
    CHECK(code == LeftCode::not_administrator);
  }
  CHECK(code_of(ana, AccountLeave::Params{}) == std::vector{LeftCode::left});
  CHECK(code_of(c.admin, MemberErase::Params{c.join("Ben"), false, "asked for it"}) == std::vector{LeftCode::erased});
}

TEST_CASE("the set-up makes the first administrator only") {
  Community c;
  CHECK(c.would({}, domain::CreateAdministrator{"Second", "second@example.org", "hash", true}) == "set_up_done");
  CHECK(c.would({}, domain::CreateAdministrator{"Second", "second@example.org", "hash", false}) == "done");
  CHECK(c.would({}, domain::CreateAdministrator{"Second", "ada.admin@example.org", "hash", false}) == "email_taken");
}

TEST_CASE("who leaves is out of everything, and what they wrote stays theirs") {
  Community c;
  const auto ana = c.moderator("Ana");
  const auto group = c.open_room(RoomKind::group, "river-group", {ana});
  const auto words = c.post(ana).message;
  c.must({}, domain::OpenSession{ana, "hash", {1}, "phone", Time{c.now.value + day_ms}});
  const auto left = c.must(ana, AccountLeave::Params{});
  CHECK(std::ranges::any_of(left.effects, [&](const domain::Effect& effect) {
    const auto* out = std::get_if<domain::Disconnect>(&effect);
    return out && out->member == ana && !out->session;
  }));
  const auto& member = *c.state.member(ana);
  CHECK(member.account.profile.state == MemberState::left);
  CHECK(member.account.profile.role == Role::member);
  CHECK(member.account.profile.name == "Ana");
  for (const auto room : {c.cop, group}) {
    CHECK_FALSE(member.in_room(room));
    CHECK(c.state.room(room)->room.moderators.empty());
    CHECK(c.state.room(room)->members == 0);
  }
  CHECK(c.state.sessions.empty());
  CHECK(c.message(words).by == ana);
  CHECK(c.would(ana, ProfileUpdate::Params{.job = "x"}) == "account_inactive");
  CHECK(c.would(c.admin, MemberDeactivate::Params{ana, false, "why"}) == "not_allowed");
  CHECK(c.would(c.admin, RoomAddMember::Params{c.cop, ana}) == "not_allowed");
}

TEST_CASE("of the profile of who leaves only the name card stays") {
  Community c;
  const auto ana = c.join("Ana");
  const ProfileUpdate::Params all{
      .expertise = std::vector<std::string>{"leaks"}, .offers = "to measure at night", .seeks = "a twin"};
  c.must(ana, all);
  auto expected = c.state.member(ana)->account.profile;
  c.must(ana, AccountLeave::Params{});
  expected.state = MemberState::left;
  expected.job.clear();
  expected.languages.clear();
  expected.expertise.clear();
  expected.offers.clear();
  expected.seeks.clear();
  ++expected.version;
  CHECK(c.state.member(ana)->account.profile == expected);
  CHECK_FALSE(expected.utility_name.empty());
}

TEST_CASE("a deactivated account keeps its places, and comes back to them") {
  Community c;
  const auto ana = c.moderator("Ana");
  c.must({}, domain::OpenSession{ana, "hash", {1}, "phone", Time{c.now.value + day_ms}});
  CHECK(c.would(c.admin, MemberDeactivate::Params{ana, true, ""}) == "argument_missing");
  c.must(c.admin, MemberDeactivate::Params{ana, true, "lost phone"});
  CHECK(c.state.sessions.empty());
  CHECK(c.would(ana, MessagePost::Params{.room = c.cop, .text = "x"}) == "account_inactive");
  CHECK(c.would(c.admin, RoomAppoint::Params{c.news, ana}) == "not_allowed");
  CHECK(rows_of<domain::Account>(c.must(c.admin, MemberDeactivate::Params{ana, true, "again"})) == 0);
  c.must(c.admin, MemberDeactivate::Params{ana, false, "found"});
  CHECK(c.would(ana, MessagePost::Params{.room = c.cop, .text = "x"}) == "done");
  CHECK(domain::rank_in(c.state, ana, c.cop) == Role::moderator);
}

TEST_CASE("a profile is checked field by field, and what is absent stays") {
  Community c;
  const auto ana = c.join("Ana");
  const std::vector<std::string> many(limits::expertise + 1, "x"), tongues(limits::languages + 1, "en");
  struct Case {
    ProfileUpdate::Params params;
    std::string code, field;
  };
  const std::vector<Case> cases{
      {{.name = ""}, "argument_missing", "name"},
      {{.name = "A\nB"}, "argument_bad", "name"},
      {{.job = std::string(limits::field_bytes + 1, 'x')}, "argument_too_long", "job"},
      {{.utility = UtilityId{9}}, "argument_bad", "utility"},
      {{.country = "KEN"}, "argument_bad", "country"},
      {{.languages = tongues}, "argument_bad", "languages"},
      {{.expertise = many}, "argument_bad", "expertise"},
      {{.offers = std::string(limits::note_bytes + 1, 'x')}, "argument_too_long", "offers"},
      {{.seeks = "\x1b[2J"}, "argument_bad", "seeks"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.field);
    const auto refusal = c.refused(ana, one.params);
    CHECK(refusal.data.code == one.code);
    CHECK(refusal.data.field == one.field);
  }
  const auto before = c.state.member(ana)->account.profile;
  c.must(ana, ProfileUpdate::Params{.expertise = std::vector<std::string>{"NRW", " nrw", "Meters"}, .seeks = ""});
  auto expected = before;
  expected.expertise = {"nrw", "meters"};
  ++expected.version;
  CHECK(c.state.member(ana)->account.profile == expected);
  CHECK(rows_of<domain::Account>(c.must(ana, ProfileUpdate::Params{.name = "Ana"})) == 0);
}

TEST_CASE("of a list that is too long nothing is read") {
  // Bad entries, of which the first would be told of otherwise; 200,000 different ones, compared each with each, would take
  // minutes.
  std::vector<std::string> many;
  for (int i = 0; i < 200'000; ++i) many.push_back(std::to_string(i) + "!");
  Community c;
  const auto ana = c.join("Ana");
  struct Case {
    MemberId by;
    domain::Payload payload;
    std::string field, says;
  };
  const std::vector<Case> cases{
      {ana, ProfileUpdate::Params{.languages = many}, "languages", "At most 10 languages."},
      {ana, ProfileUpdate::Params{.expertise = many}, "expertise", "At most 20 tags."},
      {c.admin, UtilityCreate::Params{"Lakeside", "KE", many}, "domains", "At most 20 domains."},
  };
  for (const auto& one : cases) {
    CAPTURE(one.field);
    const auto refusal = c.refused(one.by, one.payload);
    CHECK(refusal.data.code == "argument_bad");
    CHECK(refusal.data.field == one.field);
    CHECK(refusal.text == one.says);
  }
}

TEST_CASE("a known utility gives its name to the profile, and its new name when it is renamed") {
  Community c;
  const auto ana = c.join("Ana");
  const auto made = c.must(c.admin, UtilityCreate::Params{"Lakeside", "KE", {"Lakeside.Example"}});
  const auto utility = reply_of<UtilityMade>(made).utility;
  CHECK(c.state.utilities.at(utility).domains == std::vector<std::string>{"lakeside.example"});
  CHECK(c.would(ana, UtilityCreate::Params{"x", "KE", {}}) == "not_allowed");
  CHECK(c.would(ana, UtilityUpdate::Params{.utility = utility, .name = "x"}) == "not_allowed");
  CHECK(c.would(c.admin, UtilityUpdate::Params{.utility = UtilityId{9}, .name = "x"}) == "not_found");
  CHECK(c.would(c.admin, UtilityCreate::Params{"x", "KE", {"@lakeside.example"}}) == "argument_bad");
  const auto& profile = c.state.member(ana)->account.profile;
  c.must(ana, ProfileUpdate::Params{.utility = utility});
  CHECK(profile.utility_name == "Lakeside");
  c.must(c.admin, UtilityUpdate::Params{.utility = utility, .name = "Lakeside Water"});
  CHECK(profile.utility_name == "Lakeside Water");
  c.must(ana, ProfileUpdate::Params{.utility_name = "Another"});
  CHECK(profile.utility == UtilityId{});
  CHECK(profile.utility_name == "Another");
}
