#pragma once

#include <memory>
#include <string>

namespace standpipe::hub {

/// One text message as the bytes that go out: the WebSocket header and the payload, unmasked, so that every
/// subscriber of a stream can share it. Immutable once it is made; shared between threads.
struct Frame {
  std::string bytes;
  std::size_t header_size = 0;  ///< how many of the bytes are the header
};

using FramePtr = std::shared_ptr<const Frame>;

/// Makes the frame of one unfragmented text message (RFC 6455 section 5.2). The text must be valid UTF-8.
FramePtr make_text_frame(std::string text);

}  // namespace standpipe::hub
