#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::protocol::ws {
class Deflater;
}

namespace standpipe::hub {

/// One text message, or several in a row, as the bytes that go out: WebSocket headers and payloads, unmasked, so that every
/// subscriber of a stream can share them. Immutable once it is made; shared between threads.
class Frame {
 public:
  std::string bytes;
  std::size_t header_size = 0;                      ///< how many of the bytes are the header; of one message
  std::vector<std::shared_ptr<const Frame>> parts;  ///< the messages in a row; empty where it is one

  std::string_view payload() const { return std::string_view(bytes).substr(header_size); }
  std::size_t messages() const { return parts.empty() ? 1 : parts.size(); }
  /// Bytes of the longest message's payload.
  std::size_t longest() const;

  /// The same for permessage-deflate without context takeover (RFC 7692), each message for itself, made by the first caller and
  /// shared by all that follow. Null if it is better sent as it is: short, or not made shorter. Thread-safe; `deflater` is used
  /// during the call only. Data frames only, without fragments.
  std::shared_ptr<const Frame> compressed(protocol::ws::Deflater& deflater) const;

 private:
  std::shared_ptr<const Frame> deflate(protocol::ws::Deflater& deflater) const;

  mutable std::once_flag compressed_once_;
  mutable std::shared_ptr<const Frame> compressed_;  ///< written under compressed_once_
};

using FramePtr = std::shared_ptr<const Frame>;

/// Makes the frame of one unfragmented text message (RFC 6455 section 5.2). The text must be valid UTF-8.
FramePtr make_text_frame(std::string text);

/// Puts single messages in a row, so that they leave by one write; one alone stays itself.
FramePtr in_a_row(std::vector<FramePtr> messages);

}  // namespace standpipe::hub
