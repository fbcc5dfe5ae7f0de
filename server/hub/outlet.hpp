#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "server/hub/frame.hpp"

namespace standpipe::hub {

/// The way out of one connection, as the hub and the session see it. All calls on the connection's I/O thread.
/// What is queued is written at the end of the loop turn, in one gathered write.
class Outlet {
 public:
  virtual ~Outlet() = default;

  /// Queues the answer to a request of this connection. Never dropped; while too much waits, the connection stops
  /// reading requests (backpressure) until its queue has drained.
  virtual void send_reply(FramePtr frame) = 0;

  /// Queues an event, or several in a row. When the queue is over its bound, all queued events are dropped, later ones too, and
  /// app::Session::on_resync is called once the queue has drained.
  virtual void send_event(FramePtr frame) = 0;

  /// Queues events likewise, and writes them at once where nothing else waits. Calls nobody back, and does not end the connection
  /// before the end of the turn.
  virtual void send_events_now(std::span<const FramePtr> frames) = 0;

  /// Flushes what is queued as far as the peer takes it, sends a close frame and ends the connection. Idempotent.
  /// `reason` is at most 123 bytes of UTF-8.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
};

}  // namespace standpipe::hub
