// permessage-deflate without context takeover: RFC 7692.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "protocol/ws/deflate.hpp"
#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"
#include "tests/conformance/ws_zipped.hpp"

using namespace standpipe;
using namespace standpipe::conformance;
using namespace std::string_literals;

namespace {

const std::string prose = repeated("Water is pumped from the well at dawn. ", 2000);

std::string zipped_note(const std::string& message) {
  return "~" + note("text", message);
}

/// The Sec-WebSocket-Extensions of the answer, "" if it has none.
std::string answer_to(const std::string& lines) {
  RawClient client(common_server().port());
  const std::string head = upgrade(client, "/ws", lines);
  const std::string name = "\r\nSec-WebSocket-Extensions: ";
  const std::size_t at = head.find(name);
  if (at == std::string::npos) return head.starts_with("HTTP/1.1 101 ") ? "" : head.substr(9, 3);
  const std::size_t start = at + name.size();
  return head.substr(start, head.find("\r\n", start) - start);
}

}  // namespace

TEST_CASE("compression is negotiated, always without context takeover") {
  const std::string agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {offer("permessage-deflate"), agreed},
      {offer("permessage-deflate; client_max_window_bits"), agreed},
      {offer("permessage-deflate; client_max_window_bits=10; client_no_context_takeover"), agreed},
      {offer("permessage-deflate; server_max_window_bits=12; client_max_window_bits=12"), agreed + "; server_max_window_bits=12"},
      {offer("permessage-deflate; server_max_window_bits=\"8\""), agreed + "; server_max_window_bits=8"},
      {offer("x-webkit-deflate-frame") + offer("permessage-deflate"), agreed},
      {offer("permessage-deflate; unknown, permessage-deflate"), agreed},
      {offer("permessage-deflate; server_max_window_bits=9"), agreed + "; server_max_window_bits=9"},
      {offer("permessage-deflate; server_no_context_takeover; server_max_window_bits=9"), agreed + "; server_max_window_bits=9"},
      {offer("permessage-deflate; server_max_window_bits=15"), agreed + "; server_max_window_bits=15"},
      {offer("permessage-deflate; server_max_window_bits=15; server_no_context_takeover"),
       agreed + "; server_max_window_bits=15"},
      // The first that can be accepted, not the best one.
      {offer("permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=15, permessage-deflate"),
       agreed + "; server_max_window_bits=9"},
      {offer("permessage-deflate; server_max_window_bits=16, permessage-deflate; server_max_window_bits=10, permessage-deflate"),
       agreed + "; server_max_window_bits=10"},
      {offer("permessage-deflate, permessage-deflate; server_max_window_bits=9"), agreed},
      {offer("permessage-bzip2, permessage-deflate; unknown") + offer("permessage-deflate; server_max_window_bits=11") +
           offer("permessage-deflate"),
       agreed + "; server_max_window_bits=11"},
      {offer("permessage-deflate; unknown, permessage-deflate; server_max_window_bits=16"), ""},
      {offer("permessage-deflate; unknown"), ""},
      {offer("permessage-deflate; server_max_window_bits=16"), ""},
      {offer("permessage-deflate; server_max_window_bits=7"), ""},
      {offer("permessage-deflate; server_max_window_bits"), ""},
      {offer("permessage-deflate; client_max_window_bits=16"), ""},
      {offer("permessage-deflate; server_no_context_takeover=1"), ""},
      {offer("permessage-deflate; client_no_context_takeover; client_no_context_takeover"), ""},
      {offer("permessage-bzip2"), ""},
      {offer(""), ""},
      {offer("permessage-deflate; server_max_window_bits="), "400"},
      {offer("permessage-deflate;"), "400"},
      {offer("permessage deflate"), "400"},
  };
  for (const auto& [lines, expected] : cases) {
    CAPTURE(lines);
    CHECK(answer_to(lines) == expected);
  }
}

