#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    ana = c.join("Ana");
    ben = c.join("Ben");
    moderator = c.moderator("Mo");
    words = c.post(ana).message;
  }

  Community c;
  MemberId ana, ben, moderator;
  MessageId words;
};

}  // namespace

TEST_CASE("a member reports a message once while the report is open, never their own") {
  Scene s;
  CHECK(s.c.would(s.ana, MessageReport::Params{s.words, "why"}) == "not_allowed");
  CHECK(s.c.would(s.ben, MessageReport::Params{s.words, " "}) == "argument_missing");
  s.c.must(s.ben, MessageReport::Params{s.words, "rude"});
  CHECK(s.c.would(s.ben, MessageReport::Params{s.words, "rude"}) == "already_reported");
  CHECK(s.c.would(s.moderator, MessageReport::Params{s.words, "rude"}) == "done");
  s.c.must(s.moderator, ReportResolve::Params{ReportId{1}, false, ""});
  CHECK(s.c.would(s.ben, MessageReport::Params{s.words, "rude"}) == "done");
}

TEST_CASE("reports are decided at their desk, once, and who reported is told") {
  Scene s;
  s.c.must(s.ben, MessageReport::Params{s.words, "rude"});
  CHECK(s.c.state.open_reports == 1);
  const auto elsewhere = s.c.join("Elsewhere");
  s.c.open_room(RoomKind::cop, "sanitation", {elsewhere});
  const ReportResolve::Params uphold{ReportId{1}, true, "indeed"};
  for (const auto by : {s.ana, s.ben, elsewhere}) CHECK(s.c.would(by, uphold) == "not_found");
  CHECK(s.c.would(s.c.admin, uphold) == "done");
  CHECK(s.c.would(s.moderator, ReportResolve::Params{ReportId{2}, true, ""}) == "not_found");
  s.c.must(s.moderator, uphold);
  const auto& report = s.c.content.reports.at(ReportId{1});
  CHECK(report.status == ReportStatus::upheld);
  CHECK(report.resolved_by == s.moderator);
  CHECK(report.note == "indeed");
  CHECK(s.c.state.open_reports == 0);
  const auto told = s.c.newest_notification(s.ben);
  CHECK(told.kind == NotificationKind::report_resolved);
  CHECK(told.text == "indeed");
  CHECK(s.c.would(s.moderator, uphold) == "already_decided");
  CHECK(s.c.would(s.c.admin, ReportResolve::Params{ReportId{1}, false, ""}) == "already_decided");
}

TEST_CASE("a report about a moderator is for the administrators, and none about oneself is one's to decide") {
  Scene s;
  auto& c = s.c;
  const auto max = c.moderator("Max");
  const auto elsewhere = c.join("Elsewhere");
  c.open_room(RoomKind::cop, "sanitation", {elsewhere});
  c.must(elsewhere, RoomJoin::Params{c.cop});
  c.must(c.admin, RoomJoin::Params{c.cop});
  const auto second = c.administrator("Second");
  struct Case {
    std::string what;
    MemberId author;
    RoomId desk;
    std::string by_moderator, by_other, by_admin;
  };
  const std::vector<Case> cases{{"a member", s.ana, c.cop, "done", "done", "done"},
                                {"a moderator", s.moderator, {}, "not_found", "not_found", "done"},
                                {"a moderator of another room", elsewhere, c.cop, "done", "done", "done"},
                                {"an administrator", c.admin, c.cop, "done", "done", "not_allowed"}};
  for (const auto& one : cases) {
    CAPTURE(one.what);
    const auto words = c.post(one.author).message;
    const auto made = c.must(s.ben, MessageReport::Params{words, "rude"});
    REQUIRE(made.announcements.size() == 1);
    CHECK(made.announcements[0].stream == domain::StreamKey::desk(one.desk));
    const auto id = made.announcements[0].change.report->id;
    const ReportResolve::Params resolve{id, true, ""};
    CHECK(c.would(s.moderator, resolve) == one.by_moderator);
    CHECK(c.would(max, resolve) == one.by_other);
    CHECK(c.would(c.admin, resolve) == one.by_admin);
    const auto resolved = c.must(second, resolve);
    for (const auto& announcement : resolved.announcements) {
      CHECK_FALSE((announcement.change.report && announcement.stream != domain::StreamKey::desk(one.desk)));
    }
    CHECK(c.newest_audit().room == one.desk);
    CHECK(c.newest_notification(s.ben).kind == NotificationKind::report_resolved);
  }
  CHECK(domain::dump(c.content.load()) == domain::dump(c.state));
}

TEST_CASE("a moderator who was reported as a member does not decide on it") {
  Scene s;
  s.c.must(s.ben, MessageReport::Params{s.words, "rude"});
  s.c.must(s.c.admin, RoomAppoint::Params{s.c.cop, s.ana});
  CHECK(s.c.would(s.ana, ReportResolve::Params{ReportId{1}, false, ""}) == "not_allowed");
  CHECK(s.c.would(s.moderator, ReportResolve::Params{ReportId{1}, false, ""}) == "done");
}

TEST_CASE("what is reported in a direct conversation goes to the administrators' desk") {
  Scene s;
  const auto room = s.c.direct(s.ana, s.moderator);
  const auto words = s.c.say(s.moderator, room).message;
  const auto made = s.c.must(s.ana, MessageReport::Params{words, "rude"});
  REQUIRE(made.announcements.size() == 1);
  CHECK(made.announcements[0].stream == domain::StreamKey::desk({}));
  CHECK(s.c.would(s.moderator, ReportResolve::Params{ReportId{1}, false, ""}) == "not_found");
  CHECK(s.c.would(s.c.admin, ReportResolve::Params{ReportId{1}, false, ""}) == "done");
}
