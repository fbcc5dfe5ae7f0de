#include <doctest/doctest.h>

#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    ana = c.join("Ana");
    phone = open(ana, 1);
    laptop = open(ana, 2);
  }
  SessionId open(MemberId member, std::uint8_t token) {
    const domain::OpenSession log_in{member, "hash", {token}, "device", Time{c.now.value + day_ms}};
    return reply_of<LoginResult>(c.must({}, log_in)).session;
  }
  bool stands(SessionId session) const { return c.state.session_tokens.contains(session); }
  std::string posts_by(SessionId session) {
    domain::Command post{.actor = ana, .session = session, .key = c.fresh_key()};
    post.payload = MessagePost::Params{.room = c.cop, .text = "x"};
    const auto verdict = c.run(post);
    return verdict ? "done" : verdict.error().data.code;
  }

  Community c;
  MemberId ana;
  SessionId phone, laptop;
};

}  // namespace

TEST_CASE("a command whose log-in has ended is refused, one of another log-in is not") {
  Scene s;
  CHECK(s.posts_by(s.phone) == "done");
  SUBCASE("logged out") {
    s.c.must({}, domain::CloseSession{s.phone});
  }
  SUBCASE("logged out from elsewhere") {
    s.c.must(s.ana, domain::RevokeSession{{s.phone}, s.laptop});
  }
  SUBCASE("logged out everywhere else") {
    s.c.must(s.ana, domain::RevokeSession{{}, s.laptop});
  }
  SUBCASE("new password") {
    s.c.must({}, domain::SetPassword{s.ana, "other", s.laptop});
  }
  CHECK(s.posts_by(s.phone) == "session_ended");
  CHECK(s.posts_by(s.laptop) == "done");
  CHECK_FALSE(s.stands(s.phone));
}

TEST_CASE("a log-in ends by time alone") {
  Scene s;
  s.c.pass(day_ms - 1);
  CHECK(s.posts_by(s.phone) == "done");
  s.c.pass(1);
  CHECK(s.posts_by(s.phone) == "session_ended");
  CHECK(s.stands(s.phone));
  s.c.must({}, domain::Housekeep{});
  CHECK_FALSE(s.stands(s.phone));
}

TEST_CASE("a log-in is good for its own member only") {
  Scene s;
  const auto ben = s.c.join("Ben");
  const auto of_ben = s.open(ben, 3);
  CHECK(s.posts_by(of_ben) == "session_ended");
  CHECK(s.c.would(s.ana, domain::RevokeSession{{of_ben}, s.phone}) == "not_found");
  CHECK(s.c.would(s.ana, domain::CloseSession{of_ben}) == "not_found");
  s.c.must(s.ana, domain::RevokeSession{{}, s.phone});
  CHECK(s.stands(of_ben));
}

TEST_CASE("a new password ends all log-ins but the one that set it; with none to keep, all of them") {
  Scene s;
  s.c.must({}, domain::SetPassword{s.ana, "other", {}});
  CHECK(s.c.state.sessions.empty());
  CHECK(s.c.state.member(s.ana)->account.password_hash == "other");
  CHECK(s.c.would(s.c.admin, domain::SetPassword{s.ana, "mine", {}}) == "not_allowed");
}

TEST_CASE("a password that was right a moment ago opens nothing once it is another") {
  Scene s;
  const auto log_in = [&](const std::string& verified) {
    return s.c.would({}, domain::OpenSession{s.ana, verified, {9}, "device", Time{s.c.now.value + day_ms}});
  };
  const auto change = [&](const std::string& verified) {
    return s.c.would(s.ana, domain::SetPassword{s.ana, "third", s.phone, verified});
  };
  for (const std::string present : {"hash", "other"}) {
    CAPTURE(present);
    for (const std::string verified : {"hash", "other", ""}) {
      CAPTURE(verified);
      CHECK(log_in(verified) == (verified == present ? "done" : "log_in_failed"));
      CHECK(change(verified) == (verified == present ? "done" : "password_wrong"));
    }
    s.c.must(s.ana, domain::SetPassword{s.ana, "other", s.phone, present});
  }
}

TEST_CASE("one log-in too many ends the oldest, and nobody else's") {
  Scene s;
  const auto of_ben = s.open(s.c.join("Ben"), 255);
  for (std::size_t i = 2; i < limits::sessions_per_member; ++i) s.open(s.ana, static_cast<std::uint8_t>(i + 1));
  CHECK(s.posts_by(s.phone) == "done");
  const domain::OpenSession one_more{s.ana, "hash", {200}, "device", Time{s.c.now.value + day_ms}};
  const auto opened = s.c.must({}, one_more);
  REQUIRE(opened.effects.size() == 1);
  CHECK(std::get<domain::Disconnect>(opened.effects[0]).session == s.phone);
  CHECK(s.posts_by(s.phone) == "session_ended");
  CHECK(s.posts_by(s.laptop) == "done");
  CHECK(s.stands(reply_of<LoginResult>(opened).session));
  CHECK(s.stands(of_ben));
  CHECK(s.c.state.sessions.size() == limits::sessions_per_member + 1);
}

TEST_CASE("only an active member logs in") {
  Scene s;
  const domain::OpenSession log_in{s.ana, "hash", {9}, "device", Time{s.c.now.value + day_ms}};
  CHECK(s.c.would({}, log_in) == "done");
  SUBCASE("deactivated") {
    s.c.must(s.c.admin, MemberDeactivate::Params{s.ana, true, "why"});
  }
  SUBCASE("left") {
    s.c.must(s.ana, AccountLeave::Params{});
  }
  SUBCASE("erased") {
    s.c.must(s.c.admin, MemberErase::Params{s.ana, false, "why"});
  }
  CHECK(s.c.would({}, log_in) == "account_inactive");
  CHECK(s.c.state.sessions.empty());
}
