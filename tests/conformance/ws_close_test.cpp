// The closing handshake: RFC 6455 sections 5.5.1 and 7.
#include <doctest/doctest.h>

#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

TEST_CASE("closing") {
  run_cases({
      {"an empty close comes back empty", close_payload_frame(""), {"close:1005"}},
      {"a close after a message", text("a") + close_frame(1000), {"text:a", "close:1000"}},
      {"two closes", close_frame(1000) + close_frame(1000), {"close:1000"}},
      {"a ping after the close", close_frame(1000) + ping("x"), {"close:1000"}},
      {"text after the close", close_frame(1000) + text("x"), {"close:1000"}},
      {"a ping, text, fragments and a close after the close",
       close_frame(1000) + ping("x") + text("y") + text("a", false) + last("b") + close_frame(1001),
       {"close:1000"}},
      {"256 KiB, a close, a ping",
       text(std::string(262144, 'x')) + close_frame(1000) + ping("x"),
       {note("text", std::string(262144, 'x')), "close:1000"}},
      {"a broken frame after the close", close_frame(1000) + "\xff\xff\xff", {"close:1000"}},
      {"an unfinished message, a close, its end", text("a", false) + close_frame(1000) + last("b"), {"close:1000"}},
      {"256 KiB, then a close",
       text(std::string(262144, 'x')) + close_frame(1000),
       {note("text", std::string(262144, 'x')), "close:1000"}},
      {"a ping, then a close", ping("p") + close_frame(1000), {"pong:p", "close:1000"}},
      {"a reason", close_frame(1000, "hello"), {"close:1000"}},
      {"a reason of 123 bytes", close_frame(1000, std::string(123, 'x')), {"close:1000"}},
      {"a reason that is not ASCII", close_frame(1000, "\xc3\xa9\xf0\x9f\x9a\xb0"), {"close:1000"}},
      {"a payload of one byte", close_payload_frame("\x03"), {"close:1002"}},
      {"a reason of 124 bytes", close_frame(1000, std::string(124, 'x')), {"close:1002"}},
      {"a reason that is not UTF-8", close_frame(1000, "\xce\xba\xed\xa0\x80"), {"close:1007"}},
      {"a reason cut inside a character", close_frame(1000, "\xe2\x82"), {"close:1007"}},
  });
}

TEST_CASE("nothing is answered after the close, however late it comes") {
  for (const bool tls : {false, true}) {
    RawClient client(common_server().port(tls), tls);
    upgrade(client);
    client.send(close_frame(1000));
    CHECK(notes_of(client.read_exactly(2 + 2)) == std::vector<std::string>{"close:1000"});
    client.send(ping("x") + text("y") + close_frame(1000));
    CHECK(client.read_all().empty());
    CHECK(client.at_end());
  }
}

TEST_CASE("valid close codes come back") {
  std::vector<WsCase> cases;
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4401, 4999}) {
    cases.push_back({"code " + std::to_string(code), close_frame(code), {"close:" + std::to_string(code)}});
    cases.push_back({"code with reason", close_frame(code, "because"), {"close:" + std::to_string(code)}});
  }
  run_cases(cases);
}

TEST_CASE("invalid close codes are a protocol error") {
  std::vector<WsCase> cases;
  for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 32768, 65535}) {
    cases.push_back({"code " + std::to_string(code), close_frame(code), {"close:1002"}});
    cases.push_back({"code with reason", close_frame(code, "because"), {"close:1002"}});
  }
  run_cases(cases);
}

TEST_CASE("the server closes when the application says so, and waits for the answer") {
  run_cases({
      {"a code of the application", text("!close 4000 enough") + close_frame(4000), {"close:4000"}},
      {"what was queued goes first",
       text("one") + text("!close 1001 gone") + text("two") + close_frame(1001),
       {"text:one", "close:1001"}},
      {"what comes after is not answered", text("!close 4000 x") + ping("p") + text("y") + close_frame(4000), {"close:4000"}},
      {"a session that throws", text("!throw") + close_frame(1011), {"close:1011"}},
  });
  RawClient client(common_server().port());
  upgrade(client);
  client.send(text("!close 4000 enough"));
  CHECK(notes_of(client.read_exactly(2 + 2 + 6)) == std::vector<std::string>{"close:4000"});
  client.send(text("late") + close_frame(4000));
  CHECK(client.read_some().empty());
  CHECK(client.at_end());
}

TEST_CASE("a refused log-in is accepted and closed") {
  for (const bool tls : {false, true}) {
    RawClient client(common_server().port(tls), tls);
    CHECK(upgrade(client, "/ws?4401").starts_with("HTTP/1.1 101 "));
    client.send(close_frame(4401));
    CHECK(notes_of(client.read_all()) == std::vector<std::string>{"close:4401"});
    CHECK(client.at_end());
  }
}

TEST_CASE("a session that cannot be opened is closed") {
  RawClient client(common_server().port());
  CHECK(upgrade(client, "/ws?throw").starts_with("HTTP/1.1 101 "));
  client.send(close_frame(1000));
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{"close:1011"});
}

TEST_CASE("a peer that goes without a word ends the session") {
  TestServer server;
  {
    RawClient vanishes(server.port());
    upgrade(vanishes);
    vanishes.send(text("a"));
    vanishes.read_exactly(3);
    CHECK(server.service().sessions() == 1);
  }
  RawClient half(server.port());
  upgrade(half);
  half.send(text("b"));
  half.shutdown_write();
  CHECK(notes_of(half.read_all()) == std::vector<std::string>{"text:b"});
  CHECK(half.at_end());
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(server.service().sessions() == 0);
}

TEST_CASE("binary is refused where the application has no use for it") {
  TestServer server;
  for (const std::string& bytes : {binary("x"), binary(""), binary("a", false) + last("b")}) {
    RawClient client(server.port());
    upgrade(client);
    client.send(bytes);
    CHECK(notes_of(client.read_all()) == std::vector<std::string>{"close:1003"});
  }
}

TEST_CASE("the close frame reaches a peer that is still sending") {
  RawClient client(common_server().port());
  upgrade(client);
  // Far more than the message limit: the server must not answer the rest with a reset before its close frame is read.
  client.send(text(std::string(2'000'000, 'x')));
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{"close:1009"});
  CHECK_FALSE(client.was_reset());
}
