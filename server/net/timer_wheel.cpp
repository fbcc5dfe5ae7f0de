#include "server/net/timer_wheel.hpp"

#include <algorithm>

namespace standpipe::net {

TimerWheel::TimerWheel() {
  for (TimerNode& head : heads_) head.next_ = head.previous_ = &head;
  due_.next_ = due_.previous_ = &due_;
}

void TimerWheel::link(TimerNode& head, TimerNode& node) {
  node.next_ = &head;
  node.previous_ = head.previous_;
  head.previous_->next_ = &node;
  head.previous_ = &node;
}

void TimerWheel::schedule(TimerNode& node, std::uint64_t ticks) {
  node.unlink();
  node.due_ = now_ + std::max<std::uint64_t>(ticks, 1);
  link(heads_[node.due_ % slots], node);
}

/// Moves what is due at the next tick to a list of its own, which stays valid whatever the callbacks do.
void TimerWheel::collect() {
  ++now_;
  TimerNode& head = heads_[now_ % slots];
  for (TimerNode* node = head.next_; node != &head;) {
    TimerNode* const next = node->next_;
    if (node->due_ <= now_) {
      node->unlink();
      link(due_, *node);
    }
    node = next;
  }
}

}  // namespace standpipe::net
