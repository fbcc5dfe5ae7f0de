#include <doctest/doctest.h>

#include <functional>
#include <map>

#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// Tom, who will be sanctioned, has written in the CoP, in a thread of his and to Ana; so has the moderator.
struct Scene {
  Scene() {
    moderator = c.moderator("Mo");
    tom = c.join("Tom");
    ana = c.join("Ana");
    other_room = c.open_room(RoomKind::cop, "sanitation");
    c.must(tom, RoomJoin::Params{other_room});
    direct = c.direct(tom, ana);
    own = c.post(tom);
    other = c.post(moderator);
    thread = c.start(tom).thread;
  }

  domain::Payload act(const std::string& name) const {
    const std::map<std::string, domain::Payload> acts{
        {"chat", MessagePost::Params{.room = c.cop, .text = "x"}},
        {"reply", MessagePost::Params{.room = c.cop, .thread = thread, .text = "x"}},
        {"start a thread", ThreadCreate::Params{.room = c.cop, .title = "x", .text = "x"}},
        {"edit", MessageEdit::Params{.message = own.message, .base_rev = own.rev, .text = "x"}},
        {"retitle", ThreadUpdate::Params{.thread = thread, .title = "x"}},
        {"react", MessageReact::Params{other.message, "👍", true}},
        {"report", MessageReport::Params{other.message, "why"}},
        {"take back", MessageRemove::Params{own.message, {}}},
        {"join", RoomJoin::Params{c.cop}},
        {"mark", ReadMarkSet::Params{.room = c.cop, .index = Index{2}}},
        {"chat elsewhere", MessagePost::Params{.room = other_room, .text = "x"}},
        {"whisper", MessagePost::Params{.room = direct, .text = "x"}},
        {"profile", ProfileUpdate::Params{.job = "Plumber"}},
    };
    return acts.at(name);
  }
  bool reads() const { return domain::may_read(c.state, tom, c.cop, c.now); }
  std::string would(const std::string& name) { return c.would(tom, act(name)); }

  Community c;
  MemberId moderator, tom, ana;
  RoomId other_room, direct;
  Posted own, other;
  ThreadId thread;
};

const std::vector<std::string> kActs{"chat",      "reply", "start a thread", "edit",           "retitle", "react",  "report",
                                     "take back", "join",  "mark",           "chat elsewhere", "whisper", "profile"};

struct Case {
  std::string name;
  std::function<domain::Payload(const Scene&, std::int64_t minutes)> sanction;
  bool reads;
  std::map<std::string, std::string> refused;  ///< acts that fail while it lasts; all others succeed
};

const std::vector<Case> kCases{
    {"a warning",
     [](const Scene& s, std::int64_t) {
       return MemberWarn::Params{s.tom, s.c.cop, "rude"};
     },
     true,
     {}},
    {"a mute in the room",
     [](const Scene& s, std::int64_t minutes) {
       return MemberMute::Params{s.tom, s.c.cop, "rude", minutes};
     },
     true,
     {{"chat", "muted"},
      {"reply", "muted"},
      {"start a thread", "muted"},
      {"edit", "muted"},
      {"retitle", "muted"},
      {"react", "muted"}}},
    {"a mute everywhere",
     [](const Scene& s, std::int64_t minutes) {
       return MemberMute::Params{s.tom, {}, "rude", minutes};
     },
     true,
     {{"chat", "muted"},
      {"reply", "muted"},
      {"start a thread", "muted"},
      {"edit", "muted"},
      {"retitle", "muted"},
      {"react", "muted"},
      {"chat elsewhere", "muted"},
      {"whisper", "muted"}}},
    {"a ban",
     [](const Scene& s, std::int64_t minutes) {
       return MemberBan::Params{s.tom, s.c.cop, "rude", minutes};
     },
     false,
     // What others wrote there is hidden; his own he knows.
     {{"chat", "banned"},
      {"reply", "banned"},
      {"start a thread", "banned"},
      {"edit", "banned"},
      {"retitle", "banned"},
      {"react", "not_found"},
      {"report", "not_found"},
      {"join", "banned"},
      {"mark", "banned"}}},
    {"a suspension",
     [](const Scene& s, std::int64_t minutes) {
       return MemberSuspend::Params{s.tom, "rude", minutes};
     },
     false,
     {{"chat", "suspended"},
      {"reply", "suspended"},
      {"start a thread", "suspended"},
      {"edit", "suspended"},
      {"retitle", "suspended"},
      {"react", "suspended"},
      {"report", "suspended"},
      {"take back", "suspended"},
      {"join", "suspended"},
      {"mark", "suspended"},
      {"chat elsewhere", "suspended"},
      {"whisper", "suspended"},
      {"profile", "suspended"}}},
};

