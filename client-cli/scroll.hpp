#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "protocol/entities.hpp"

namespace standpipe::client {

/// Which messages of a place appear on the screen, in which order: each once, again only when it was edited or removed, and
/// nothing that was there when it began but the first page. Pure.
class Scroll {
 public:
  struct Item {
    protocol::Message message;
    std::int64_t skipped = 0;  ///< how many messages of the chat before it were not shown
  };

  /// It begins, where the newest message has this number. Only the first time counts.
  void begin(protocol::Number newest);
  /// A message that is new or has changed.
  void take(const protocol::Message& message);
  /// The line is lost: what comes is kept back until release() or a page, and put in order then.
  void hold() { holding_ = true; }
  /// After a catch-up that was complete.
  void release();
  /// The newest page: at first, and after an absence that was too long to catch up. `show`: also what was there when it began.
  void page(const std::vector<protocol::Message>& newest, bool show);

  bool has_page() const { return has_page_; }
  /// The first page, and all that came with it, has been shown.
  bool shows_live() const { return shows_live_; }

  /// What to show next; null where there is nothing. It stays the next one until pop().
  const protocol::Message* front();
  Item pop();

 private:
  using Look = std::pair<protocol::Time, bool>;  ///< when it was edited, whether it is removed
  static Look look_of(const protocol::Message& message);
  bool is_wanted(const protocol::Message& message) const;

  std::deque<protocol::Message> next_;
  std::vector<protocol::Message> kept_;
  std::map<protocol::MessageId, Look> shown_;
  protocol::Number older_;  ///< up to this number a message was there when it began
  protocol::Index last_index_;
  bool begun_ = false;
  bool holding_ = true;
  bool has_page_ = false;
  bool shows_live_ = false;
};

}  // namespace standpipe::client
