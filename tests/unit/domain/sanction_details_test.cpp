#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "protocol/limits.hpp"
#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    tom = c.join("Tom");
  }
  std::string chats() { return c.would(tom, MessagePost::Params{.room = c.cop, .text = "x"}); }
  SanctionId mute(std::int64_t minutes) {
    return reply_of<Sanctioned>(c.must(moderator, MemberMute::Params{tom, c.cop, "rude", minutes})).sanction;
  }

  Community c;
  MemberId moderator, tom;
};

template <class Wanted>
const Wanted* effect_of(const Decision& decision) {
  for (const auto& effect : decision.effects) {
    if (const auto* found = std::get_if<Wanted>(&effect)) return found;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a command that is ordered after the sanction fails, one before it stands, and its retry too") {
  Scene s;
  domain::Command before{.actor = s.tom, .key = s.c.fresh_key(), .payload = MessagePost::Params{.room = s.c.cop, .text = "x"}};
  auto after = before;
  after.key = s.c.fresh_key();
  const auto first = s.c.run(before);
  REQUIRE(first.has_value());
  s.c.must(s.moderator, MemberBan::Params{s.tom, s.c.cop, "rude", 0});
  const auto second = s.c.run(after);
  CHECK(second.error().code == ErrorCode::banned);
  const auto retry = s.c.run(before);
  REQUIRE(retry.has_value());
  CHECK(retry->reply == first->reply);
  CHECK(retry->rows.empty());
}

TEST_CASE("of several sanctions the one that ends last counts, and is named") {
  Scene s;
  const auto longest = s.mute(60);
  s.mute(5);
  const auto end = s.c.content.sanctions.at(longest).until;
  CHECK(s.c.refused(s.tom, MessagePost::Params{.room = s.c.cop, .text = "x"}).data.until == end);
  s.c.pass(6 * minute_ms);
  CHECK(s.chats() == "muted");
  s.c.must(s.moderator, SanctionLift::Params{longest, "enough"});
  CHECK(s.chats() == "done");
  const auto for_good = s.mute(0);
  s.mute(5);
  CHECK(s.c.refused(s.tom, MessagePost::Params{.room = s.c.cop, .text = "x"}).data.until == Time{});
  s.c.must(s.moderator, SanctionLift::Params{for_good, "enough"});
  CHECK(s.chats() == "muted");
}

TEST_CASE("lifting what is over by time changes nothing") {
  Scene s;
  const auto id = s.mute(5);
  s.c.pass(5 * minute_ms);
  const auto lifted = s.c.must(s.moderator, SanctionLift::Params{id, "enough"});
  CHECK(rows_of<Sanction>(lifted) == 0);
  CHECK(rows_of<AuditEntry>(lifted) == 0);
}

TEST_CASE("the arguments of a sanction are checked") {
  Scene s;
  auto& c = s.c;
  const auto gone = c.join("Gone");
  c.must(gone, AccountLeave::Params{});
  const std::string long_reason(limits::note_bytes + 1, 'x');
  struct Case {
    domain::Payload payload;
    const char* code;
  };
  const std::vector<Case> cases{
      {MemberMute::Params{s.tom, c.cop, "", 5}, "argument_missing"},
      {MemberMute::Params{s.tom, c.cop, " \n ", 5}, "argument_missing"},
      {MemberMute::Params{s.tom, c.cop, long_reason, 5}, "argument_too_long"},
      {MemberMute::Params{s.tom, c.cop, "rude", -1}, "argument_bad"},
      {MemberMute::Params{s.tom, c.cop, "rude", limits::sanction_minutes + 1}, "argument_bad"},
      {MemberMute::Params{s.tom, c.cop, "rude", limits::sanction_minutes}, "done"},
      {MemberMute::Params{s.tom, c.cop, "rude", INT64_MAX}, "argument_bad"},
      {MemberBan::Params{s.tom, {}, "rude", 5}, "argument_bad"},
      {MemberBan::Params{s.tom, RoomId{999}, "rude", 5}, "not_found"},
      {MemberWarn::Params{MemberId{999}, c.cop, "rude"}, "not_found"},
      {MemberWarn::Params{gone, c.cop, "rude"}, "not_found"},
      {SanctionLift::Params{SanctionId{999}, "why"}, "not_found"},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CAPTURE(i);
    CHECK(c.would(c.admin, cases[i].payload) == cases[i].code);
  }
}

TEST_CASE("a ban ends the events of the room at once") {
  Scene s;
  const auto ban = s.c.must(s.moderator, MemberBan::Params{s.tom, s.c.cop, "rude", 5});
  const auto* out = effect_of<domain::Exited>(ban);
  REQUIRE(out);
  CHECK(out->member == s.tom);
  CHECK(out->stream == domain::StreamKey::room(s.c.cop));
  CHECK(out->code == LeftCode::banned);
  CHECK(out->reason == "rude");
  CHECK_FALSE(domain::may_see_stream(s.c.state, s.tom, domain::StreamKey::room(s.c.cop), s.c.now));
}

TEST_CASE("who was never in a room can be banned from it, and may not be brought in by others") {
  Scene s;
  const auto stranger = s.c.join("Stranger");
  s.c.must(stranger, RoomLeave::Params{s.c.cop});
  s.c.must(s.moderator, MemberBan::Params{stranger, s.c.cop, "rude", 5});
  CHECK(s.c.would(stranger, RoomJoin::Params{s.c.cop}) == "banned");
  for (const domain::Payload& payload :
       std::vector<domain::Payload>{RoomAddMember::Params{s.c.cop, stranger}, RoomAppoint::Params{s.c.cop, stranger}}) {
    const auto refusal = s.c.refused(s.c.admin, payload);
    CHECK(refusal.code == ErrorCode::banned);
    CHECK(refusal.data.field == "member");
    // The one who adds is not the one who is banned.
    CHECK(refusal.text.find("You are banned") == std::string::npos);
  }
  s.c.pass(5 * minute_ms);
  CHECK(s.c.would(stranger, RoomJoin::Params{s.c.cop}) == "done");
}

TEST_CASE("a banned member of a group learns of the ban, a stranger nothing") {
  Scene s;
  const auto group = s.c.open_room(RoomKind::group, "river-group", {s.moderator});
  s.c.must(s.moderator, RoomAddMember::Params{group, s.tom});
  s.c.must(s.moderator, MemberBan::Params{s.tom, group, "rude", 5});
  const auto refusal = s.c.refused(s.tom, MessagePost::Params{.room = group, .text = "x"});
  CHECK(refusal.code == ErrorCode::banned);
  CHECK(refusal.data.reason == "rude");
  CHECK(s.c.would(s.c.join("Ana"), MessagePost::Params{.room = group, .text = "x"}) == "not_found");
  s.c.pass(5 * minute_ms);
  CHECK(s.c.would(s.tom, MessagePost::Params{.room = group, .text = "x"}) == "not_found");
}

TEST_CASE("a suspension ends all log-ins, and there is no new one before its end") {
  Scene s;
  auto& c = s.c;
  const domain::OpenSession log_in{s.tom, "hash", {1}, "phone", Time{c.now.value + day_ms}};
  c.must({}, log_in);
  const auto suspension = c.must(c.admin, MemberSuspend::Params{s.tom, "rude", 5});
  const auto* out = effect_of<domain::Disconnect>(suspension);
  REQUIRE(out);
  CHECK(out->member == s.tom);
  CHECK(out->session == SessionId{});
  CHECK(c.state.sessions.empty());
  const auto refusal = c.refused({}, log_in);
  CHECK(refusal.code == ErrorCode::suspended);
  CHECK(refusal.data.reason == "rude");
  CHECK(refusal.data.until == Time{c.now.value + 5 * minute_ms});
  c.pass(5 * minute_ms);
  CHECK(c.would({}, log_in) == "done");
}

TEST_CASE("leaving and coming back washes no sanction off") {
  Scene s;
  auto& c = s.c;
  const auto other = c.open_room(RoomKind::cop, "sanitation");
  c.must(s.tom, RoomJoin::Params{other});
  c.must(c.admin, MemberMute::Params{s.tom, {}, "rude", 0});
  c.must(c.admin, MemberBan::Params{s.tom, c.cop, "rude", 0});
  s.mute(5);
  auto tom = s.tom;
  for (const int minutes : {1, 9}) {
    c.must(tom, AccountLeave::Params{});
    c.pass(minutes * minute_ms);
    const auto again = c.join("Tom");
    CHECK(again != tom);
    tom = again;
    CHECK_FALSE(c.state.member(tom)->in_room(c.cop));
    CHECK(c.would(tom, RoomJoin::Params{c.cop}) == "banned");
    c.must(tom, RoomJoin::Params{other});
    CHECK(c.would(tom, MessagePost::Params{.room = other, .text = "x"}) == "muted");
  }
  // What was over did not come along; what did can be lifted, and says who gave it.
  const auto carried = c.state.member(tom)->sanctions;
  REQUIRE(carried.size() == 2);
  for (const auto& sanction : carried) {
    CHECK(sanction.member == tom);
    CHECK(sanction.by == c.admin);
    c.must(c.admin, SanctionLift::Params{sanction.id, "enough"});
  }
  CHECK(c.would(tom, RoomJoin::Params{c.cop}) == "done");
  CHECK(c.would(tom, MessagePost::Params{.room = other, .text = "x"}) == "done");
  CHECK(domain::dump(c.content.load()) == domain::dump(c.state));
}