std::string expected(const Case& one, const std::string& act) {
  const auto at = one.refused.find(act);
  return at == one.refused.end() ? "done" : at->second;
}

void check_over(Scene& s) {
  if (!s.c.state.member(s.tom)->in_room(s.c.cop)) {
    CHECK(s.would("chat") == "not_a_member");  // who was banned joins again
    s.c.must(s.tom, RoomJoin::Params{s.c.cop});
  }
  for (const auto& act : kActs) {
    CAPTURE(act);
    CHECK(s.would(act) == "done");
  }
  CHECK(s.reads());
}

}  // namespace

TEST_CASE("each sanction refuses what it is for, and nothing else") {
  for (const auto& one : kCases) {
    Scene s;
    s.c.must(s.c.admin, one.sanction(s, 0));
    for (const auto& act : kActs) {
      CAPTURE(one.name);
      CAPTURE(act);
      CHECK(s.would(act) == expected(one, act));
    }
    CHECK(s.reads() == one.reads);
  }
}

TEST_CASE("a sanction tells its member the reason and the end in every refusal, and ends by time alone") {
  for (const auto& one : kCases) {
    CAPTURE(one.name);
    Scene s;
    s.c.must(s.c.admin, one.sanction(s, 5));
    const auto until = Time{s.c.now.value + 5 * minute_ms};
    s.c.pass(5 * minute_ms - 1);
    for (const auto& [act, code] : one.refused) {
      CAPTURE(act);
      const auto refusal = s.c.refused(s.tom, s.act(act));
      CHECK(refusal.data.code == code);
      if (code == "not_found") continue;
      CHECK(refusal.data.reason == "rude");
      CHECK(refusal.data.until == until);
    }
    s.c.pass(1);
    check_over(s);
  }
}

TEST_CASE("a sanction that is lifted is over, and its member is told") {
  for (const auto& one : kCases) {
    CAPTURE(one.name);
    Scene s;
    const auto id = reply_of<Sanctioned>(s.c.must(s.c.admin, one.sanction(s, 0))).sanction;
    CHECK(s.c.newest_notification(s.tom).kind == NotificationKind::sanction);
    CHECK(s.c.newest_notification(s.tom).text == "rude");
    CHECK(s.c.code(s.c.admin, SanctionLift::Params{id, " "}) == ErrorCode::argument_missing);
    s.c.must(s.c.admin, SanctionLift::Params{id, "sorry"});
    check_over(s);
    const auto told = s.c.newest_notification(s.tom);
    CHECK(told.kind == NotificationKind::sanction_lifted);
    CHECK(told.text == "sorry");
    const auto& kept = s.c.content.sanctions.at(id);
    CHECK(kept.lifted_by == s.c.admin);
    CHECK(kept.lift_reason == "sorry");
    CHECK(rows_of<Sanction>(s.c.must(s.c.admin, SanctionLift::Params{id, "again"})) == 0);
  }
}

TEST_CASE("a restart changes nothing about sanctions") {
  for (const auto& one : kCases) {
    Scene s;
    s.c.must(s.c.admin, one.sanction(s, 5));
    s.c.state = s.c.content.load();
    for (const auto& act : kActs) CHECK(s.would(act) == expected(one, act));
    s.c.pass(5 * minute_ms);
    s.c.state = s.c.content.load();
    check_over(s);
  }
}
