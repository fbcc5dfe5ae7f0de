// Requests and what answers them: RFC 9110, RFC 9112, and the ways of request smuggling.
#include <doctest/doctest.h>

#include "tests/conformance/http_case.hpp"
#include "tests/conformance/test_server.hpp"

using namespace standpipe::conformance;
using namespace std::string_literals;

namespace {

const std::string host = "Host: a\r\n";
const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(const std::string& target, const std::string& lines = {}) {
  return "GET " + target + " HTTP/1.1\r\n" + host + lines + "\r\n";
}

std::string post(const std::string& lines, const std::string& body = {}) {
  return "POST /post HTTP/1.1\r\n" + host + lines + "\r\n" + body;
}

}  // namespace

TEST_CASE("requests that are answered") {
  run_cases({
      {"GET", get("/"), {200}},
      {"with a query", get("/a?b=c&d"), {200}},
      {"POST with a body", post("Content-Length: 5\r\n", "hello"), {200}},
      {"POST with an empty body", post("Content-Length: 0\r\n"), {200}},
      {"POST without a length", post(""), {200}},
      {"GET with a body", get("/", "Content-Length: 3\r\n") + "abc", {200}},
      {"DELETE", "DELETE /x HTTP/1.1\r\n" + host + "\r\n", {200}},
      {"a method that nobody knows", "BREW /pot HTTP/1.1\r\n" + host + "\r\n", {200}},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", {200}},
      {"an absolute target", "GET http://a/x HTTP/1.1\r\n" + host + "\r\n", {200}},
      {"an empty line before", "\r\n" + get("/"), {200}},
      {"field names in any case", "GET / HTTP/1.1\r\nhOST: a\r\n\r\n", {200}},
      {"Connection: close", get("/", "Connection: close\r\n"), {200}, true},
      {"Connection: close in a list", get("/", "Connection: x, close\r\n"), {200}, true},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n" + host + "\r\n", {200}, true},
      {"HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", {200}, true},
      {"HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", {200}},
      {"an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", {200}},
      {"an Upgrade on another path is passed over", get("/", "Upgrade: websocket\r\nConnection: Upgrade\r\n"), {200}},
      {"Expect with the body", post("Content-Length: 2\r\nExpect: 100-continue\r\n", "ok"), {200}},
  });
}

TEST_CASE("pipelined requests are answered in order") {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += get("/" + std::to_string(i));
  run_cases({
      {"two", get("/1") + get("/2"), {200, 200}},
      {"a body between", post("Content-Length: 5\r\n", "hello") + get("/2"), {200, 200}},
      {"the second after a slow first", get("/later") + get("/2"), {200, 200}},
      {"a hundred", hundred, std::vector<unsigned>(100, 200)},
      {"a broken second", get("/1") + "GET /2\r\n\r\n", {200, 400}, true},
      {"nothing after a close", get("/1", "Connection: close\r\n") + smuggled, {200}, true},
  });
  RawClient client(common_server().port());
  client.send(get("/later") + get("/2") + get("/later?3") + get("/4"));
  for (const char* first : {"GET /later?\n", "GET /2?\n", "GET /later?3\n", "GET /4?\n"}) {
    CHECK(read_response(client).body.starts_with(first));
  }
}

