// The opening handshake: RFC 6455 section 4.2.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/http_case.hpp"
#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe::conformance;

namespace {

constexpr const char* smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/// An upgrade in which one line is another one, or missing when that is empty; `first` replaces the request line.
std::string spoilt(const std::string& name, const std::string& line, const std::string& first = "GET /ws HTTP/1.1") {
  std::string request = first + "\r\n";
  for (const char* const given : {"Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"}) {
    if (!name.empty() && std::string_view(given).starts_with(name + ":")) {
      if (!line.empty()) request += line + "\r\n";
    } else {
      request += std::string(given) + "\r\n";
    }
  }
  return request + "\r\n";
}

std::string key(const std::string& value) {
  return spoilt("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + value);
}

}  // namespace

TEST_CASE("upgrades that are refused leave the connection to HTTP") {
  run_cases({
      {"POST", spoilt("", "", "POST /ws HTTP/1.1"), {405}},
      {"PUT", spoilt("", "", "PUT /ws HTTP/1.1"), {405}},
      {"no Upgrade", spoilt("Upgrade", ""), {426}},
      {"an Upgrade to something else", spoilt("Upgrade", "Upgrade: h2c"), {426}},
      {"no Connection", spoilt("Connection", ""), {400}},
      {"a Connection without upgrade", spoilt("Connection", "Connection: keep-alive"), {400}},
      {"no version", spoilt("Sec-WebSocket-Version", ""), {426}},
      {"version 8", spoilt("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8"), {426}},
      {"version 0", spoilt("Sec-WebSocket-Version", "Sec-WebSocket-Version: 0"), {426}},
      {"version 013", spoilt("Sec-WebSocket-Version", "Sec-WebSocket-Version: 013"), {426}},
      {"versions 8 and 13", spoilt("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8, 13"), {426}},
      {"no key", spoilt("Sec-WebSocket-Key", ""), {400}},
      {"an empty key", key(""), {400}},
      {"a key of 3 bytes", key("AAAA"), {400}},
      {"a key of 15 bytes", key("dGhlIHNhbXBsZSBub25j"), {400}},
      {"a key of 17 bytes", key("dGhlIHNhbXBsZSBub25jZTE="), {400}},
      {"a key that is not base64", key("dGhlIHNhbXBsZSBub25j!Q=="), {400}},
      {"a key without padding", key("dGhlIHNhbXBsZSBub25jZQ"), {400}},
      {"only a foreign subprotocol", upgrade_request("/ws", "Sec-WebSocket-Protocol: chat\r\n"), {400}},
      {"an upgrade with a body", upgrade_request("/ws", "Content-Length: 2\r\n") + "hi", {400}},
      {"the application refuses", upgrade_request("/ws?refuse"), {403}},
      {"refused, then another request", spoilt("Upgrade", "") + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n", {426, 200}},
  });
}

TEST_CASE("upgrades that cannot be trusted end the connection") {
  run_cases({
      {"two keys", upgrade_request("/ws", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n") + smuggled, {400}, true},
      {"two versions", upgrade_request("/ws", "Sec-WebSocket-Version: 8\r\n") + smuggled, {400}, true},
      {"two Origins", upgrade_request("/ws", "Origin: http://a\r\nOrigin: http://b\r\n") + smuggled, {400}, true},
      {"two Hosts", upgrade_request("/ws", "Host: b\r\n") + smuggled, {400}, true},
      {"chunked", upgrade_request("/ws", "Transfer-Encoding: chunked\r\n") + smuggled, {411}, true},
      {"HTTP/1.0", spoilt("", "", "GET /ws HTTP/1.0"), {400}, true},
      {"HTTP/2.0", spoilt("", "", "GET /ws HTTP/2.0"), {505}, true},
      {"a folded key", spoilt("Sec-WebSocket-Key", "Sec-WebSocket-Key:\r\n dGhlIHNhbXBsZSBub25jZQ=="), {400}, true},
  });
}

TEST_CASE("a handshake is answered with the accept value and what was chosen") {
  RawClient plain(common_server().port());
  const std::string head = upgrade(plain);
  CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  CHECK(head.find("\r\nUpgrade: websocket\r\n") != std::string::npos);
  CHECK(head.find("\r\nConnection: Upgrade\r\n") != std::string::npos);
  CHECK(head.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
  CHECK(head.find("Sec-WebSocket-Protocol") == std::string::npos);
  CHECK(head.find("Sec-WebSocket-Extensions") == std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);

  RawClient chosen(common_server().port());
  CHECK(upgrade(chosen, "/ws", "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: x, standpipe.v1\r\n")
            .find("\r\nSec-WebSocket-Protocol: standpipe.v1\r\n") != std::string::npos);

  RawClient unknown(common_server().port());
  const std::string ignored = upgrade(unknown, "/ws", "Sec-WebSocket-Extensions: x-webkit-deflate-frame, bbf-usp\r\n");
  CHECK(ignored.starts_with("HTTP/1.1 101 "));
  CHECK(ignored.find("Sec-WebSocket-Extensions") == std::string::npos);
}

TEST_CASE("field values in any case, and lists, are understood") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"Upgrade in capitals", spoilt("Upgrade", "UPGRADE: WebSocket")},
      {"Upgrade in a list", spoilt("Upgrade", "Upgrade: h2c, websocket")},
      {"Connection as browsers send it", spoilt("Connection", "Connection: keep-alive, Upgrade")},
      {"Connection in two lines", spoilt("Connection", "Connection: keep-alive\r\nConnection: upgrade")},
      {"an absolute target", spoilt("", "", "GET http://localhost/ws HTTP/1.1")},
  };
  for (const auto& [name, request] : cases) {
    for (const std::size_t piece : {0, 1}) {
      CAPTURE(name);
      CAPTURE(piece);
      RawClient client(common_server().port());
      client.send(request, piece);
      CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
      client.send(text("a") + close_frame(1000));
      CHECK(notes_of(client.read_all()) == std::vector<std::string>{"text:a", "close:1000"});
    }
  }
}

TEST_CASE("frames in the segment of the handshake are not lost, and requests behind it are not served") {
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    RawClient frames(common_server().port(tls), tls);
    frames.send(upgrade_request() + text("early") + ping("p") + close_frame(1000));
    CHECK(frames.read_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    CHECK(notes_of(frames.read_all()) == std::vector<std::string>{"text:early", "pong:p", "close:1000"});

    RawClient after(common_server().port(tls), tls);
    after.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + upgrade_request() + smuggled);
    CHECK(read_response(after).status == 200);
    CHECK(after.read_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    CHECK(notes_of(after.read_all()) == std::vector<std::string>{"close:1002"});
  }
  CHECK_FALSE(common_server().service().was_smuggled());
}