TEST_CASE("compressed messages are read, and long answers are compressed") {
  const std::string large = repeated(prose, 262'144);
  std::string stored;  // valid, though larger than its message
  stored = packed(prose, 0);
  run_cases(
      {
          {"the RFC's Hello", frame(deflated_text, "\xf2\x48\xcd\xc9\xc9\x07\x00"s), {"text:Hello"}},
          {"the RFC's Hello, twice",
           frame(deflated_text, "\xf2\x48\xcd\xc9\xc9\x07\x00"s) + frame(deflated_text, "\xf2\x48\xcd\xc9\xc9\x07\x00"s),
           {"text:Hello", "text:Hello"}},
          {"the RFC's Hello in two fragments", frame(0x41, "\xf2\x48\xcd") + frame(0x80, "\xc9\xc9\x07\x00"s), {"text:Hello"}},
          {"the RFC's stored block", frame(deflated_text, "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s), {"text:Hello"}},
          {"the RFC's last block", frame(deflated_text, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s), {"text:Hello"}},
          {"the RFC's two blocks", frame(deflated_text, "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s), {"text:Hello"}},
          {"an empty message", frame(deflated_text, "\x00"s), {"text:"}},
          {"an empty message as zlib makes it", frame(deflated_text, "\x02\x00"s), {"text:"}},
          {"an empty message in empty fragments", frame(0x41, "") + more("") + last("\x00"s), {"text:"}},
          {"127 bytes", zipped(prose.substr(0, 127)), {note("text", prose.substr(0, 127))}},
          {"128 bytes", zipped(prose.substr(0, 128)), {zipped_note(prose.substr(0, 128))}},
          {"2000 bytes", zipped(prose), {zipped_note(prose)}},
          {"not compressed by the client", text(prose), {zipped_note(prose)}},
          {"compressed and not, in turn",
           zipped("a") + text("b") + zipped(prose) + text("c") + binary("d"),
           {"text:a", "text:b", zipped_note(prose), "text:c", "binary:d"}},
          {"binary", frame(deflated_binary, packed(prose)), {"~" + note("binary", prose)}},
          {"stored blocks", frame(deflated_text, stored), {zipped_note(prose)}},
          {"fixed codes", frame(deflated_text, packed(prose, 9, 0, Z_FIXED)), {zipped_note(prose)}},
          {"a block for each 7 bytes", frame(deflated_text, packed(prose, 9, 7)), {zipped_note(prose)}},
          {"fragments of one byte", in_fragments(deflated_text, packed(prose), 1), {zipped_note(prose)}},
          {"fragments of ten bytes", in_fragments(deflated_text, packed(prose), 10), {zipped_note(prose)}},
          {"pings between fragments",
           in_fragments(deflated_text, packed("Hello"), 3, ping("p")),
           {"pong:p", "pong:p", "text:Hello"}},
          {"as large as allowed", zipped(large), {zipped_note(large)}},
          {"what cannot be compressed comes back as it is",
           text("\xd8\xb5\xd9\x86\xd8\xa8\xd9\x88\xd8\xb1"),
           {"text:\xd8\xb5\xd9\x86\xd8\xa8\xd9\x88\xd8\xb1"}},
      },
      offer_deflate);
}

TEST_CASE("a peer that asked for a small window gets nothing that needs a larger one") {
  const std::string short_prose = prose.substr(0, 256);
  const std::string longer = prose.substr(0, 257);
  run_cases(
      {
          {"256 bytes", text(short_prose), {zipped_note(short_prose)}},
          {"257 bytes", text(longer), {note("text", longer)}},
      },
      "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8\r\n");
  run_cases({{"2000 bytes in 4 KiB", text(prose), {zipped_note(prose)}}},
            "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12\r\n");
}

TEST_CASE("RSV1 is refused where it has no place") {
  run_cases(
      {
          {"on a ping", frame(0xC9, "x"), {"close:1002"}},
          {"on a pong", frame(0xCA, "x"), {"close:1002"}},
          {"on a close", frame(0xC8, "\x03\xe8"), {"close:1002"}},
          {"on a continuation", frame(0x41, "\xf2\x48\xcd") + frame(0xC0, "\xc9\xc9\x07\x00"s), {"close:1002"}},
          {"on the continuation of a plain message", text("a", false) + frame(0xC0, "b"), {"close:1002"}},
          {"with RSV2", frame(0xE1, packed("a")), {"close:1002"}},
          {"with RSV3", frame(0xD1, packed("a")), {"close:1002"}},
          {"on a reserved opcode", frame(0xC3, packed("a")), {"close:1002"}},
      },
      offer_deflate);
  run_cases({{"without an agreement", zipped("a"), {"close:1002"}}});
}

TEST_CASE("compressed data that is corrupt ends the connection") {
  const std::string good = packed(prose);
  std::string flipped = good;
  flipped[2] = static_cast<char>(flipped[2] ^ 0x55);
  run_cases(
      {
          {"a reserved block type", frame(deflated_text, "\x07\x00"s), {"close:1007"}},
          {"noise", frame(deflated_text, std::string(100, '\xff')), {"close:1007"}},
          {"plain text marked as compressed", frame(deflated_text, "Hello, this is no DEFLATE"), {"close:1007"}},
          {"no byte at all", frame(deflated_text, ""), {"close:1007"}},
          {"cut", frame(deflated_text, good.substr(0, good.size() / 2)), {"close:1007"}},
          {"cut by one byte", frame(deflated_text, good.substr(0, good.size() - 1)), {"close:1007"}},
          {"a stored block cut before its end", frame(deflated_text, "\x00\x05\x00\xfa\xff\x48"s), {"close:1007"}},
          {"a stored block with a wrong length",
           frame(deflated_text, "\x00\x05\x00\x00\x00\x48\x65\x6c\x6c\x6f\x00"s),
           {"close:1007"}},
          {"flipped bits", frame(deflated_text, flipped), {"close:1007"}},
          {"a reference to the message before",
           frame(deflated_text, "\xf2\x48\xcd\xc9\xc9\x07\x00"s) + frame(deflated_text, "\xf2\x00\x11\x00\x00"s),
           {"text:Hello", "close:1007"}},
          {"a gzip header", frame(deflated_text, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"s), {"close:1007"}},
          {"text that is not UTF-8", zipped("ok \xed\xa0\x80"), {"close:1007"}},
          {"text that ends inside a character", zipped("ok \xe2\x82"), {"close:1007"}},
          {"corrupt after a good message", zipped("a") + frame(deflated_text, "\x07\x00"s), {"text:a", "close:1007"}},
          {"corrupt binary", frame(deflated_binary, "\x07\x00"s), {"close:1007"}},
      },
      offer_deflate);
}

TEST_CASE("bombs end the connection") {
  std::string bomb = packed(std::string(200'000'000, 'x'));
  REQUIRE(bomb.size() < 262'144);
  run_cases(
      {
          {"a byte too many", zipped(std::string(262'145, 'x')), {"close:1009"}},
          {"200 MB in 195 kB", frame(deflated_text, bomb), {"close:1009"}},
          {"a binary bomb", frame(deflated_binary, bomb), {"close:1009"}},
          {"in fragments", frame(0x41, bomb.substr(0, 100'000)) + last(bomb.substr(100'000)), {"close:1009"}},
          {"compressed data above the limit", frame(0x41, std::string(262'144, '\0')) + last("x"), {"close:1009"}},
          {"empty fragments",
           frame(0x41, "") +
               [] {
                 std::string flood;
                 for (int i = 0; i < 200'000; ++i) flood += more("");
                 return flood;
               }(),
           {"close:1008"}},
      },
      offer_deflate);
}

TEST_CASE("one event is compressed once for all, on several threads") {
  // Every session of this service sends the same frame.
  struct Broadcast final : EchoService {
    struct Idle final : app::Session {
      void on_text(std::string_view) override {}
      void on_resync() override {}
    };
    std::variant<std::unique_ptr<app::Session>, app::CloseAtOnce> open(const app::HttpRequest&, hub::Outlet& outlet,
                                                                       std::size_t) override {
      for (int i = 0; i < 20; ++i) outlet.send_event(frame);
      return std::make_unique<Idle>();
    }
    hub::FramePtr frame = hub::make_text_frame(prose);
  };
  Broadcast service;
  net::NetConfig config;
  config.threads = 4;
  net::Server server(config, service);
  server.start();
  std::vector<std::thread> clients;
  std::vector<std::vector<std::string>> seen(12);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    clients.emplace_back([&, i] {
      RawClient client(server.port());
      upgrade(client, "/ws", i % 3 == 0 ? std::string_view() : offer_deflate);
      client.send(close_frame(1000));
      seen[i] = notes_of(client.read_all(), i % 3 != 0);
    });
  }
  for (std::thread& client : clients) client.join();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    std::vector<std::string> expected(20, (i % 3 == 0 ? "" : "~") + note("text", prose));
    expected.emplace_back("close:1000");
    CHECK(seen[i] == expected);
  }
  protocol::ws::Deflater deflater;
  CHECK(service.frame->compressed(deflater) == service.frame->compressed(deflater));
}

TEST_CASE("a server that is told not to compress does not") {
  net::NetConfig config;
  config.compression = false;
  TestServer server(config);
  RawClient client(server.port());
  CHECK(upgrade(client, "/ws", offer_deflate).find("Sec-WebSocket-Extensions") == std::string::npos);
  client.send(text(prose) + zipped("a"));
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{note("text", prose), "close:1002"});
}
