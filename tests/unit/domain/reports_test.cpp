#include <doctest/doctest.h>

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

TEST_CASE("a moderator does not decide a report of their own message") {
  Scene s;
  const auto own = s.c.post(s.moderator).message;
  s.c.must(s.ben, MessageReport::Params{own, "rude"});
  CHECK(s.c.would(s.moderator, ReportResolve::Params{ReportId{1}, false, ""}) == "not_allowed");
  CHECK(s.c.would(s.c.moderator("Max"), ReportResolve::Params{ReportId{1}, false, ""}) == "done");
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
