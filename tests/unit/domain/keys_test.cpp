#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

const std::string kKey = "0b54cf56-1c2d-4e3f-8a9b-0123456789ab";

struct Scene {
  Scene() { ana = c.join("Ana"); }
  domain::Command post(const std::string& text, MemberId by = {}) const {
    return {.actor = by ? by : ana, .key = kKey, .payload = MessagePost::Params{.room = c.cop, .text = text}};
  }

  Community c;
  MemberId ana;
};

}  // namespace

TEST_CASE("a second command with the same key gets the first answer and does nothing, whatever else it says") {
  Scene s;
  const auto first = s.c.run(s.post("Hello"));
  REQUIRE(first.has_value());
  const auto before = domain::dump(s.c.state);
  const std::vector<domain::Payload> payloads{MessagePost::Params{.room = s.c.cop, .text = "Hello"},
                                              MessagePost::Params{.room = s.c.cop, .text = "Something else"},
                                              MessagePost::Params{.room = RoomId{999}, .text = ""}, RoomLeave::Params{s.c.cop}};
  for (const auto& payload : payloads) {
    const domain::Command again{.actor = s.ana, .key = kKey, .payload = payload};
    const auto verdict = domain::decide(s.c.state, s.c.content, {s.c.state.seq + 1, s.c.now}, again);
    REQUIRE(verdict.has_value());
    CHECK(verdict->reply == first->reply);
    CHECK(verdict->rows.empty());
    CHECK(verdict->announcements.empty());
    CHECK(verdict->effects.empty());
  }
  CHECK(domain::dump(s.c.state) == before);
}

TEST_CASE("keys are each member's own, and outlive a restart") {
  Scene s;
  const auto ben = s.c.join("Ben");
  const auto first = reply_of<Posted>(*s.c.run(s.post("Hello")));
  const auto second = reply_of<Posted>(*s.c.run(s.post("Hello", ben)));
  CHECK(first.message != second.message);
  s.c.state = s.c.content.load();
  CHECK(reply_of<Posted>(*s.c.run(s.post("Hello"))).message == first.message);
}

TEST_CASE("a command that comes after another one is carried out after that one only") {
  Scene s;
  const std::string later_key = "0b54cf56-1c2d-4e3f-8a9b-0123456789ac";
  domain::Command later = s.post("Second");
  later.key = later_key;
  later.after_key = kKey;
  const auto refused = s.c.run(later);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code == ErrorCode::busy);
  CHECK(refused.error().data.field == "after_key");
  const auto first = reply_of<Posted>(*s.c.run(s.post("First")));
  const auto second = reply_of<Posted>(*s.c.run(later));
  CHECK(second.index.value == first.index.value + 1);

  // Another member's command of that key is none of this one's.
  domain::Command stranger = later;
  stranger.actor = s.c.join("Ben");
  CHECK(s.c.run(stranger).error().code == ErrorCode::busy);
}

TEST_CASE("a refused command leaves its key free") {
  Scene s;
  const auto moderator = s.c.moderator("Mo");
  s.c.must(moderator, MemberMute::Params{s.ana, s.c.cop, "why", 5});
  CHECK(s.c.run(s.post("Hello")).error().code == ErrorCode::muted);
  s.c.pass(5 * minute_ms);
  const auto verdict = s.c.run(s.post("Hello"));
  REQUIRE(verdict.has_value());
  CHECK(rows_of<Message>(*verdict) == 1);
}

TEST_CASE("a retry is answered while its member may act, also where the act itself would be refused by now") {
  Scene s;
  const auto first = s.c.run(s.post("Hello"));
  std::string expected;
  SUBCASE("out of the room") {
    s.c.must(s.ana, RoomLeave::Params{s.c.cop});
  }
  SUBCASE("muted") {
    s.c.must(s.c.admin, MemberMute::Params{s.ana, {}, "why", 5});
  }
  SUBCASE("archived") {
    s.c.must(s.c.admin, RoomArchive::Params{s.c.cop, true, {}});
  }
  SUBCASE("suspended") {
    s.c.must(s.c.admin, MemberSuspend::Params{s.ana, "why", 5});
    expected = "suspended";
  }
  SUBCASE("left") {
    s.c.must(s.ana, AccountLeave::Params{});
    expected = "account_inactive";
  }
  const auto retry = s.c.run(s.post("Hello"));
  if (expected.empty()) {
    REQUIRE(retry.has_value());
    CHECK(retry->reply == first->reply);
  } else {
    CHECK(retry.error().data.code == expected);
  }
}

TEST_CASE("an answer is kept for 90 days") {
  Scene s;
  const auto first = reply_of<Posted>(*s.c.run(s.post("Hello")));
  s.c.pass(limits::key_days * day_ms);
  s.c.must({}, domain::Housekeep{});
  CHECK(reply_of<Posted>(*s.c.run(s.post("Hello"))).message == first.message);
  s.c.pass(1);
  s.c.must({}, domain::Housekeep{});
  CHECK(reply_of<Posted>(*s.c.run(s.post("Hello"))).message != first.message);
}

TEST_CASE("a key is a UUID in canonical lower case") {
  Scene s;
  const std::vector<std::pair<std::string, ErrorCode>> cases{{"", ErrorCode::key_missing},
                                                             {"1", ErrorCode::key_bad},
                                                             {"0B54CF56-1C2D-4E3F-8A9B-0123456789AB", ErrorCode::key_bad},
                                                             {"0b54cf561c2d4e3f8a9b0123456789ab", ErrorCode::key_bad},
                                                             {"0b54cf56-1c2d-4e3f-8a9b-0123456789a", ErrorCode::key_bad},
                                                             {"0b54cf56-1c2d-4e3f-8a9b-0123456789abc", ErrorCode::key_bad},
                                                             {"0b54cf56-1c2d-4e3f-8a9b-0123456789ag", ErrorCode::key_bad},
                                                             {"0b54cf5601c2d-4e3f-8a9b-0123456789ab", ErrorCode::key_bad},
                                                             {"{b54cf56-1c2d-4e3f-8a9b-0123456789a}", ErrorCode::key_bad}};
  for (const auto& [key, code] : cases) {
    CAPTURE(key);
    auto command = s.post("Hello");
    command.key = key;
    const auto verdict = s.c.run(command);
    REQUIRE(verdict.has_error());
    CHECK(verdict.error().code == code);
    CHECK(verdict.error().data.field == "key");
  }
}

TEST_CASE("a command without an actor is the server's own or a stranger's, and nothing else") {
  Scene s;
  for (const auto& payload : std::vector<domain::Payload>{MessagePost::Params{.room = s.c.cop, .text = "x"},
                                                          MemberSetRole::Params{s.ana, Role::administrator, {}},
                                                          domain::CreateInvitation{}, domain::RevokeSession{}}) {
    CHECK(s.c.would({}, payload) == "not_logged_in");
  }
  CHECK(s.c.would(MemberId{999}, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "not_logged_in");
  CHECK(s.c.would({}, domain::Housekeep{}) == "done");
}
