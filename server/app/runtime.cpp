#include "server/app/runtime.hpp"

#include <utility>

namespace standpipe::app {

Runtime::Runtime(Foundations on, Settings how, Clock time)
    : published(on.published),
      sequencer(on.sequencer),
      pool(on.pool),
      io(on.io),
      web(on.web),
      log(on.log),
      settings(std::move(how)),
      clock(std::move(time)),
      started_at(clock.now()),
      limits(settings.commands, settings.queries) {}

}  // namespace standpipe::app
