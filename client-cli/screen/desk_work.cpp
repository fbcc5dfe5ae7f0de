#include "client-cli/screen/desk_work.hpp"

#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
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

std::string desk_words(const Model& model) {
  std::string words;
  const auto add = [&words](const std::string& more) { words += (words.empty() ? "" : " · ") + more; };
  const auto count = [](const auto& ids) { return static_cast<std::int64_t>(ids.size()); };
  if (!model.desk.reports.empty()) add(trn("{1} report", "{1} reports", count(model.desk.reports)));
  if (!model.desk.posts.empty()) add(trn("{1} first post", "{1} first posts", count(model.desk.posts)));
  if (!model.desk.applications.empty()) add(trn("{1} application", "{1} applications", count(model.desk.applications)));
  return words;
}

}  // namespace standpipe::screen
