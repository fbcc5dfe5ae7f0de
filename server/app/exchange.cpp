#include "server/app/exchange.hpp"

#include <cassert>
#include <utility>

namespace standpipe::app {

namespace rpc = protocol::rpc;

Exchange::Exchange(std::size_t requests, bool batch, Done done)
    : replies_(requests), afterwards_(requests), missing_(requests), batch_(batch), done_(std::move(done)) {
  assert(requests > 0);
}

void Exchange::put(std::size_t place, std::string reply, std::function<void()> afterwards) {
  replies_[place] = std::move(reply);
  afterwards_[place] = std::move(afterwards);
  // Whoever takes the last one sees what all the others have put.
  if (missing_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  const auto requests = replies_.size();
  done_(whole(), requests);
  for (auto& run : afterwards_) {
    if (run) run();
  }
}

bool Exchange::take(std::size_t bytes) {
  const auto before = bytes_.fetch_add(bytes, std::memory_order_relaxed);
  return !batch_ || before == 0 || before + bytes <= protocol::limits::batch_answer_bytes;
}

std::string Exchange::whole() {
  if (!batch_) return std::move(replies_.front());
  std::erase(replies_, std::string());
  return replies_.empty() ? std::string() : rpc::write_batch(replies_);
}

void Reply::result(std::string_view json, std::function<void()> afterwards) const {
  if (watch_) watch_(nullptr);
  exchange_->put(place_, id_ ? rpc::write_reply(*id_, json) : std::string(), std::move(afterwards));
}

void Reply::page(std::string_view json) const {
  if (exchange_->take(json.size())) return result(json);
  refuse_page();
}

void Reply::refuse_page() const {
  constexpr std::int64_t at_once_ms = 1;
  refuse(protocol::Refusal(protocol::ErrorCode::too_many_requests,
                           "The answers to this batch have become too large. Ask for the rest again, in smaller batches.")
             .retry_after(at_once_ms));
}

void Reply::refuse(const protocol::Refusal& refusal) const {
  if (watch_) watch_(&refusal);
  exchange_->put(place_, id_ ? rpc::write_error(*id_, refusal) : std::string());
}

}  // namespace standpipe::app
