#include "server/net/http_response.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace standpipe;
using namespace standpipe::net;

namespace {

std::string written(const app::HttpResponse& response, ResponseStyle style = {}) {
  style.date = "Mon, 01 Jan 2024 00:00:00 GMT";
  return write_response(response, style)->bytes;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

app::HttpResponse response(unsigned status, std::string body) {
  app::HttpResponse made;
  made.status = status;
  made.body = std::move(body);
  return made;
}

}  // namespace

TEST_CASE("a response has its length, date and security fields") {
  const std::string text = written(response(200, "{}"));
  CHECK(text.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(text.ends_with("\r\n\r\n{}"));
  CHECK(has(text, "\r\nContent-Length: 2\r\n"));
  CHECK(has(text, "\r\nContent-Type: application/json\r\n"));
  CHECK(has(text, "\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n"));
  CHECK(has(text, "\r\nX-Content-Type-Options: nosniff\r\n"));
  CHECK(has(text, "\r\nContent-Security-Policy: default-src 'self'"));
  CHECK(has(text, "\r\nCache-Control: no-store\r\n"));
  CHECK_FALSE(has(text, "Strict-Transport-Security"));
  CHECK_FALSE(has(text, "Connection"));
}

TEST_CASE("what the style asks for") {
  CHECK(has(written(response(200, ""), {.close = true}), "\r\nConnection: close\r\n"));
  CHECK(has(written(response(200, ""), {.keep_alive_1_0 = true}), "\r\nConnection: keep-alive\r\n"));
  CHECK(has(written(response(200, ""), {.tls = true}), "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
  const std::string head = written(response(200, "body"), {.head_only = true});
  CHECK(has(head, "\r\nContent-Length: 4\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE("a body that answers share is counted, and follows without a copy where it is to be sent") {
  auto frame = std::make_shared<hub::Frame>();
  frame->bytes = "shared";
  app::HttpResponse made = response(200, "");
  made.shared_body = frame;
  CHECK(has(written(made), "\r\nContent-Length: 6\r\n"));
  CHECK(has(written(made), "\r\nContent-Type: application/json\r\n"));
  CHECK(written(made).ends_with("\r\n\r\n"));
  CHECK(shared_body(made, {}) == frame);
  CHECK(shared_body(made, {.head_only = true}) == nullptr);
  CHECK(shared_body(response(200, "own"), {}) == nullptr);
  made.status = 304;
  CHECK(shared_body(made, {}) == nullptr);
}

TEST_CASE("204 and 304 have neither body nor length") {
  for (const unsigned status : {204U, 304U}) {
    const std::string text = written(response(status, "never sent"));
    CHECK_FALSE(has(text, "Content-Length"));
    CHECK(text.ends_with("\r\n\r\n"));
  }
}

TEST_CASE("a 304 leaves the policies of what is kept as they are") {
  CHECK(has(written(response(200, "x")), "\r\nContent-Security-Policy: "));
  CHECK_FALSE(has(written(response(304, "")), "Content-Security-Policy"));
  CHECK_FALSE(has(written(response(304, "")), "Cache-Control"));
}

TEST_CASE("the application's own fields win, except where they would break the message") {
  app::HttpResponse made = response(200, "x");
  made.headers = {{"Cache-Control", "max-age=60"},
                  {"content-length", "999"},
                  {"Connection", "upgrade"},
                  {"X-Bad", "a\r\nInjected: yes"},
                  {"X Bad", "b"},
                  {"Set-Cookie", "a=b"},
                  {"Set-Cookie", "c=d"}};
  const std::string text = written(made);
  CHECK(has(text, "\r\nCache-Control: max-age=60\r\n"));
  CHECK_FALSE(has(text, "no-store"));
  CHECK_FALSE(has(text, "999"));
  CHECK_FALSE(has(text, "upgrade"));
  CHECK_FALSE(has(text, "Injected"));
  CHECK_FALSE(has(text, "X Bad"));
  CHECK(has(text, "\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"));
}

TEST_CASE("a refusal says why in plain text") {
  const app::HttpResponse made = refusal({431, "header too large"});
  CHECK(made.status == 431);
  CHECK(made.body == "header too large\n");
  CHECK(written(made).starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
}
