#include <doctest/doctest.h>

#include "client-cli/screen/desk_work.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe::test;  // NOLINT
using standpipe::screen::desk_words;

namespace {

Change report(std::int64_t id, ReportStatus status) {
  Change change;
  change.stream = "desk:1";
  change.report = Report{};
  change.report->id = ReportId{id};
  change.report->status = status;
  return change;
}

Change post(std::int64_t id, std::int64_t by, bool decided) {
  Change change;
  change.stream = "desk:1";
  change.pending = PendingPost{};
  change.pending->id = PendingId{id};
  change.pending->by = MemberId{by};
  change.pending->decided = decided;
  return change;
}

}  // namespace

TEST_CASE("what waits for a moderator is counted when it comes and forgotten when somebody has decided") {
  Desk desk;
  auto& model = desk.model;
  CHECK(desk_words(model).empty());
  standpipe::screen::on_change(model, report(1, ReportStatus::open));
  standpipe::screen::on_change(model, report(2, ReportStatus::open));
  standpipe::screen::on_change(model, report(2, ReportStatus::open));
  standpipe::screen::on_change(model, post(7, 5, false));
  CHECK(desk_words(model) == "2 reports · 1 first post");
  standpipe::screen::on_change(model, report(1, ReportStatus::upheld));
  standpipe::screen::on_change(model, post(7, 5, true));
  CHECK(desk_words(model) == "1 report");
}

TEST_CASE("one's own post that waits is no work for oneself") {
  Desk desk;
  settle_in(desk);
  desk.go_online();
  standpipe::screen::on_change(desk.model, post(3, desk.model.mirror.me().id.value, false));
  CHECK(desk_words(desk.model).empty());
}
