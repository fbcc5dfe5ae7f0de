#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace standpipe::net {

/// One deadline on a timer wheel; the object that has one derives from it, or holds it. Leaves its wheel when destroyed.
class TimerNode {
 public:
  TimerNode() = default;
  TimerNode(const TimerNode&) = delete;
  TimerNode& operator=(const TimerNode&) = delete;
  ~TimerNode() { unlink(); }

  bool scheduled() const { return next_ != nullptr; }

 private:
  friend class TimerWheel;

  void unlink() {
    if (next_ == nullptr) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    next_ = previous_ = nullptr;
  }

  TimerNode* next_ = nullptr;
  TimerNode* previous_ = nullptr;
  std::uint64_t due_ = 0;  ///< the tick at which it fires
};

/// Many coarse deadlines for the price of one timer: setting and cancelling is O(1) and allocates nothing (a simple
/// timing wheel: Varghese and Lauck, 1987, scheme 6). Deadlines beyond one turn of the wheel stay in their slot for
/// further turns. Belongs to one thread.
class TimerWheel {
 public:
  TimerWheel();

  /// Lets the node fire after `ticks` calls of advance (at least 1); moves it if it was scheduled already.
  void schedule(TimerNode& node, std::uint64_t ticks);

  void cancel(TimerNode& node) { node.unlink(); }

  /// How often advance has been called.
  std::uint64_t now() const { return now_; }

  /// One tick: calls fire(node) for each node that is due, each unscheduled first. `fire` may schedule, cancel and destroy
  /// any node.
  template <class Fire>
  void advance(Fire&& fire) {
    collect();
    while (due_.next_ != &due_) {
      TimerNode& node = *due_.next_;
      node.unlink();
      fire(node);
    }
  }

 private:
  static constexpr std::size_t slots = 64;

  static void link(TimerNode& head, TimerNode& node);
  void collect();

  std::array<TimerNode, slots> heads_;  ///< circular lists
  TimerNode due_;
  std::uint64_t now_ = 0;
};

}  // namespace standpipe::net
