#include "server/app/app_metrics.hpp"

#include <vector>

namespace standpipe::app {

void AppMetrics::write(ops::MetricsPage& page) const {
  page.counters("standpipe_requests_total", "JSON-RPC requests taken, by kind of method.", "kind",
                {{"command", commands.value()}, {"query", queries.value()}, {"session", session_requests.value()}});
  std::vector<ops::MetricsPage::Labelled> by_code;
  for (std::size_t i = 0; i < refusals.size(); ++i) {
    if (refusals[i].value() == 0) continue;
    by_code.push_back({protocol::to_name(static_cast<protocol::ErrorCode>(i)), refusals[i].value()});
  }
  page.counters("standpipe_refusals_total", "Requests refused, by error code.", "code", by_code);
  page.histogram("standpipe_command", "From a command's frame to its answer after the commit.", command_time);
  page.histogram("standpipe_query", "From a query's frame to its answer.", query_time);
  page.counters("standpipe_log_ins_total", "Log-ins by their result.", "result",
                {{"ok", log_ins.value()}, {"failed", log_ins_failed.value()}});
}

}  // namespace standpipe::app
