#include "server/net/egress.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace standpipe::net {

namespace {

/// What a queued frame costs beside its bytes, so that a flood of tiny frames is bounded too.
constexpr std::size_t overhead = 64;

/// An idle queue keeps room for this many frames, so that a message now and then allocates nothing.
constexpr std::size_t kept_capacity = 2;

}  // namespace

std::size_t Egress::cost(const hub::FramePtr& frame) {
  return frame->bytes.size() + overhead;
}

void Egress::push(hub::FramePtr frame, bool event) {
  if (items_.capacity() == 0) items_.reserve(kept_capacity);
  cost_ += cost(frame);
  if (!event) reply_cost_ += cost(frame);
  items_.push_back({std::move(frame), event});
}

void Egress::push_reply(hub::FramePtr frame) {
  runaway_ = reply_cost_ / 8 > bound_;
  push(std::move(frame), false);
  update_blocked();
}

void Egress::push_urgent(hub::FramePtr frame) {
  const std::size_t at = first_ + begun();
  push(std::move(frame), false);
  std::rotate(items_.begin() + static_cast<std::ptrdiff_t>(at), items_.end() - 1, items_.end());
}

bool Egress::push_event(hub::FramePtr frame) {
  if (overflowed_) {
    dropped_ += frame->messages();
    return false;
  }
  if (!has_room_for(frame)) {
    overflowed_ = true;
    dropped_ += frame->messages();
    drop_events();
    return false;
  }
  push(std::move(frame), true);
  return true;
}

/// How many frames at the front have been begun: partly written, or pinned.
std::size_t Egress::begun() const {
  std::size_t bytes = offset_ + pinned_;
  std::size_t count = 0;
  while (bytes > 0 && first_ + count < items_.size()) {
    bytes -= std::min(bytes, items_[first_ + count].frame->bytes.size());
    ++count;
  }
  return count;
}

void Egress::drop_events() {
  const auto keep_from = items_.begin() + static_cast<std::ptrdiff_t>(first_ + begun());
  const auto kept_end = std::remove_if(keep_from, items_.end(), [&](const Item& item) {
    if (!item.event) return false;
    cost_ -= cost(item.frame);
    dropped_ += item.frame->messages();
    return true;
  });
  items_.erase(kept_end, items_.end());
}

bool Egress::take_resync() {
  if (!overflowed_ || !empty()) return false;
  overflowed_ = false;
  return true;
}

std::size_t Egress::gather(std::span<iovec> out) const {
  std::size_t used = 0;
  std::size_t skip = offset_;
  for (std::size_t i = first_; i < items_.size() && used < out.size(); ++i, ++used) {
    const std::string& bytes = items_[i].frame->bytes;
    // writev's interface is not const-correct; nothing writes through it.
    out[used] = {const_cast<char*>(bytes.data()) + skip, bytes.size() - skip};
    skip = 0;
  }
  return used;
}

void Egress::consume(std::size_t bytes) {
  pinned_ = 0;
  offset_ += bytes;
  while (!empty() && offset_ >= items_[first_].frame->bytes.size()) {
    Item& item = items_[first_];
    offset_ -= item.frame->bytes.size();
    cost_ -= cost(item.frame);
    if (!item.event) reply_cost_ -= cost(item.frame);
    item.frame.reset();
    ++first_;
  }
  assert(!empty() || offset_ == 0);
  update_blocked();
  shrink();
}

void Egress::update_blocked() {
  blocked_ = reply_cost_ > (blocked_ ? bound_ / 2 : bound_);
}

/// Gives the place of written frames back: all of it when the queue is empty, otherwise once it is the larger part.
void Egress::shrink() {
  if (empty()) {
    first_ = 0;
    if (items_.capacity() > kept_capacity) {
      std::vector<Item>().swap(items_);
    } else {
      items_.clear();
    }
  } else if (first_ > 64 && first_ > items_.size() / 2) {
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace standpipe::net
