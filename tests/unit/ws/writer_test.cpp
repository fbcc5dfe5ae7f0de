#include <doctest/doctest.h>

#include <random>

#include "protocol/ws/handshake.hpp"
#include "tests/unit/ws/reader_driver.hpp"

using namespace std::string_literals;
using namespace standpipe::protocol::ws;
using namespace standpipe::protocol::ws::test;

TEST_CASE("a frame has the shortest header") {
  struct Case {
    std::size_t size;
    std::string header;
  };
  const std::vector<Case> cases = {
      {0, "\x81\x00"s},
      {125, "\x81\x7d"s},
      {126, "\x81\x7e\x00\x7e"s},
      {65535, "\x81\x7e\xff\xff"s},
      {65536, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s},
  };
  for (const Case& c : cases) {
    std::string out = "before";
    const std::string payload(c.size, 'x');
    CHECK(append_frame(out, Opcode::text, payload) == c.header.size());
    CHECK(out == "before" + c.header + payload);
  }
}

TEST_CASE("what one side writes the other reads") {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string payload(random() % 70000, '\0');
    for (char& c : payload) c = static_cast<char>(random());
    const MaskKey key{static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random()),
                      static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random())};
    std::string from_client;
    std::string from_server;
    append_masked_frame(from_client, Opcode::binary, payload, key);
    append_frame(from_server, Opcode::binary, payload);
    const std::size_t piece = 1 + random() % 9000;
    const auto at_server = read_all(from_client, piece);
    const auto at_client = read_all(from_server, piece, {}, Role::client);
    REQUIRE(at_server.size() == 1);
    REQUIRE(at_client.size() == 1);
    CHECK((at_server[0].payload == payload));
    CHECK((at_client[0].payload == payload));
  }
}

TEST_CASE("masking twice gives the text back, from any offset") {
  const MaskKey key{1, 2, 3, 4};
  std::string text = "sixteen or more bytes of text, and then some";
  for (std::size_t start = 0; start < 12; ++start) {
    std::string whole = text;
    apply_mask(whole, key);
    std::string pieces = text;
    apply_mask(std::span<char>(pieces).first(start), key);
    apply_mask(std::span<char>(pieces).subspan(start), key, start);
    CHECK(whole == pieces);
    apply_mask(whole, key);
    CHECK(whole == text);
  }
}

TEST_CASE("a close payload is cut at a character") {
  CHECK(close_payload(1000, "") == "\x03\xe8");
  CHECK(close_payload(1005, "not sent").empty());
  CHECK(close_payload(4401, "log in") == "\x11\x31log in");
  std::string reason(122, 'x');
  CHECK(close_payload(1000, reason + "\xc3\xa9").size() == 2 + 122);
  CHECK(close_payload(1000, reason + "y and more").size() == 2 + 123);
}

TEST_CASE("the opening handshake's values") {
  CHECK(accept_value("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(is_valid_key("dGhlIHNhbXBsZSBub25jZQ=="));
  CHECK(is_valid_key(encode_key({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255})));
  for (const std::string key : {"", "AAAA", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQA=",
                                "dGhlIHNhbXBsZSBub25jZQ== ", "dGhlIHNhbXBsZSBub25j!Q==", "========================"}) {
    CAPTURE(key);
    CHECK_FALSE(is_valid_key(key));
  }
}
