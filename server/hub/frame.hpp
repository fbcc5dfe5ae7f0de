#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace standpipe::protocol::ws {
class Deflater;
}

namespace standpipe::hub {

/// One text message as the bytes that go out: the WebSocket header and the payload, unmasked, so that every
/// subscriber of a stream can share it. Immutable once it is made; shared between threads.
class Frame {
 public:
  std::string bytes;
  std::size_t header_size = 0;  ///< how many of the bytes are the header

  std::string_view payload() const { return std::string_view(bytes).substr(header_size); }

  /// The same message for permessage-deflate without context takeover (RFC 7692), made by the first caller and shared by all
  /// that follow. Null if it is better sent as it is: short, or not made shorter. Thread-safe; `deflater` is used during the
  /// call only. Data frames only, without fragments.
  std::shared_ptr<const Frame> compressed(protocol::ws::Deflater& deflater) const;

 private:
  mutable std::once_flag compressed_once_;
  mutable std::shared_ptr<const Frame> compressed_;  ///< written under compressed_once_
};

using FramePtr = std::shared_ptr<const Frame>;

/// Makes the frame of one unfragmented text message (RFC 6455 section 5.2). The text must be valid UTF-8.
FramePtr make_text_frame(std::string text);

}  // namespace standpipe::hub
