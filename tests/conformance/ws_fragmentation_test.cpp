// Messages in several frames: RFC 6455 section 5.4.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

TEST_CASE("fragments become one message") {
  std::string bytewise = text("", false);
  std::string expected;
  for (int i = 0; i < 500; ++i) {
    bytewise += more("x");
    expected += "x";
  }
  bytewise += last("");
  std::string large = text(std::string(65536, 'a'), false) + more(std::string(65536, 'b')) + last(std::string(65536, 'c'));
  const std::string large_payload = std::string(65536, 'a') + std::string(65536, 'b') + std::string(65536, 'c');
  run_cases({
      {"two fragments", text("frag1", false) + last("frag2"), {"text:frag1frag2"}},
      {"binary in two", binary("\xff", false) + last("\xfe"), {"binary:\xff\xfe"}},
      {"five fragments", text("f1", false) + more("f2") + more("f3") + more("f4") + last("f5"), {"text:f1f2f3f4f5"}},
      {"all empty", text("", false) + more("") + last(""), {"text:"}},
      {"empty first", text("", false) + more("middle") + last(""), {"text:middle"}},
      {"empty last", text("all", false) + last(""), {"text:all"}},
      {"500 fragments of a byte", bytewise, {note("text", expected)}},
      {"large fragments", large, {note("text", large_payload)}},
      {"65,536 bytes in fragments of 1300",
       in_fragments(0x81, large_payload.substr(40'000, 65'536), 1300),
       {note("text", large_payload.substr(40'000, 65'536))}},
      {"two fragmented messages", text("a", false) + last("b") + text("c", false) + last("d"), {"text:ab", "text:cd"}},
  });
}

TEST_CASE("control frames may come between fragments") {
  run_cases({
      {"a ping", text("frag1", false) + ping("ping") + last("frag2"), {"pong:ping", "text:frag1frag2"}},
      {"pings everywhere",
       ping("0") + text("a", false) + ping("1") + more("b") + ping("2") + last("c") + ping("3"),
       {"pong:0", "pong:1", "pong:2", "text:abc", "pong:3"}},
      {"a pong", text("frag1", false) + pong("x") + last("frag2"), {"text:frag1frag2"}},
      {"a close ends the message unfinished", text("frag1", false) + close_frame(1000), {"close:1000"}},
      {"a ping in the middle of five",
       text("a", false) + more("b") + ping("p") + more("c") + more("d") + last("e"),
       {"pong:p", "text:abcde"}},
  });
}

TEST_CASE("fragments may come with pauses, and pings between them are answered at once") {
  constexpr auto pause = std::chrono::milliseconds(20);
  const auto only = [](const char* one) { return std::vector<std::string>{one}; };
  for (const bool tls : {false, true}) {
    RawClient client(common_server().port(tls), tls);
    upgrade(client);
    client.send(text("a", false) + more("b") + ping("1"));
    CHECK(notes_of(client.read_exactly(2 + 1)) == only("pong:1"));
    std::this_thread::sleep_for(pause);
    client.send(more("c"));
    std::this_thread::sleep_for(pause);
    client.send(more("d") + ping("2"));
    CHECK(notes_of(client.read_exactly(2 + 1)) == only("pong:2"));
    std::this_thread::sleep_for(pause);
    client.send(last("e"));
    CHECK(notes_of(client.read_exactly(2 + 5)) == only("text:abcde"));
  }
}

TEST_CASE("fragments out of order end the connection") {
  const std::string two = text("a", false) + last("b");
  run_cases({
      {"twice a continuation of nothing and a good message", more("x") + two + more("x") + two, {"close:1002"}},
      {"twice a last continuation of nothing and a good message", last("x") + two + last("x") + two, {"close:1002"}},
      {"a good message, then both twice", two + more("x") + two + more("x") + two, {"text:ab", "close:1002"}},
      {"a ping in two fragments", frame(0x09, "a") + frame(0x80, "b"), {"close:1002"}},
      {"a pong in two fragments", frame(0x0A, "a") + frame(0x80, "b"), {"close:1002"}},
      {"a close in two fragments", frame(0x08, "") + frame(0x80, "b"), {"close:1002"}},
      {"a last continuation of nothing", last("x") + text("y"), {"close:1002"}},
      {"a continuation of nothing", more("x") + text("y"), {"close:1002"}},
      {"a continuation after a whole message", text("a") + last("b"), {"text:a", "close:1002"}},
      {"a continuation after a fragmented message", text("a", false) + last("b") + more("c"), {"text:ab", "close:1002"}},
      {"a new text inside a message", text("a", false) + text("b"), {"close:1002"}},
      {"a new unfinished text inside a message", text("a", false) + text("b", false), {"close:1002"}},
      {"binary inside text", text("a", false) + binary("b"), {"close:1002"}},
      {"text inside binary", binary("a", false) + text("b"), {"close:1002"}},
      {"nothing but unfinished continuations", more("a") + more("b") + last("c"), {"close:1002"}},
  });
}

TEST_CASE("limits on messages and fragments") {
  const std::string quarter(65536, 'q');
  std::string empties = text("", false);
  for (int i = 0; i < 63; ++i) empties += more("");
  std::string flood = empties;
  for (int i = 0; i < 200'000; ++i) flood += more("");
  run_cases({
      {"a header that announces too much", frame(0x81, std::string(262145, 'x')).substr(0, 14), {"close:1009"}},
      {"a header that announces 2^63 - 1", "\x82\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x00\x00"s, {"close:1009"}},
      {"a whole message that is too big", text(std::string(262145, 'x')), {"close:1009"}},
      {"fragments that are too big together",
       text(quarter, false) + more(quarter) + more(quarter) + more(quarter) + last("x"),
       {"close:1009"}},
      {"fragments of exactly the limit",
       text(quarter, false) + more(quarter) + more(quarter) + last(quarter),
       {note("text", quarter + quarter + quarter + quarter)}},
      {"64 empty fragments", empties + last("x"), {"text:x"}},
      {"65 empty fragments", empties + more(""), {"close:1008"}},
      {"200,000 empty fragments", flood, {"close:1008"}},
  });
}
