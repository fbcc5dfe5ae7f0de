#include "protocol/ws/reader.hpp"

#include <algorithm>

namespace standpipe::protocol::ws {

ReaderEvent read_close_payload(std::string_view payload) {
  using Kind = ReaderEvent::Kind;
  if (payload.empty()) return {Kind::close, false, close_code::no_status, {}};
  if (payload.size() == 1) return {Kind::failed, false, close_code::protocol_error, "close frame with half a code"};
  const auto high = static_cast<std::uint8_t>(payload[0]);
  const auto low = static_cast<std::uint8_t>(payload[1]);
  const auto code = static_cast<std::uint16_t>(high << 8 | low);
  if (!is_valid_close_code(code)) return {Kind::failed, false, close_code::protocol_error, "invalid close code"};
  const std::string_view reason = payload.substr(2);
  if (!is_valid_utf8(reason)) return {Kind::failed, false, close_code::bad_text, "close reason is not UTF-8"};
  return {Kind::close, false, code, reason};
}

ReaderEvent Reader::next(std::span<char>& input) {
  if (failed_code_ != 0) return {Kind::failed, false, failed_code_, problem_};
  release_delivered();
  for (;;) {
    if (!in_frame_) {
      const ReaderEvent event = begin_frame(input);
      if (!in_frame_) return event;
    }
    const ReaderEvent event = is_control(frame_.opcode) ? control_payload(input) : data_payload(input);
    // A frame that only continued its message leaves nothing to say: go on with the next one.
    if (event.kind != Kind::need_more || in_frame_) return event;
  }
}

/// Enters the next frame when its header is there and allowed; otherwise the event says why not.
ReaderEvent Reader::begin_frame(std::span<char>& input) {
  // The header is decoded where it lies, or in header_bytes_ when its first part came earlier.
  std::span<const char> bytes = input;
  const std::size_t had = header_have_;
  if (had > 0) {
    const std::size_t more = std::min(input.size(), header_bytes_.size() - had);
    std::copy_n(input.begin(), more, header_bytes_.begin() + static_cast<std::ptrdiff_t>(had));
    bytes = std::span<const char>(header_bytes_.data(), had + more);
  }
  const HeaderResult result = decode_header(bytes, role_, limits_.compression, frame_);
  switch (result.status) {
    case HeaderResult::Status::error:
      return fail(close_code::protocol_error, result.problem);
    case HeaderResult::Status::incomplete:
      if (had == 0) std::copy(input.begin(), input.end(), header_bytes_.begin());
      header_have_ = static_cast<std::uint8_t>(bytes.size());
      input = {};
      return {};
    case HeaderResult::Status::complete:
      break;
  }
  input = input.subspan(result.size - had);
  header_have_ = 0;
  frame_done_ = 0;
  return check_sequence();
}

/// The rules between frames (section 5.4), and the limits on what a header announces.
ReaderEvent Reader::check_sequence() {
  if (!is_control(frame_.opcode)) {
    const bool continues = frame_.opcode == Opcode::continuation;
    if (continues && !in_message_) return fail(close_code::protocol_error, "continuation of nothing");
    if (!continues && in_message_) return fail(close_code::protocol_error, "new message inside a message");
    if (!continues) {
      in_message_ = true;
      message_opcode_ = frame_.opcode;
      compressed_ = frame_.rsv1;
      empty_frames_ = 0;
    }
    if (frame_.length > limits_.message_bytes - message_.size()) return fail(close_code::too_big, "message too big");
    if (frame_.length == 0 && !frame_.fin && ++empty_frames_ > limits_.empty_frames) {
      return fail(close_code::policy, "too many empty fragments");
    }
  }
  in_frame_ = true;
  return {};
}

/// The part of the present frame's payload that is in the input, unmasked.
std::span<char> Reader::take_payload(std::span<char>& input) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(frame_.length - frame_done_, input.size()));
  const std::span<char> piece = input.first(size);
  if (frame_.masked) apply_mask(piece, frame_.key, static_cast<std::size_t>(frame_done_ & 3));
  frame_done_ += size;
  input = input.subspan(size);
  return piece;
}

ReaderEvent Reader::control_payload(std::span<char>& input) {
  const std::span<char> piece = take_payload(input);
  const std::string_view text(piece.data(), piece.size());
  const bool whole = frame_done_ == frame_.length;
  if (whole && control_.empty()) return finish_control(text);
  control_ += text;
  if (!whole) return {};
  delivered_control_ = true;
  return finish_control(control_);
}

ReaderEvent Reader::finish_control(std::string_view payload) {
  in_frame_ = false;
  switch (frame_.opcode) {
    case Opcode::ping:
      return {Kind::ping, false, 0, payload};
    case Opcode::pong:
      return {Kind::pong, false, 0, payload};
    default: {
      const ReaderEvent event = read_close_payload(payload);
      if (event.kind == Kind::failed) return fail(event.close_code, event.payload.data());
      return event;
    }
  }
}

ReaderEvent Reader::data_payload(std::span<char>& input) {
  const std::span<char> piece = take_payload(input);
  const std::string_view text(piece.data(), piece.size());
  if (message_opcode_ == Opcode::text && !compressed_ && !utf8_.write(text)) {
    return fail(close_code::bad_text, "text is not UTF-8");
  }
  const bool whole_frame = frame_done_ == frame_.length;
  if (whole_frame && frame_.fin && message_.empty()) return finish_message(text);
  message_ += text;
  if (!whole_frame) return {};
  if (!frame_.fin) {
    in_frame_ = false;
    return {};
  }
  delivered_ = true;
  return finish_message(message_);
}

ReaderEvent Reader::finish_message(std::string_view payload) {
  if (!utf8_.complete()) return fail(close_code::bad_text, "text ends inside a character");
  in_frame_ = false;
  in_message_ = false;
  return {message_opcode_ == Opcode::text ? Kind::text : Kind::binary, compressed_, 0, payload};
}

ReaderEvent Reader::fail(std::uint16_t code, const char* problem) {
  failed_code_ = code;
  problem_ = problem;
  in_frame_ = false;
  std::string().swap(message_);
  std::string().swap(control_);
  return {Kind::failed, false, code, problem};
}

void Reader::release_delivered() {
  if (delivered_) std::string().swap(message_);
  if (delivered_control_) std::string().swap(control_);
  delivered_ = false;
  delivered_control_ = false;
}

}  // namespace standpipe::protocol::ws
