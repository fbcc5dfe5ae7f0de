#include <doctest/doctest.h>

#include "tests/unit/ws/reader_driver.hpp"

using namespace std::string_literals;
using namespace standpipe::protocol::ws;
using namespace standpipe::protocol::ws::test;
using Kind = ReaderEvent::Kind;

namespace {

void check_failure(const std::string& bytes, std::uint16_t code, ReaderLimits limits = {}) {
  for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
    CAPTURE(piece);
    const auto seen = read_all(bytes, piece, limits);
    REQUIRE_FALSE(seen.empty());
    CHECK(seen.back().kind == Kind::failed);
    CHECK(seen.back().code == code);
    CHECK_FALSE(seen.back().payload.empty());
  }
}

}  // namespace

TEST_CASE("the RFC's own examples are read") {
  SUBCASE("a masked Hello") {
    const auto seen = read_all("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].kind == Kind::text);
    CHECK(seen[0].payload == "Hello");
  }
  SUBCASE("an unmasked Hello, as a client reads it") {
    const auto seen = read_all("\x81\x05Hello"s, 0, {}, Role::client);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].payload == "Hello");
  }
  SUBCASE("two fragments, as a client reads them") {
    const auto seen = read_all("\x01\x03Hel\x80\x02lo"s, 0, {}, Role::client);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].payload == "Hello");
  }
}

TEST_CASE("a message is the same however its bytes are cut") {
  for (const std::size_t size : {0, 1, 2, 7, 8, 125, 126, 127, 128, 1000, 65535, 65536, 65537, 200000}) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 26);
    const std::string frame = masked(Opcode::text, text);
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{997}}) {
      CAPTURE(size);
      CAPTURE(piece);
      const auto seen = read_all(frame, piece);
      REQUIRE(seen.size() == 1);
      CHECK(seen[0].kind == Kind::text);
      CHECK(seen[0].payload == text);
    }
  }
}

TEST_CASE("all frames of one input are found, control frames between fragments too") {
  const std::string bytes = masked(Opcode::text, "Hel", false) + masked(Opcode::ping, "one") +
                            masked(Opcode::continuation, "lo", false) + masked(Opcode::pong, "two") +
                            masked(Opcode::continuation, "!") + masked(Opcode::binary, "\x00\xff"s) + close_frame(1000, "bye");
  for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{4}}) {
    CAPTURE(piece);
    const auto seen = read_all(bytes, piece);
    REQUIRE(seen.size() == 5);
    CHECK(seen[0].kind == Kind::ping);
    CHECK(seen[0].payload == "one");
    CHECK(seen[1].kind == Kind::pong);
    CHECK(seen[1].payload == "two");
    CHECK(seen[2].kind == Kind::text);
    CHECK(seen[2].payload == "Hello!");
    CHECK(seen[3].kind == Kind::binary);
    CHECK(seen[3].payload == "\x00\xff"s);
    CHECK(seen[4].kind == Kind::close);
    CHECK(seen[4].code == 1000);
    CHECK(seen[4].payload == "bye");
  }
}

TEST_CASE("a whole message is returned where it lies, without a copy") {
  std::string bytes = masked(Opcode::text, "in place");
  std::span<char> input(bytes);
  Reader reader(Role::server, {});
  const ReaderEvent event = reader.next(input);
  REQUIRE(event.kind == Kind::text);
  CHECK(event.payload.data() >= bytes.data());
  CHECK(event.payload.data() < bytes.data() + bytes.size());
  CHECK(input.empty());
}

TEST_CASE("empty frames are messages or fragments like others") {
  auto seen = read_all(masked(Opcode::text, ""));
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].payload.empty());
  seen = read_all(masked(Opcode::text, "", false) + masked(Opcode::continuation, "", false) +
                  masked(Opcode::continuation, "x", false) + masked(Opcode::continuation, ""));
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].payload == "x");
  seen = read_all(masked(Opcode::ping, "") + masked(Opcode::pong, ""));
  CHECK(seen.size() == 2);
}

TEST_CASE("what a header must not say fails with 1002") {
  struct Case {
    std::string name;
    std::string bytes;
  };
  std::vector<Case> cases = {
      {"RSV1 without an extension", raw_frame(0xC1, "x")},
      {"RSV2", raw_frame(0xA1, "x")},
      {"RSV3", raw_frame(0x91, "x")},
      {"all reserved bits on a ping", raw_frame(0xF9, "")},
      {"an unmasked frame from a client", raw_frame(0x81, "x", false)},
      {"a fragmented ping", raw_frame(0x09, "")},
      {"a fragmented close", raw_frame(0x08, "")},
      {"a ping of 126 bytes", raw_frame(0x89, std::string(126, 'x'))},
      {"a close of 126 bytes", raw_frame(0x88, "\x03\xe8"s + std::string(124, 'x'))},
      {"a continuation of nothing", masked(Opcode::continuation, "x")},
      {"an unfinished continuation of nothing", masked(Opcode::continuation, "x", false)},
      {"text inside a message", masked(Opcode::text, "x", false) + masked(Opcode::text, "x")},
      {"binary inside a message", masked(Opcode::text, "x", false) + masked(Opcode::binary, "x")},
      {"a continuation after the last one", masked(Opcode::text, "x") + masked(Opcode::continuation, "x")},
      {"125 in 16 bits", "\x81\xFE\x00\x7D\x00\x00\x00\x00"s},
      {"65535 in 64 bits", "\x82\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF\x00\x00\x00\x00"s},
      {"0 in 64 bits", "\x82\xFF\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"s},
      {"a length with the top bit", "\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"s},
  };
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    cases.push_back({"a reserved opcode", raw_frame(static_cast<std::uint8_t>(0x80 | opcode), "x")});
  }
  for (const Case& c : cases) {
    CAPTURE(c.name);
    check_failure(c.bytes, 1002);
  }
}

