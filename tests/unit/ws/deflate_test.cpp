#include "protocol/ws/deflate.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace standpipe::protocol::ws;
using namespace std::string_literals;
using Status = Inflater::Status;

namespace {

std::string random_text(std::mt19937& random, std::size_t size, unsigned letters) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(random() % letters);
  return text;
}

}  // namespace

TEST_CASE("the examples of RFC 7692 are read") {
  // Section 7.2.3: one block, a stored block, a last block, two blocks.
  const std::vector<std::string> examples = {
      "\xf2\x48\xcd\xc9\xc9\x07\x00"s,
      "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s,
      "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s,
      "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s,
  };
  Inflater inflater;
  std::string out;
  for (const std::string& example : examples) {
    CHECK(inflater.inflate(example, 1000, out) == Status::ok);
    CHECK(out == "Hello");
  }
  CHECK(inflater.inflate("\x00"s, 1000, out) == Status::ok);
  CHECK(out.empty());
}

TEST_CASE("a message that refers to the one before is corrupt: no context is taken over") {
  // Section 7.2.3.2: the second "Hello" of a connection with context takeover.
  Inflater inflater;
  std::string out;
  REQUIRE(inflater.inflate("\xf2\x48\xcd\xc9\xc9\x07\x00"s, 1000, out) == Status::ok);
  CHECK(inflater.inflate("\xf2\x00\x11\x00\x00"s, 1000, out) == Status::corrupt);
  CHECK(out.empty());
}

TEST_CASE("what is compressed comes back") {
  std::mt19937 random(1);
  Deflater deflater;
  Inflater inflater;
  std::string packed;
  std::string out;
  for (const std::size_t size : {100, 128, 1000, 4095, 4096, 4097, 65536, 300'000}) {
    for (const unsigned letters : {1U, 2U, 20U}) {
      CAPTURE(size);
      CAPTURE(letters);
      const std::string text = random_text(random, size, letters);
      REQUIRE(deflater.deflate(text, packed));
      CHECK(packed.size() < size);
      CHECK(inflater.inflate(packed, size, out) == Status::ok);
      CHECK((out == text));
      CHECK(inflater.inflate(packed, size - 1, out) == Status::too_big);
      CHECK(out.empty());
    }
  }
}

TEST_CASE("short messages come back: what cannot get shorter is left, what can is compressed") {
  Deflater deflater;
  Inflater inflater;
  std::string packed;
  std::string out;
  for (std::size_t size = 0; size <= 64; ++size) {
    for (const std::string& part : {"a"s, "ab"s, "\0"s, "Hello, "s}) {
      CAPTURE(size);
      CAPTURE(part);
      std::string text;
      while (text.size() < size) text += part;
      text.resize(size);
      const bool shorter = deflater.deflate(text, packed);
      if (size <= 4) CHECK_FALSE(shorter);
      if (size >= 16) CHECK(shorter);
      CHECK(packed.empty() == !shorter);
      if (!shorter) continue;
      CHECK(packed.size() < size);
      CHECK(inflater.inflate(packed, size, out) == Status::ok);
      CHECK(out == text);
    }
  }
}

TEST_CASE("what does not get shorter is not compressed") {
  std::mt19937 random(2);
  Deflater deflater;
  std::string packed = "old";
  for (const std::size_t size : {0, 1, 3, 5, 8, 1000, 100'000}) {
    CHECK_FALSE(deflater.deflate(random_text(random, size, 256), packed));
    CHECK(packed.empty());
  }
}

TEST_CASE("a bomb is stopped at the limit") {
  Deflater deflater;
  Inflater inflater;
  std::string packed;
  std::string out;
  REQUIRE(deflater.deflate(std::string(50'000'000, 'x'), packed));
  CHECK(packed.size() < 60'000);
  CHECK(inflater.inflate(packed, 100'000, out) == Status::too_big);
  CHECK(out.capacity() <= 200'000);
}

TEST_CASE("a message that is cut is corrupt, wherever the cut is") {
  Deflater deflater;
  Inflater inflater;
  std::mt19937 random(3);
  std::string out;
  std::vector<std::string> messages = {"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s};
  for (const unsigned letters : {2U, 40U}) {
    REQUIRE(deflater.deflate(random_text(random, 2000, letters), messages.emplace_back()));
  }
  for (const std::string& message : messages) {
    for (std::size_t size = 0; size < message.size(); ++size) {
      CAPTURE(size);
      // A single NUL is what an empty message looks like.
      const bool is_empty_message = message.substr(0, size) == "\0"s;
      CHECK(inflater.inflate(message.substr(0, size), 10'000, out) == (is_empty_message ? Status::ok : Status::corrupt));
    }
    CHECK(inflater.inflate(message, 10'000, out) == Status::ok);
  }
}

TEST_CASE("wrong bytes never exceed the limit, and leave the state usable") {
  Deflater deflater;
  Inflater inflater;
  std::mt19937 random(4);
  std::string packed;
  std::string out;
  const std::string text = random_text(random, 3000, 10);
  REQUIRE(deflater.deflate(text, packed));
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string wrong = i % 2 == 0 ? random_text(random, random() % 200, 256) : packed;
    if (i % 2 == 1) wrong[random() % wrong.size()] ^= static_cast<char>(1U << (random() % 8));
    const Status status = inflater.inflate(wrong, 4000, out);
    CHECK(out.size() <= 4000);
    if (status != Status::ok) ++refused;
  }
  CHECK(refused > 1000);
  CHECK(inflater.inflate(packed, 4000, out) == Status::ok);
  CHECK((out == text));
}
