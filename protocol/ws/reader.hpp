#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/ws/codes.hpp"
#include "protocol/ws/frame_header.hpp"
#include "protocol/ws/utf8.hpp"

namespace standpipe::protocol::ws {

/// What a reader lets the peer do.
struct ReaderLimits {
  std::size_t message_bytes = 256 * 1024;  ///< payload of one message, over all its frames; more ends it with 1009
  std::uint32_t empty_frames = 64;         ///< empty fragments in one message; more ends it with 1008
  bool compression = false;                ///< permessage-deflate was negotiated: RSV1 is allowed
};

/// What a reader found next in the bytes.
struct ReaderEvent {
  enum class Kind : std::uint8_t {
    need_more,  ///< all input is used up
    text,       ///< a whole text message, valid UTF-8 (not yet checked when `compressed`)
    binary,     ///< a whole binary message
    ping,       ///< `payload` is to be sent back in a pong
    pong,
    close,   ///< `close_code` (1005 if the frame had none) and the reason in `payload`; nothing may follow
    failed,  ///< the peer broke a rule: close with `close_code`; `payload` says which rule
  };
  Kind kind = Kind::need_more;
  bool compressed = false;  ///< text or binary: `payload` still has to be inflated
  std::uint16_t close_code = 0;
  std::string_view payload;  ///< valid until the next call of the reader, or until the input's bytes go
};

/// Turns the bytes of one connection into messages and control frames (RFC 6455 sections 5 to 7), in pieces of any size.
///
/// Bytes are unmasked where they lie. A message that lies whole in the input is returned as a view of it; a message that
/// comes in pieces is gathered in a buffer which grows with what has arrived (never with what a header announces) and is
/// freed once the message has been taken. Text is checked as its bytes arrive, so a wrong byte fails at once. Any failure
/// is final.
class Reader {
 public:
  Reader(Role role, ReaderLimits limits) : limits_(limits), role_(role) {}

  /// Finds the next event and removes the bytes it used from the front of `input`. To be called until it says need_more,
  /// close or failed.
  ReaderEvent next(std::span<char>& input);

 private:
  using Kind = ReaderEvent::Kind;

  ReaderEvent begin_frame(std::span<char>& input);
  ReaderEvent check_sequence();
  ReaderEvent control_payload(std::span<char>& input);
  ReaderEvent data_payload(std::span<char>& input);
  ReaderEvent finish_control(std::string_view payload);
  ReaderEvent finish_message(std::string_view payload);
  std::span<char> take_payload(std::span<char>& input);
  ReaderEvent fail(std::uint16_t code, const char* problem);
  void release_delivered();

  ReaderLimits limits_;
  Role role_;
  bool in_frame_ = false;
  bool in_message_ = false;
  bool compressed_ = false;
  bool delivered_ = false;          ///< the last event's payload lay in message_
  bool delivered_control_ = false;  ///< the last event's payload lay in control_
  std::uint8_t header_have_ = 0;    ///< bytes of an incomplete header in header_bytes_
  Opcode message_opcode_ = Opcode::text;
  Utf8Validator utf8_;
  std::uint32_t empty_frames_ = 0;
  std::uint16_t failed_code_ = 0;  ///< not 0 once failed
  const char* problem_ = nullptr;
  std::array<char, max_header_size> header_bytes_{};
  FrameHeader frame_;
  std::uint64_t frame_done_ = 0;  ///< payload bytes of the present frame that have arrived
  std::string message_;           ///< what has arrived of a message that comes in pieces
  std::string control_;           ///< what has arrived of a control frame that comes in pieces
};

/// Reads a close frame's payload (section 5.5.1): a close event, or a failure (1002: one byte, or a code that may not
/// travel; 1007: a reason that is not UTF-8).
ReaderEvent read_close_payload(std::string_view payload);

}  // namespace standpipe::protocol::ws
