#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <vector>

#include "server/hub/frame.hpp"

namespace standpipe::net {

/// What waits to leave one connection: whole frames in order, of two kinds.
///
/// Replies are never dropped; while they are over the bound, the connection should not read further requests
/// (`blocked`). Events are dropped, all of them and all that follow, as soon as one would take the queue over its bound;
/// when the queue has drained, `take_resync` says so once, and events are taken again.
///
/// Bytes that have been partly written, or that the transport holds to its promise of writing (TLS: an encrypted record
/// that the socket did not take), are never dropped: see `pin`.
///
/// An idle queue holds next to no memory. Not thread-safe: it belongs to the connection's thread.
class Egress {
 public:
  explicit Egress(std::size_t bound) : bound_(bound) {}

  void push_reply(hub::FramePtr frame);

  /// Puts a control frame before all that waits, but after what has already been begun.
  void push_urgent(hub::FramePtr frame);

  /// Whether an event would be taken, and not be one too many.
  bool has_room_for(const hub::FramePtr& frame) const { return empty() || cost_ + cost(frame) <= bound_; }

  /// False if the event was dropped; then queued ones may have been dropped too.
  bool push_event(hub::FramePtr frame);

  bool empty() const { return first_ == items_.size(); }

  /// How many events have been dropped so far.
  std::size_t dropped() const { return dropped_; }

  /// Whether requests should wait: from the moment the replies exceed the bound until they are below half of it.
  bool blocked() const { return blocked_; }

  /// Whether the replies before the last one exceed eight times the bound: requests that were read before `blocked` cost too
  /// much memory. One reply alone never does, however large, or a slow peer could not get it at all.
  bool runaway() const { return runaway_; }

  /// True once, when the queue overflowed and is empty now.
  bool take_resync();

  /// Describes the bytes at the front of the queue, as many frames as `out` has room for; returns how many it used.
  std::size_t gather(std::span<iovec> out) const;

  /// Removes written bytes from the front, and lifts the pin.
  void consume(std::size_t bytes);

  /// The first `bytes` bytes have to be written as they are.
  void pin(std::size_t bytes) { pinned_ = bytes; }

 private:
  struct Item {
    hub::FramePtr frame;
    bool event;
  };

  static std::size_t cost(const hub::FramePtr& frame);
  std::size_t begun() const;
  void push(hub::FramePtr frame, bool event);
  void drop_events();
  void update_blocked();
  void shrink();

  std::vector<Item> items_;  ///< from first_ on; what lies before has been written
  std::size_t first_ = 0;
  std::size_t offset_ = 0;  ///< bytes of the first frame that have been written
  std::size_t pinned_ = 0;  ///< bytes after offset_ that have to be written as they are
  std::size_t cost_ = 0;    ///< of all that waits
  std::size_t reply_cost_ = 0;
  std::size_t dropped_ = 0;
  std::size_t bound_;
  bool overflowed_ = false;
  bool blocked_ = false;
  bool runaway_ = false;
};

}  // namespace standpipe::net
