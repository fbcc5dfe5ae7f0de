#include "client-cli/scroll.hpp"

#include <algorithm>

namespace standpipe::client {

using namespace protocol;

void Scroll::take(const Message& message) {
  if (holding_) {
    kept_.push_back(message);
  } else {
    next_.push_back(message);
  }
}

void Scroll::release() {
  holding_ = false;
  std::sort(kept_.begin(), kept_.end(), [](const Message& a, const Message& b) { return a.number < b.number; });
  next_.insert(next_.end(), kept_.begin(), kept_.end());
  kept_.clear();
}

void Scroll::begin(Number newest) {
  if (!begun_) older_ = newest;
  begun_ = true;
}

void Scroll::page(const std::vector<Message>& newest, bool show) {
  const bool first = !has_page_;
  has_page_ = true;
  std::erase_if(kept_, [&](const Message& message) {
    return (first && message.number <= older_) || std::ranges::find(newest, message.id, &Message::id) != newest.end();
  });
  for (const Message& message : newest) {
    if (show || !first || message.number > older_) {
      kept_.push_back(message);
    } else {
      last_index_ = message.index;
    }
  }
  release();
}

const Message* Scroll::front() {
  while (!next_.empty() && !is_wanted(next_.front())) next_.pop_front();
  if (!next_.empty()) return &next_.front();
  if (has_page_) shows_live_ = true;
  return nullptr;
}

Scroll::Item Scroll::pop() {
  Item item;
  item.message = std::move(next_.front());
  next_.pop_front();
  shown_[item.message.id] = look_of(item.message);
  if (item.message.thread) return item;
  if (last_index_ && item.message.index.value > last_index_.value + 1)
    item.skipped = item.message.index.value - last_index_.value - 1;
  last_index_ = std::max(last_index_, item.message.index);
  return item;
}

Scroll::Look Scroll::look_of(const Message& message) {
  return {message.edited_at, message.removed.has_value()};
}

bool Scroll::is_wanted(const Message& message) const {
  if (message.gone) return false;
  const auto known = shown_.find(message.id);
  if (known != shown_.end()) return known->second != look_of(message);
  return !shows_live_ || message.number > older_;
}

}  // namespace standpipe::client
