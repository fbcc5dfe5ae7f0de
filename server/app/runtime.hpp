#pragma once

#include <memory>
#include <vector>

#include "protocol/limits.hpp"
#include "server/app/app_metrics.hpp"
#include "server/app/clock.hpp"
#include "server/app/connections.hpp"
#include "server/app/io_threads.hpp"
#include "server/app/presence.hpp"
#include "server/app/rate.hpp"
#include "server/app/settings.hpp"
#include "server/app/web_files.hpp"
#include "server/domain/published.hpp"
#include "server/hub/hub.hpp"
#include "server/ops/log.hpp"
#include "server/query/pool.hpp"
#include "server/sequencer/sequencer.hpp"

namespace standpipe::app {

/// What the application stands on. All of it outlives the application.
struct Foundations {
  const domain::Published& published;
  sequencer::Sequencer& sequencer;
  query::Pool& pool;
  IoThreads& io;
  const WebFiles& web;
  const ops::Log& log;
};

/// What all parts of the application share: its foundations, and what there is one of.
struct Runtime {
  Runtime(Foundations on, Settings how, Clock time);

  const domain::Published& published;
  sequencer::Sequencer& sequencer;
  query::Pool& pool;
  IoThreads& io;
  const WebFiles& web;
  const ops::Log& log;
  const Settings settings;
  const Clock clock;
  const protocol::Time started_at;

  std::vector<std::unique_ptr<hub::Hub>> hubs;  ///< by I/O thread, each belongs to its thread; made by the application
  MemberLimits limits;
  Presence presence;
  AppMetrics metrics;
  Connections connections{protocol::limits::connections_per_member};  ///< logged-in ones
};

}  // namespace standpipe::app
