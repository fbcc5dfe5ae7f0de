// Messages far above the product's limit, in whole frames, in fragments and in small pieces; many round trips.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/ws/writer.hpp"
#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe;
using namespace standpipe::conformance;
namespace ws = standpipe::protocol::ws;

namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

constexpr std::uint8_t whole_text = 0x81;
constexpr std::uint8_t whole_binary = 0x82;

/// As standpipe_echo is started for the test suites of others.
net::NetConfig roomy() {
  net::NetConfig config;
  config.on_binary = echo_binary;
  config.max_message_bytes = 16 * mib;
  config.egress_bytes = 64 * mib;
  return config;
}

/// Text that is nowhere the same, so that a piece which is lost or in the wrong place shows.
std::string numbers(std::size_t size) {
  std::string text;
  text.reserve(size + 10);
  for (unsigned i = 0; text.size() < size; ++i) text.append(std::to_string(i)).append(" ");
  text.resize(size);
  return text;
}

/// The same with bytes that no text has.
std::string bytes(std::size_t size) {
  std::string data = numbers(size);
  for (std::size_t i = 0; i < size; i += 3) data[i] = static_cast<char>(0xF8 + i % 8);
  return data;
}

/// Sends one message, in writes of `piece` bytes (0: one), and looks whether it comes back.
void check_comes_back(TestServer& server, const std::string& sent, const std::string& expected, bool tls, std::size_t piece = 0) {
  CAPTURE(tls);
  CAPTURE(piece);
  RawClient client(server.port(tls), tls);
  upgrade(client);
  client.send(sent, piece);
  client.send(close_frame(1000));
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{expected, "close:1000"});
  CHECK(client.at_end());
}

}  // namespace

TEST_CASE("messages of megabytes come back") {
  TestServer server(roomy());
  for (const std::size_t size : {1 * mib, 4 * mib, 8 * mib, 16 * mib}) {
    CAPTURE(size);
    const std::string message = numbers(size);
    check_comes_back(server, text(message), note("text", message), size == 8 * mib);
    if (size > 4 * mib) continue;
    const std::string data = bytes(size);
    check_comes_back(server, binary(data), note("binary", data), size == 4 * mib);
  }
}

TEST_CASE("a message of megabytes may come in fragments of any size") {
  TestServer server(roomy());
  const std::string message = numbers(4 * mib);
  const std::string data = bytes(4 * mib);
  for (std::size_t size = 64; size <= 4 * mib; size *= 16) {
    CAPTURE(size);
    check_comes_back(server, in_fragments(whole_text, message, size), note("text", message), size == 16 * kib);
  }
  for (std::size_t size = 256; size <= 1 * mib; size *= 16) {
    CAPTURE(size);
    check_comes_back(server, in_fragments(whole_binary, data, size), note("binary", data), size == 4 * kib);
  }
}

TEST_CASE("a message of a megabyte may come in small pieces") {
  TestServer server(roomy());
  const std::string message = numbers(mib);
  const std::string data = bytes(mib);
  for (std::size_t piece = 64; piece <= 2048; piece *= 2) {
    check_comes_back(server, text(message), note("text", message), false, piece);
    check_comes_back(server, binary(data), note("binary", data), false, piece);
  }
}

TEST_CASE("a thousand round trips of each size") {
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    RawClient client(common_server().port(tls), tls);
    upgrade(client);
    int wrong = 0;
    for (const std::size_t size : {0, 16, 64, 256, 1024, 4096}) {
      const std::string message = tls ? bytes(size) : numbers(size);
      const std::string sent = tls ? binary(message) : text(message);
      std::string expected;
      ws::append_frame(expected, tls ? ws::Opcode::binary : ws::Opcode::text, message);
      for (int i = 0; i < 1000; ++i) {
        client.send(sent);
        if (client.read_exactly(expected.size()) != expected) ++wrong;
      }
    }
    CHECK(wrong == 0);
  }
}
