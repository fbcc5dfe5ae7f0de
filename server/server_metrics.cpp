#include "server/server_metrics.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

#include "standpipe/version.hpp"

namespace standpipe {

namespace {

std::int64_t size_of(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none ? 0 : static_cast<std::int64_t>(size);
}

/// In bytes, from /proc/self/statm.
std::int64_t resident_memory() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

void write_net(ops::MetricsPage& page, const net::NetCounters& net) {
  const auto present = [](const net::Counter& counter) { return static_cast<std::int64_t>(counter.value()); };
  page.gauge("standpipe_connections", "Open connections of any kind.", present(net.open));
  page.gauge("standpipe_websockets", "Connections that talk WebSocket.", present(net.ws_open));
  page.counter("standpipe_accepted_total", "Connections taken.", net.accepted.value());
  page.counter("standpipe_turned_away_total", "Connections closed at once because of a limit.", net.refused.value());
  page.counter("standpipe_accept_failures_total", "Connections that could not be taken.", net.accept_failures.value());
  page.counter("standpipe_bytes_in_total", "Bytes received.", net.bytes_in.value());
  page.counter("standpipe_bytes_out_total", "Bytes sent.", net.bytes_out.value());
  std::vector<ops::MetricsPage::Labelled> classes;
  constexpr std::string_view names[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
  for (std::size_t i = 0; i < net.http_requests.size(); ++i) classes.push_back({names[i], net.http_requests[i].value()});
  page.counters("standpipe_http_requests_total", "HTTP requests answered, by class of status.", "class", classes);
  page.counter("standpipe_frames_in_total", "WebSocket messages received.", net.frames_in.value());
  page.counter("standpipe_frames_out_total", "WebSocket messages queued to be sent.", net.frames_out.value());
  page.counter("standpipe_events_dropped_total", "Events that slow consumers lost, and caught up with later.",
               net.events_dropped.value());
  page.counter("standpipe_resyncs_total", "Slow consumers that were told to catch up.", net.resyncs.value());
  page.counter("standpipe_protocol_errors_total", "Requests and frames that broke a rule.", net.protocol_errors.value());
  page.counter("standpipe_timeouts_total", "Connections ended by a deadline.", net.timeouts.value());
  page.counter("standpipe_handler_failures_total", "Exceptions that should not be: bugs.", net.handler_failures.value());
}

void write_work(ops::MetricsPage& page, const sequencer::Sequencer& sequencer, const query::Pool& pool) {
  page.gauge("standpipe_commands_waiting", "Commands that wait for the writer.", static_cast<std::int64_t>(sequencer.queued()));
  page.counter("standpipe_commands_committed_total", "Commands made durable.", sequencer.committed());
  page.counter("standpipe_commands_failed_total", "Commands of batches that did not become durable.", sequencer.failed());
  page.counter("standpipe_commits_total", "Batches that the writer has processed.", sequencer.batches());
  page.gauge("standpipe_read_only", "1 after the disk has failed: only reading goes on.", sequencer.read_only() ? 1 : 0);
  page.gauge("standpipe_writing_fails", "1 while what is written does not become durable: the disk is full, or has failed.",
             sequencer.failing() ? 1 : 0);
  const auto counters = pool.counters();
  page.gauge("standpipe_queries_waiting", "Queries that wait for a reader.", static_cast<std::int64_t>(counters.waiting));
  page.counter("standpipe_queries_served_total", "Queries answered.", counters.served);
  page.counter("standpipe_queries_refused_total", "Queries refused because too many waited.", counters.refused);
  page.counter("standpipe_queries_failed_total", "Queries ended by an exception: bugs.", counters.failed);
  const auto& encoded = counters.encoded;
  page.gauge("standpipe_encoded_bytes", "What the parts of rooms take that are kept as JSON for the next who ask.",
             static_cast<std::int64_t>(encoded.bytes));
  page.counter("standpipe_encoded_found_total", "Parts of rooms that were there when somebody asked.", encoded.hits);
  page.counter("standpipe_encoded_missed_total", "Parts of rooms that had to be read and encoded.", encoded.misses);
}

}  // namespace

void add_server_metrics(ops::Metrics& metrics, const net::NetCounters& net, const sequencer::Sequencer& sequencer,
                        const query::Pool& pool, std::filesystem::path database) {
  metrics.add([&net, &sequencer, &pool, database = std::move(database)](ops::MetricsPage& page) {
    page.info("standpipe_build_info", "Which version runs.", "version", version);
    write_net(page, net);
    write_work(page, sequencer, pool);
    page.gauge("standpipe_database_bytes", "Size of the database file.", size_of(database));
    page.gauge("standpipe_log_bytes", "Size of the write-ahead log beside it.", size_of(database.string() + "-wal"));
    page.gauge("standpipe_resident_bytes", "Resident memory of the process.", resident_memory());
  });
}

}  // namespace standpipe
