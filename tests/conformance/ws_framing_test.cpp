// Frames, control frames, reserved bits and opcodes: RFC 6455 sections 5.1 to 5.5.
#include <doctest/doctest.h>

#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

TEST_CASE("messages of every length class come back") {
  std::vector<WsCase> cases;
  for (const std::size_t size : {0, 1, 124, 125, 126, 127, 128, 1000, 16383, 65535, 65536, 65537, 262144}) {
    const std::string payload(size, '*');
    const std::string bytes(size, '\xfe');
    cases.push_back({"text of " + std::to_string(size), text(payload), {note("text", payload)}});
    cases.push_back({"binary of " + std::to_string(size), binary(bytes), {note("binary", bytes)}});
  }
  run_cases(cases);
}

TEST_CASE("pings are answered in order, pongs are not") {
  const std::string longest(125, '\xfe');
  std::string ten;
  std::vector<std::string> pongs;
  for (int i = 0; i < 10; ++i) {
    ten += ping("payload " + std::to_string(i));
    pongs.push_back("pong:payload " + std::to_string(i));
  }
  std::string thousand;
  std::vector<std::string> thousand_pongs(1000, "pong:");
  for (int i = 0; i < 1000; ++i) thousand += ping();
  run_cases({
      {"empty ping", ping(), {"pong:"}},
      {"ping with text", ping("hello"), {"pong:hello"}},
      {"ping with bytes that are not text",
       ping("\x00\xff\xfe\xfd\xfc\xfb\x00\xff"s),
       {note("pong", "\x00\xff\xfe\xfd\xfc\xfb\x00\xff"s)}},
      {"ping of 125 bytes", ping(longest), {note("pong", longest)}},
      {"ping of 126 bytes", frame(0x89, std::string(126, 'x')), {"close:1002"}},
      {"ping of 126 bytes, header only", frame(0x89, std::string(126, 'x')).substr(0, 2), {"close:1002"}},
      {"unsolicited empty pong", pong(), {}},
      {"unsolicited pong with payload", pong("unsolicited"), {}},
      {"pong, then ping", pong("unsolicited") + ping("asked"), {"pong:asked"}},
      {"pong of 126 bytes", frame(0x8A, std::string(126, 'x')), {"close:1002"}},
      {"ten pings", ten, pongs},
      {"a thousand pings", thousand, thousand_pongs},
      {"ping between messages", text("a") + ping("b") + text("c"), {"text:a", "pong:b", "text:c"}},
  });
}

TEST_CASE("reserved bits end the connection") {
  run_cases({
      {"RSV3 on small text", frame(0x91, "x"), {"close:1002"}},
      {"RSV2 after a message", text("a") + frame(0xA1, "x") + ping(), {"text:a", "close:1002"}},
      {"RSV2 and RSV3", text("a") + frame(0xB1, "x"), {"text:a", "close:1002"}},
      {"RSV1 without an extension", text("a") + frame(0xC1, "x"), {"text:a", "close:1002"}},
      {"RSV1 and RSV3 on binary", frame(0xD2, "x"), {"close:1002"}},
      {"RSV1 and RSV2 on a ping", frame(0xE9, "x"), {"close:1002"}},
      {"all on a close", frame(0xF8, ""), {"close:1002"}},
      {"RSV1 on a continuation", text("a", false) + frame(0xC0, "x"), {"close:1002"}},
  });
}

TEST_CASE("reserved opcodes end the connection") {
  std::vector<WsCase> cases;
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    const std::string name = "opcode " + std::to_string(opcode);
    const auto first = static_cast<std::uint8_t>(0x80 | opcode);
    cases.push_back({name + " alone", frame(first, ""), {"close:1002"}});
    cases.push_back({name + " with payload, after text", text("a") + frame(first, "x") + ping(), {"text:a", "close:1002"}});
  }
  run_cases(cases);
}

TEST_CASE("frames that are not well formed end the connection") {
  run_cases({
      {"an unmasked text", "\x81\x05Hello"s, {"close:1002"}},
      {"an unmasked ping", "\x89\x00"s, {"close:1002"}},
      {"an unmasked close", "\x88\x02\x03\xe8"s, {"close:1002"}},
      {"125 in 16 bits", "\x81\xFE\x00\x7D"s, {"close:1002"}},
      {"0 in 16 bits", "\x81\xFE\x00\x00"s, {"close:1002"}},
      {"65535 in 64 bits", "\x81\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF"s, {"close:1002"}},
      {"1 in 64 bits", "\x82\xFF\x00\x00\x00\x00\x00\x00\x00\x01"s, {"close:1002"}},
      {"a length with the top bit", "\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00"s, {"close:1002"}},
      {"a ping with a 16-bit length", "\x89\xFE\x00\x01"s, {"close:1002"}},
      {"HTTP instead of frames", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", {"close:1002"}},
  });
}

TEST_CASE("many frames in one write all come back, in order") {
  std::string all;
  std::vector<std::string> notes;
  for (int i = 0; i < 2000; ++i) {
    const std::string payload = "message " + std::to_string(i);
    all += text(payload);
    notes.push_back("text:" + payload);
  }
  run_cases({{"2000 messages", all, notes}});
}
