#include "server/net/ws_upgrade.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace standpipe;
using namespace standpipe::net;

namespace {

app::HttpRequest good_request() {
  app::HttpRequest request;
  request.method = "GET";
  request.path = "/ws";
  request.headers = {{"host", "a"},
                     {"upgrade", "websocket"},
                     {"connection", "keep-alive, Upgrade"},
                     {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="},
                     {"sec-websocket-version", "13"}};
  return request;
}

void set(app::HttpRequest& request, std::string_view name, std::string value) {
  for (auto& [field, old] : request.headers) {
    if (field == name) {
      old = std::move(value);
      return;
    }
  }
  request.headers.emplace_back(name, std::move(value));
}

unsigned status_of(const app::HttpRequest& request, bool http_1_0 = false) {
  const auto checked = check_ws_upgrade(request, http_1_0, true);
  const auto* refused = std::get_if<app::HttpResponse>(&checked);
  return refused != nullptr ? refused->status : 101;
}

}  // namespace

TEST_CASE("a proper upgrade is accepted") {
  const auto checked = check_ws_upgrade(good_request(), false, true);
  REQUIRE(std::holds_alternative<WsAgreement>(checked));
  const WsAgreement& agreement = std::get<WsAgreement>(checked);
  CHECK(agreement.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK_FALSE(agreement.subprotocol);
  const std::string text = switching_response(agreement)->bytes;
  CHECK(text.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  CHECK(text.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
  CHECK(text.find("Sec-WebSocket-Protocol") == std::string::npos);
  CHECK(text.ends_with("\r\n\r\n"));
}

TEST_CASE("what an upgrade must not lack") {
  struct Case {
    std::string name;
    unsigned status;
    std::function<void(app::HttpRequest&)> spoil;
  };
  const std::vector<Case> cases = {
      {"nothing spoilt", 101, [](auto&) {}},
      {"POST", 405, [](auto& r) { r.method = "POST"; }},
      {"no upgrade", 426, [](auto& r) { set(r, "upgrade", ""); }},
      {"another upgrade", 426, [](auto& r) { set(r, "upgrade", "h2c"); }},
      {"upgrade in capitals", 101, [](auto& r) { set(r, "upgrade", "WebSocket"); }},
      {"upgrade in a list", 101, [](auto& r) { set(r, "upgrade", "h2c, websocket"); }},
      {"no connection", 400, [](auto& r) { set(r, "connection", "keep-alive"); }},
      {"no version", 426, [](auto& r) { set(r, "sec-websocket-version", ""); }},
      {"version 8", 426, [](auto& r) { set(r, "sec-websocket-version", "8"); }},
      {"versions 13 and 8", 426, [](auto& r) { set(r, "sec-websocket-version", "13, 8"); }},
      {"no key", 400, [](auto& r) { set(r, "sec-websocket-key", ""); }},
      {"a key of 3 bytes", 400, [](auto& r) { set(r, "sec-websocket-key", "AAAA"); }},
      {"a key of 17 bytes", 400, [](auto& r) { set(r, "sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAAA="); }},
      {"a body", 400, [](auto& r) { r.body = "x"; }},
      {"our subprotocol", 101, [](auto& r) { set(r, "sec-websocket-protocol", "standpipe.v1"); }},
      {"ours among others", 101, [](auto& r) { set(r, "sec-websocket-protocol", "chat, standpipe.v1"); }},
      {"only others", 400, [](auto& r) { set(r, "sec-websocket-protocol", "chat, superchat"); }},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    app::HttpRequest request = good_request();
    c.spoil(request);
    CHECK(status_of(request) == c.status);
  }
  CHECK(status_of(good_request(), true) == 400);
}

TEST_CASE("the chosen subprotocol is named, also when it was offered in a second line") {
  app::HttpRequest request = good_request();
  request.headers.emplace_back("sec-websocket-protocol", "chat");
  request.headers.emplace_back("sec-websocket-protocol", "standpipe.v1");
  const auto checked = check_ws_upgrade(request, false, true);
  REQUIRE(std::holds_alternative<WsAgreement>(checked));
  const std::string text = switching_response(std::get<WsAgreement>(checked))->bytes;
  CHECK(text.find("\r\nSec-WebSocket-Protocol: standpipe.v1\r\n") != std::string::npos);
}

TEST_CASE("compression is agreed where both want it") {
  app::HttpRequest request = good_request();
  request.headers.emplace_back("sec-websocket-extensions", "x-other");
  request.headers.emplace_back("sec-websocket-extensions", "permessage-deflate; server_max_window_bits=10");
  const auto checked = check_ws_upgrade(request, false, true);
  REQUIRE(std::holds_alternative<WsAgreement>(checked));
  CHECK(switching_response(std::get<WsAgreement>(checked))
            ->bytes.find("\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                         "client_no_context_takeover; server_max_window_bits=10\r\n") != std::string::npos);
  const auto unwanted = check_ws_upgrade(request, false, false);
  REQUIRE(std::holds_alternative<WsAgreement>(unwanted));
  CHECK(switching_response(std::get<WsAgreement>(unwanted))->bytes.find("Extensions") == std::string::npos);
  set(request, "sec-websocket-extensions", "permessage-deflate; =");
  CHECK(status_of(request) == 400);
}

TEST_CASE("a refused version names the one that is spoken") {
  app::HttpRequest request = good_request();
  set(request, "sec-websocket-version", "12");
  const auto checked = check_ws_upgrade(request, false, true);
  REQUIRE(std::holds_alternative<app::HttpResponse>(checked));
  const auto& headers = std::get<app::HttpResponse>(checked).headers;
  REQUIRE(headers.size() == 1);
  CHECK(headers[0].first == "Sec-WebSocket-Version");
  CHECK(headers[0].second == "13");
}
