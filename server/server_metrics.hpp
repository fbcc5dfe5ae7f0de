#pragma once

#include <filesystem>

#include "server/net/counters.hpp"
#include "server/ops/metrics.hpp"
#include "server/query/pool.hpp"
#include "server/sequencer/sequencer.hpp"

namespace standpipe {

/// Puts on the metrics page what the network, the sequencer, the reader pool and the process count. All of them outlive the page.
void add_server_metrics(ops::Metrics& metrics, const net::NetCounters& net, const sequencer::Sequencer& sequencer,
                        const query::Pool& pool, std::filesystem::path database);

}  // namespace standpipe