TEST_CASE("broken requests are refused, and the connection ends") {
  run_cases({
      {"no version", "GET /\r\n" + host + "\r\n" + smuggled, {400}, true},
      {"three spaces", "GET / x HTTP/1.1\r\n" + host + "\r\n" + smuggled, {400}, true},
      {"a leading space", " GET / HTTP/1.1\r\n" + host + "\r\n", {400}, true},
      {"garbage", "\x01\x02\x03\x04\r\n\r\n", {400}, true},
      {"a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, {400}, true},
      {"HTTP/2.0", "GET / HTTP/2.0\r\n" + host + "\r\n" + smuggled, {505}, true},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n" + host + "\r\n", {505}, true},
      {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}, true},
      {"a bare line feed after the request line", "GET / HTTP/1.1\n" + host + "\r\n", {400}, true},
      {"bare line feeds only", "GET / HTTP/1.1\nHost: a\n\n", {400}, true},
      {"a bare carriage return", get("/", "X: a\rb\r\n") + smuggled, {400}, true},
      {"NUL in a value", get("/", "X: a\0b\r\n"s), {400}, true},
      {"NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, {400}, true},
      {"an escape character in a value", get("/", "X: \x1b[2J\r\n"), {400}, true},
      {"no colon", get("/", "nonsense\r\n"), {400}, true},
      {"an empty field name", get("/", ": x\r\n"), {400}, true},
      {"a folded field", get("/", "X: a\r\n b\r\n"), {400}, true},
      {"CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + host + "\r\n", {501}, true},
      {"TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", {501}, true},
      {"a method that is too long", std::string(100, 'G') + " / HTTP/1.1\r\n" + host + "\r\n" + smuggled, {501}, true},
  });
}

TEST_CASE("request smuggling is refused") {
  const std::string chunk = "0\r\n\r\n" + smuggled;
  run_cases({
      {"CL.TE", post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", chunk), {400}, true},
      {"TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunk), {400}, true},
      {"TE alone", post("Transfer-Encoding: chunked\r\n", chunk), {411}, true},
      {"TE in capitals", post("TRANSFER-ENCODING: Chunked\r\n", chunk), {411}, true},
      {"TE twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n", chunk), {400}, true},
      {"TE of a list", post("Transfer-Encoding: cow, chunked\r\n", chunk), {501}, true},
      {"TE not final", post("Transfer-Encoding: chunked, cow\r\n", chunk), {501}, true},
      {"TE unknown", post("Transfer-Encoding: xchunked\r\n", chunk), {501}, true},
      {"TE identity with CL", post("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", chunk), {400}, true},
      {"TE with a tab", post("Transfer-Encoding:\tchunked\r\n", chunk), {411}, true},
      {"TE with a vertical tab",
       post("Transfer-Encoding: \x0b"
            "chunked\r\n",
            chunk),
       {400},
       true},
      {"TE with a space before the colon", post("Transfer-Encoding : chunked\r\n", chunk), {400}, true},
      {"TE folded", post("Transfer-Encoding:\r\n chunked\r\n", chunk), {400}, true},
      {"TE after a bare line feed", post("X: a\nTransfer-Encoding: chunked\r\n", chunk), {400}, true},
      {"TE after a bare carriage return", post("X: a\rTransfer-Encoding: chunked\r\n", chunk), {400}, true},
      {"TE on HTTP/1.0", "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n" + chunk, {400}, true},
      {"TE with a quoted value", post("Transfer-Encoding: \"chunked\"\r\n", chunk), {501}, true},
      {"TE empty", post("Transfer-Encoding: \r\n", chunk), {501}, true},
      {"two lengths", post("Content-Length: 0\r\nContent-Length: 33\r\n", smuggled), {400}, true},
      {"two equal lengths", post("Content-Length: 0\r\nContent-Length: 0\r\n", smuggled), {400}, true},
      {"a list of lengths", post("Content-Length: 0, 33\r\n", smuggled), {400}, true},
      {"a signed length", post("Content-Length: +0\r\n", smuggled), {400}, true},
      {"a negative length", post("Content-Length: -1\r\n", smuggled), {400}, true},
      {"a hexadecimal length", post("Content-Length: 0x0\r\n", smuggled), {400}, true},
      {"a length with a space inside", post("Content-Length: 0 0\r\n", smuggled), {400}, true},
      {"a length that wraps to 0", post("Content-Length: 18446744073709551616\r\n", smuggled), {400}, true},
      {"a length with a space before the colon", post("Content-Length : 0\r\n", smuggled), {400}, true},
      {"an empty length", post("Content-Length:\r\n", smuggled), {400}, true},
      {"two Hosts", get("/", "Host: b\r\n") + smuggled, {400}, true},
      {"no Host", "GET / HTTP/1.1\r\n\r\n" + smuggled, {400}, true},
      {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n" + smuggled, {400}, true},
      {"a Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n" + smuggled, {400}, true},
      {"a Host with a bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n" + smuggled, {400}, true},
      {"an absolute target of another host", "GET http://b/ HTTP/1.1\r\n" + host + "\r\n" + smuggled, {400}, true},
      {"an absolute target of another scheme", "GET ftp://a/ HTTP/1.1\r\n" + host + "\r\n" + smuggled, {400}, true},
      {"a folded first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n" + smuggled, {400}, true},
      {"a line break in the target", "GET /\r\nX: HTTP/1.1\r\n" + host + "\r\n" + smuggled, {400}, true},
      {"the body is no request", post("Content-Length: " + std::to_string(smuggled.size()) + "\r\n", smuggled), {200}},
  });
}

TEST_CASE("targets that could mean two things are refused") {
  std::vector<HttpCase> cases;
  for (const std::string target : {"a", "/%", "/%4", "/%zz", "/?%g1", "/%00", "/%0d%0a", "/%2f", "/%5c", "/a\\b", "/a#b", "/%ff",
                                   "/%c0%ae", "/../etc/passwd", "/a/../../b", "/%2e%2e/a", "/./a", "*"}) {
    cases.push_back({target, get(target) + smuggled, {400}, true});
  }
  run_cases(cases);
}

TEST_CASE("limits") {
  const std::string long_value(17 * 1024, 'x');
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  run_cases({
      {"a target of 8 KiB", get("/" + std::string(8191, 'x')), {200}},
      {"a longer target", get("/" + std::string(8192, 'x')), {414}, true},
      {"a target without end", "GET /" + std::string(20'000, 'x'), {414}, true},
      {"a field of 8 KiB", get("/", "X: " + std::string(8192, 'x') + "\r\n"), {200}},
      {"too large a header", get("/", "X: " + long_value + "\r\n"), {431}, true},
      {"a header without end", "GET / HTTP/1.1\r\nX: " + long_value, {431}, true},
      {"99 fields more", get("/", many.substr(0, many.find("X-99"))), {200}},
      {"101 fields more", get("/", many), {431}, true},
      {"a body of 1 MiB", post("Content-Length: 1048576\r\n", std::string(1 << 20, 'b')), {200}},
      {"a longer body", post("Content-Length: 1048577\r\n"), {413}, true},
      {"a longer body that comes", post("Content-Length: 1048577\r\n", std::string(1 << 20, 'b')), {413}, true},
      {"a petabyte", post("Content-Length: 999999999999999\r\n"), {413}, true},
      {"an unknown expectation", post("Content-Length: 1\r\nExpect: x\r\n", "y"), {417}, true},
  });
}
