#include "client-cli/screen/desk_work.hpp"

#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;
using client::trn;

void ask_desk_work(Model& model) {
  if (model.mirror.me().role == Role::member) {
    model.desk = {};
    return;
  }
  model.call<ReportList>({}, [](Model& m, const client::CallAnswer& answer) {
    const auto page = result_of<ReportList>(answer);
    if (!page) return;
    m.desk.reports.clear();
    for (const Report& report : page->reports) m.desk.reports.insert(report.id);
  });
  model.call<PendingList>({}, [](Model& m, const client::CallAnswer& answer) {
    const auto page = result_of<PendingList>(answer);
    if (!page) return;
    m.desk.posts.clear();
    for (const PendingPost& post : page->pending) m.desk.posts.insert(post.id);
  });
  model.call<ApplicationList>({}, [](Model& m, const client::CallAnswer& answer) {
    const auto page = result_of<ApplicationList>(answer);
    if (!page) return;
    m.desk.applications.clear();
    for (const Application& application : page->applications) m.desk.applications.insert(application.id);
  });
}

void take_desk_work(Model& model, const Change& change) {
  const auto keep = [](auto& ids, auto id, bool waits) {
    waits ? static_cast<void>(ids.insert(id)) : static_cast<void>(ids.erase(id));
  };
  if (change.report) keep(model.desk.reports, change.report->id, change.report->status == ReportStatus::open);
  if (change.application)
    keep(model.desk.applications, change.application->id, change.application->status == ApplicationStatus::pending);
  // One's own waits for somebody else.
  if (change.pending && change.pending->by != model.mirror.me().id)
    keep(model.desk.posts, change.pending->id, !change.pending->decided);
}

namespace {

std::string words_of(const DeskWork& desk) {
  std::string words;
  const auto add = [&words](const std::string& more) { words += (words.empty() ? "" : " · ") + more; };
  const auto count = [](const auto& ids) { return static_cast<std::int64_t>(ids.size()); };
  if (!desk.reports.empty()) add(trn("{1} report", "{1} reports", count(desk.reports)));
  if (!desk.posts.empty()) add(trn("{1} first post", "{1} first posts", count(desk.posts)));
  if (!desk.applications.empty()) add(trn("{1} application", "{1} applications", count(desk.applications)));
  return words;
}

}  // namespace

std::string desk_words(const Model& model) {
  return words_of(model.desk);
}

std::string next_work(const Model& model, const Target& done) {
  DeskWork left = model.desk;
  left.reports.erase(done.report);
  left.posts.erase(done.pending);
  left.applications.erase(done.application);
  const std::string words = words_of(left);
  return words.empty() ? tr("Nothing else waits for you.") : fill(tr("Still waiting: {1}."), {words});
}

}  // namespace standpipe::screen
