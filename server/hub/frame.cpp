#include "server/hub/frame.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/ws/deflate.hpp"
#include "protocol/ws/frame_header.hpp"
#include "protocol/ws/writer.hpp"

namespace standpipe::hub {

namespace {

/// Shorter messages fit in one network packet anyway, and gain next to nothing.
constexpr std::size_t least_compressed = 128;

}  // namespace

std::size_t Frame::longest() const {
  std::size_t longest = parts.empty() ? payload().size() : 0;
  for (const auto& part : parts) longest = std::max(longest, part->payload().size());
  return longest;
}

FramePtr Frame::compressed(protocol::ws::Deflater& deflater) const {
  if (parts.empty() && payload().size() < least_compressed) return nullptr;
  std::call_once(compressed_once_, [&] { compressed_ = deflate(deflater); });
  return compressed_;
}

FramePtr Frame::deflate(protocol::ws::Deflater& deflater) const {
  namespace ws = protocol::ws;
  if (!parts.empty()) {
    std::vector<FramePtr> twins;
    for (const auto& part : parts) {
      auto twin = part->compressed(deflater);
      twins.push_back(twin ? std::move(twin) : part);
    }
    return in_a_row(std::move(twins));
  }
  std::string deflated;
  if (!deflater.deflate(payload(), deflated)) return nullptr;
  auto twin = std::make_shared<Frame>();
  const auto opcode = static_cast<ws::Opcode>(bytes.front() & 0x0F);
  twin->header_size = ws::append_frame(twin->bytes, opcode, deflated, true);
  return twin;
}

FramePtr make_text_frame(std::string text) {
  namespace ws = protocol::ws;
  ws::FrameHeader header;
  header.opcode = ws::Opcode::text;
  header.length = text.size();
  std::array<char, ws::max_header_size> bytes{};
  const std::size_t size = ws::encode_header(header, bytes);
  text.insert(0, bytes.data(), size);
  auto frame = std::make_shared<Frame>();
  frame->bytes = std::move(text);
  frame->header_size = size;
  return frame;
}

FramePtr in_a_row(std::vector<FramePtr> messages) {
  if (messages.size() == 1) return std::move(messages.front());
  auto row = std::make_shared<Frame>();
  std::size_t size = 0;
  for (const auto& message : messages) size += message->bytes.size();
  row->bytes.reserve(size);
  for (const auto& message : messages) row->bytes += message->bytes;
  row->parts = std::move(messages);
  return row;
}

}  // namespace standpipe::hub