TEST_CASE("a header fails at the first byte that is wrong") {
  CHECK(read_all("\x83"s).size() == 1);
  CHECK(read_all("\xA1"s).size() == 1);
  CHECK(read_all("\x09"s).size() == 1);
  CHECK(read_all("\x81\x01"s).size() == 1);
  CHECK(read_all("\x89\xFE"s).size() == 1);
  CHECK(read_all("\x81\xFE\x00\x10"s).size() == 1);
  CHECK(read_all("\x81"s).empty());
}

TEST_CASE("a client refuses masked frames") {
  const auto seen = read_all(masked(Opcode::text, "x"), 0, {}, Role::client);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].code == 1002);
}

TEST_CASE("close payloads") {
  struct Case {
    std::string payload;
    Kind kind;
    int code;
  };
  std::vector<Case> cases = {
      {"", Kind::close, 1005},
      {"\x03"s, Kind::failed, 1002},
      {"\x03\xe8"s, Kind::close, 1000},
      {"\x03\xe8gone \xc3\xa9"s, Kind::close, 1000},
      {"\x03\xe8"s + std::string(123, 'x'), Kind::close, 1000},
      {"\x03\xe8\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80"s, Kind::failed, 1007},
      {"\x03\xe8\xc3"s, Kind::failed, 1007},
  };
  const auto with_code = [](int code) { return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)}; };
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}) {
    cases.push_back({with_code(code), Kind::close, code});
  }
  for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    cases.push_back({with_code(code), Kind::failed, 1002});
  }
  for (const Case& c : cases) {
    CAPTURE(c.code);
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1}}) {
      const auto seen = read_all(masked(Opcode::close, c.payload), piece);
      REQUIRE(seen.size() == 1);
      CHECK(seen[0].kind == c.kind);
      CHECK(seen[0].code == c.code);
    }
  }
}

TEST_CASE("limits") {
  const ReaderLimits limits{.message_bytes = 100, .empty_frames = 3, .compression = false};
  SUBCASE("a message of exactly the limit passes") {
    CHECK(read_all(masked(Opcode::text, std::string(100, 'x')), 0, limits)[0].kind == Kind::text);
    CHECK(read_all(masked(Opcode::text, std::string(60, 'x'), false) + masked(Opcode::continuation, std::string(40, 'x')), 0,
                   limits)[0]
              .kind == Kind::text);
  }
  SUBCASE("a header that announces more fails before its payload comes") {
    check_failure(masked(Opcode::text, std::string(101, 'x')).substr(0, 6), 1009, limits);
    check_failure("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x00\x00"s, 1009, limits);
  }
  SUBCASE("the sum over fragments counts") {
    check_failure(
        masked(Opcode::text, std::string(60, 'x'), false) + masked(Opcode::continuation, std::string(41, 'x')).substr(0, 6), 1009,
        limits);
  }
  SUBCASE("empty fragments are counted a message") {
    std::string three =
        masked(Opcode::text, "", false) + masked(Opcode::continuation, "", false) + masked(Opcode::continuation, "", false);
    CHECK(read_all(three + masked(Opcode::continuation, "x"), 0, limits)[0].payload == "x");
    check_failure(three + masked(Opcode::continuation, "", false), 1008, limits);
    const std::string twice = three + masked(Opcode::continuation, "") + three + masked(Opcode::continuation, "");
    CHECK(read_all(twice, 0, limits).size() == 2);
  }
  SUBCASE("a failure is final") {
    Reader reader(Role::server, limits);
    CHECK(read_all(reader, raw_frame(0x83, ""))[0].code == 1002);
    CHECK(read_all(reader, masked(Opcode::text, "x"))[0].code == 1002);
  }
}

TEST_CASE("a compressed message is handed over as it came") {
  const ReaderLimits limits{.message_bytes = 100, .empty_frames = 3, .compression = true};
  const auto seen = read_all(raw_frame(0xC1, "\xff\xfe"), 0, limits);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].kind == Kind::text);
  CHECK(seen[0].compressed);
  const auto pieces = read_all(raw_frame(0x41, "\xff") + raw_frame(0x80, "\xfe") + masked(Opcode::text, "x"), 1, limits);
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0].compressed);
  CHECK(pieces[0].payload == "\xff\xfe");
  CHECK_FALSE(pieces[1].compressed);
  check_failure(raw_frame(0x41, "a") + raw_frame(0xC0, "b"), 1002, limits);
  check_failure(raw_frame(0xC9, ""), 1002, limits);
}
