#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/errors.hpp"
#include "protocol/limits.hpp"
#include "protocol/rpc.hpp"

namespace standpipe::app {

/// The replies to one text: a single request or a batch. They come in any order and from any thread; when the last one is
/// there they go out as one text, in the order of the requests.
class Exchange {
 public:
  /// Gets the whole reply and how many requests it answers, on the thread that gave the last one; an empty text where there is
  /// nothing to send.
  using Done = std::function<void(std::string text, std::size_t requests)>;

  Exchange(std::size_t requests, bool batch, Done done);

  /// The reply of one request, once each; empty for a notification, which gets none. `afterwards` runs when the whole reply
  /// has been handed over.
  void put(std::size_t place, std::string reply, std::function<void()> afterwards = {});

  /// Counts an answer of so many bytes against limits::batch_answer_bytes; false where it does not fit any more. What is not in a
  /// batch always fits, and so does the first of a batch.
  bool take(std::size_t bytes);
  bool full() const { return batch_ && bytes_.load(std::memory_order_relaxed) > protocol::limits::batch_answer_bytes; }

 private:
  std::string whole();

  std::vector<std::string> replies_;
  std::vector<std::function<void()>> afterwards_;
  std::atomic<std::size_t> missing_;
  std::atomic<std::size_t> bytes_{0};
  bool batch_;
  Done done_;
};

/// Where the answer to one request goes. To be answered exactly once; copies are the same reply. Any thread, but that
/// of a WebSocket request is answered on its connection's I/O thread.
class Reply {
 public:
  /// Told of each answer before it goes out: nullptr for a result. For metrics and the log.
  using Watch = std::function<void(const protocol::Refusal*)>;

  Reply(std::shared_ptr<Exchange> exchange, std::size_t place, protocol::rpc::Id id)
      : exchange_(std::move(exchange)), place_(place), id_(std::move(id)) {}

  void watch(Watch watch) { watch_ = std::move(watch); }

  /// `json` is the result's text.
  void result(std::string_view json, std::function<void()> afterwards = {}) const;
  /// The same for what was only read: refused where the batch's answers have become too large.
  void page(std::string_view json) const;
  /// Whether a page would be refused in any case.
  bool full() const { return exchange_->full(); }
  void refuse_page() const;
  void refuse(const protocol::Refusal& refusal) const;

 private:
  std::shared_ptr<Exchange> exchange_;
  std::size_t place_;
  protocol::rpc::Id id_;
  Watch watch_;
};

}  // namespace standpipe::app
