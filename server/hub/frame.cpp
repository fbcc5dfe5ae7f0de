#include "server/hub/frame.hpp"

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

FramePtr Frame::compressed(protocol::ws::Deflater& deflater) const {
  namespace ws = protocol::ws;
  const std::string_view message = payload();
  if (message.size() < least_compressed) return nullptr;
  std::call_once(compressed_once_, [&] {
    std::string deflated;
    if (!deflater.deflate(message, deflated)) return;
    auto twin = std::make_shared<Frame>();
    const auto opcode = static_cast<ws::Opcode>(bytes.front() & 0x0F);
    twin->header_size = ws::append_frame(twin->bytes, opcode, deflated, true);
    compressed_ = std::move(twin);
  });
  return compressed_;
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

}  // namespace standpipe::hub
