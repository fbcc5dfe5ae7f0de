#include "server/app/ticker.hpp"

#include <chrono>

#include "protocol/codec.hpp"

namespace standpipe::app {

namespace {

using namespace std::chrono_literals;
constexpr auto pulse = 500ms;
constexpr int pulses_per_presence = 6;

}  // namespace

void flush_lite(Runtime& runtime) {
  const auto now = runtime.clock.steady_ms();
  for (std::size_t i = 0; i < runtime.io.count(); ++i) {
    runtime.io.post(i, [&hub = *runtime.hubs[i], now] { hub.tick(now); });
  }
}

void tell_presence(Runtime& runtime) {
  for (const auto& presence : runtime.presence.gather(runtime.published)) {
    const auto frame = hub::encode_notification("presence", protocol::to_json(presence));
    for (std::size_t i = 0; i < runtime.io.count(); ++i) {
      runtime.io.post(
          i, [&hub = *runtime.hubs[i], frame, room = presence.room] { hub.pass_on(domain::StreamKey::room(room), frame, {}); });
    }
  }
}

void Ticker::start() {
  thread_ = std::thread([this] { run(); });
}

void Ticker::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Ticker::run() {
  int pulses = 0;
  flush_lite(runtime_);  // the hubs learn the time before anything is gathered
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, pulse, [this] { return stopping_; })) return;
    }
    flush_lite(runtime_);
    if (++pulses % pulses_per_presence == 0) tell_presence(runtime_);
  }
}

}  // namespace standpipe::app
