#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/domain/decision.hpp"
#include "server/hub/frame.hpp"

namespace standpipe::hub {

/// One event in the forms in which it may go out.
struct EventFrames {
  FramePtr classic;
  FramePtr compact;  ///< null where it has no such form (protocol/message_event.hpp): then everybody gets the classic one

  const FramePtr& in(bool compactly) const { return compactly && compact ? compact : classic; }
};

/// One announcement, or what is never stored (presence, typing), encoded once for all who get it.
struct Delivery {
  domain::StreamKey stream;
  domain::Rev rev;
  EventFrames event;
  domain::MemberId author;   ///< of a new post, or of what passes; else 0
  EventFrames author_event;  ///< the same with the post's key, for the author's own connections
  bool passing = false;      ///< never stored: for who is live and not lite, but not for the author
};

/// The answer to a command, to be given on the I/O thread that it came from.
struct Completion {
  std::size_t io_thread = 0;
  std::function<void()> run;
};

using Step = std::variant<Completion, Delivery, domain::Effect>;

/// All that one commit brought about, in the total order: for each command its answer, then its announcements, then its
/// effects. So an author's connection has the answer before the event of its own post. One batch is shared by all I/O
/// threads; each runs its own completions and delivers to its own subscribers. Immutable.
struct Batch {
  std::vector<Step> steps;
};
using BatchPtr = std::shared_ptr<const Batch>;

/// Encodes an announcement as an event, in each form that it has.
Delivery encode(const domain::Announcement& announcement);

/// Encodes any other notification.
FramePtr encode_notification(std::string_view method, std::string_view params_json);

}  // namespace standpipe::hub
