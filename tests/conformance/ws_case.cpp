#include "tests/conformance/ws_case.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <span>

#include "protocol/ws/deflate.hpp"
#include "protocol/ws/reader.hpp"
#include "protocol/ws/writer.hpp"
#include "tests/conformance/test_server.hpp"

namespace standpipe::conformance {

namespace ws = protocol::ws;
using Kind = ws::ReaderEvent::Kind;

std::string note(std::string_view kind, std::string_view payload) {
  std::string text(kind);
  text += ':';
  if (payload.size() <= 200) return text.append(payload);
  return text + std::to_string(payload.size()) + " bytes, hash " + std::to_string(std::hash<std::string_view>{}(payload));
}

namespace {

std::string note_message(std::string_view kind, const ws::ReaderEvent& event) {
  if (!event.compressed) return note(kind, event.payload);
  ws::Inflater inflater;
  std::string message;
  if (inflater.inflate(event.payload, 1 << 30, message) != ws::Inflater::Status::ok) return "broken:deflate";
  return "~" + note(kind, message);
}

}  // namespace

std::vector<std::string> notes_of(std::string bytes, bool compression) {
  ws::Reader reader(ws::Role::client, {.message_bytes = 1 << 30, .compression = compression});
  std::vector<std::string> notes;
  std::span<char> input(bytes);
  for (;;) {
    const std::size_t left = input.size();
    const ws::ReaderEvent event = reader.next(input);
    switch (event.kind) {
      case Kind::need_more:
        if (left > 0) notes.emplace_back("incomplete");
        return notes;
      case Kind::text:
        notes.push_back(note_message("text", event));
        break;
      case Kind::binary:
        notes.push_back(note_message("binary", event));
        break;
      case Kind::ping:
        notes.push_back(note("ping", event.payload));
        break;
      case Kind::pong:
        notes.push_back(note("pong", event.payload));
        break;
      case Kind::close:
        notes.push_back("close:" + std::to_string(event.close_code));
        if (!input.empty()) notes.emplace_back("bytes after the close");
        return notes;
      case Kind::failed:
        notes.push_back("broken:" + std::string(event.payload));
        return notes;
    }
  }
}

namespace {

void run(const WsCase& c, std::string_view further_lines, bool tls, std::size_t piece) {
  CAPTURE(c.name);
  CAPTURE(tls);
  CAPTURE(piece);
  RawClient client(common_server().port(tls), tls);
  const std::string head = upgrade(client, "/ws", further_lines);
  REQUIRE(head.starts_with("HTTP/1.1 101 "));
  const bool compression = head.find("permessage-deflate") != std::string::npos;
  client.send(c.send, piece);
  std::vector<std::string> expected = c.expect;
  if (expected.empty() || !expected.back().starts_with("close:")) {
    client.send(text("still here?") + close_frame(1000));
    expected.emplace_back("text:still here?");
    expected.emplace_back("close:1000");
  }
  CHECK(notes_of(client.read_all(), compression) == expected);
  CHECK(client.at_end());
}

}  // namespace

void run_cases(const std::vector<WsCase>& cases, std::string_view further_lines) {
  for (const WsCase& c : cases) {
    run(c, further_lines, false, 0);
    run(c, further_lines, false, c.send.size() < 600 ? 1 : 997);
    run(c, further_lines, true, c.send.size() < 100 ? 1 : 0);
  }
}

std::string frame(std::uint8_t first_byte, std::string_view payload) {
  std::string out;
  ws::append_masked_frame(out, ws::Opcode::binary, payload, {0x12, 0x9a, 0xfe, 0x03});
  out[0] = static_cast<char>(first_byte);
  return out;
}

std::string text(std::string_view payload, bool fin) {
  return frame(fin ? 0x81 : 0x01, payload);
}
std::string binary(std::string_view payload, bool fin) {
  return frame(fin ? 0x82 : 0x02, payload);
}
std::string more(std::string_view payload, bool fin) {
  return frame(fin ? 0x80 : 0x00, payload);
}
std::string last(std::string_view payload) {
  return more(payload, true);
}
std::string in_fragments(std::uint8_t first_byte, std::string_view payload, std::size_t size, std::string_view between) {
  std::string out;
  // The first frame has the opcode and RSV1, the last one FIN.
  auto bits = static_cast<std::uint8_t>(first_byte & 0x7F);
  for (; payload.size() > size; payload.remove_prefix(size), bits = 0) {
    out.append(frame(bits, payload.substr(0, size))).append(between);
  }
  return out + frame(static_cast<std::uint8_t>(bits | 0x80), payload);
}
std::string ping(std::string_view payload) {
  return frame(0x89, payload);
}
std::string pong(std::string_view payload) {
  return frame(0x8A, payload);
}
std::string close_payload_frame(std::string_view payload) {
  return frame(0x88, payload);
}

std::string close_frame(int code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return close_payload_frame(payload.append(reason));
}

}  // namespace standpipe::conformance
