#include "server/hub/frame.hpp"

#include <array>
#include <utility>

#include "protocol/ws/frame_header.hpp"

namespace standpipe::hub {

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
