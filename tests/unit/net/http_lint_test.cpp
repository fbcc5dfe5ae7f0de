#include "server/net/http_lint.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "server/net/http_parser.hpp"

using namespace standpipe::net;
using namespace std::string_literals;

namespace {

unsigned status_of(const std::string& head, const HttpLimits& limits = {}) {
  std::size_t scanned = 0;
  const auto found = find_head(head, scanned, limits);
  if (const auto* problem = std::get_if<HttpProblem>(&found)) return problem->status;
  if (std::get<std::size_t>(found) == 0) return 0;
  const auto lint = lint_head(std::string_view(head).substr(0, std::get<std::size_t>(found)), limits);
  if (const auto* problem = std::get_if<HttpProblem>(&lint)) return problem->status;
  return 200;
}

}  // namespace

TEST_CASE("heads that are refused, and with which status") {
  struct Case {
    std::string name;
    unsigned status;
    std::string head;
  };
  const std::string host = "Host: a\r\n";
  const std::vector<Case> cases = {
      {"plain", 200, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"HTTP/1.0 without Host", 200, "GET / HTTP/1.0\r\n\r\n"},
      {"value with high bytes", 200, "GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa9\r\n\r\n"},
      {"empty value", 200, "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n"},
      {"no space after the colon", 200, "GET / HTTP/1.1\r\nHost:a\r\n\r\n"},
      {"tabs around a value", 200, "GET / HTTP/1.1\r\nHost:\ta\t\r\n\r\n"},
      {"incomplete", 0, "GET / HTTP/1.1\r\nHost: a\r\n"},
      {"no version", 400, "GET /\r\n" + host + "\r\n"},
      {"only a method", 400, "GET\r\n\r\n"},
      {"two spaces after the method", 400, "GET  / HTTP/1.1\r\n" + host + "\r\n"},
      {"two spaces before the version", 400, "GET /  HTTP/1.1\r\n" + host + "\r\n"},
      {"a space in the target", 400, "GET /a b HTTP/1.1\r\n" + host + "\r\n"},
      {"a tab in the request line", 400, "GET\t/\tHTTP/1.1\r\n" + host + "\r\n"},
      {"a leading space", 400, " GET / HTTP/1.1\r\n" + host + "\r\n"},
      {"a method that is no token", 400, "G(T / HTTP/1.1\r\n" + host + "\r\n"},
      {"a method without end", 501, std::string(40, 'A') + " / HTTP/1.1\r\n" + host + "\r\n"},
      {"a TLS hello", 400, "\x16\x03\x01\x02"s},
      {"HTTP/2.0", 505, "GET / HTTP/2.0\r\n" + host + "\r\n"},
      {"HTTP/0.9", 505, "GET / HTTP/0.9\r\n" + host + "\r\n"},
      {"HTTP/1.2", 505, "GET / HTTP/1.2\r\n" + host + "\r\n"},
      {"http/1.1", 400, "GET / http/1.1\r\n" + host + "\r\n"},
      {"HTTP/1.10", 400, "GET / HTTP/1.10\r\n" + host + "\r\n"},
      {"HTTP/11", 400, "GET / HTTP/11\r\n" + host + "\r\n"},
      {"junk after the version", 400, "GET / HTTP/1.1 \r\n" + host + "\r\n"},
      {"no Host", 400, "GET / HTTP/1.1\r\n\r\n"},
      {"two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"two equal Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nhOsT: a\r\n\r\n"},
      {"an empty Host", 400, "GET / HTTP/1.1\r\nHost: \r\n\r\n"},
      {"a Host with a user", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
      {"a Host with a path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"a list in Host", 400, "GET / HTTP/1.1\r\nHost: a, b c\r\n\r\n"},
      {"a bad port", 400, "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n"},
      {"a bare line feed at the end of the request line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"a bare line feed in the header", 400, "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"},
      {"a bare line feed as the end", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"},
      {"a bare carriage return in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n"},
      {"a bare carriage return in a name", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\r: y\r\n\r\n"},
      {"a bare carriage return in the request line", 400, "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"NUL in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s},
      {"NUL in a name", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n"s},
      {"NUL in the target", 400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s},
      {"DEL in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n"},
      {"a high byte in the target", 400, "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"a space before the colon", 400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"},
      {"a tab before the colon", 400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\n"},
      {"no colon", 400, "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"},
      {"an empty name", 400, "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"},
      {"a folded field", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"},
      {"a folded field with a tab", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n"},
      {"a folded first field", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"Content-Length and chunked", 400,
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"chunked and Content-Length", 400,
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"},
      {"chunked", 411, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"},
      {"CHUNKED", 411, "POST / HTTP/1.1\r\n" + host + "TRANSFER-ENCODING: CHUNKED\r\n\r\n"},
      {"identity", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\n"},
      {"gzip, chunked", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n"},
      {"chunked, identity", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n"},
      {"xchunked", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n"},
      {"quoted chunked", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: \"chunked\"\r\n\r\n"},
      {"an empty transfer encoding", 501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding:\r\n\r\n"},
      {"two transfer encodings", 400,
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n"},
      {"chunked in HTTP/1.0", 400, "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"},
      {"Transfer-Encoding with a space before the colon", 400,
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding : chunked\r\n\r\n"},
      {"two lengths", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"},
      {"two equal lengths", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"},
      {"a list of lengths", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 5, 5\r\n\r\n"},
      {"+5", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: +5\r\n\r\n"},
      {"-5", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n"},
      {"0x5", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 0x5\r\n\r\n"},
      {"5 and a letter", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 5a\r\n\r\n"},
      {"an empty length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\n"},
      {"a length that overflows", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 18446744073709551621\r\n\r\n"},
      {"two credentials", 400, "GET / HTTP/1.1\r\n" + host + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"},
      {"two origins", 400, "GET / HTTP/1.1\r\n" + host + "Origin: http://a\r\nOrigin: http://b\r\n\r\n"},
      {"an unknown expectation", 417, "POST / HTTP/1.1\r\n" + host + "Expect: the unexpected\r\n\r\n"},
      {"an expectation in HTTP/1.0", 200, "POST / HTTP/1.0\r\n" + host + "Expect: the unexpected\r\n\r\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(status_of(c.head) == c.status);
  }
}

TEST_CASE("a head that comes byte by byte is found or refused at the same place") {
  const std::string good = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  std::size_t scanned = 0;
  for (std::size_t size = 0; size <= good.size(); ++size) {
    const auto found = find_head(std::string_view(good).substr(0, size), scanned, {});
    REQUIRE(std::holds_alternative<std::size_t>(found));
    CHECK(std::get<std::size_t>(found) == (size >= good.size() - 4 ? good.size() - 4 : 0));
    if (std::get<std::size_t>(found) != 0) break;
  }
  const std::string bad = "GET / HTTP/1.1\r\nHost: a\n";
  scanned = 0;
  for (std::size_t size = 0; size < bad.size(); ++size) {
    REQUIRE(std::holds_alternative<std::size_t>(find_head(std::string_view(bad).substr(0, size), scanned, {})));
  }
  CHECK(std::holds_alternative<HttpProblem>(find_head(bad, scanned, {})));
}

TEST_CASE("a head over a limit is refused with the same status in one piece and in many") {
  const HttpLimits limits{.target_bytes = 100, .header_bytes = 400, .header_fields = 5};
  const std::string end = " HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::vector<std::pair<std::string, unsigned>> heads = {
      {"GET /" + std::string(200, 'x') + end, 414},
      {"GET /" + std::string(200, '\0') + end, 414},
      {"GET /" + std::string(500, 'x') + end, 414},
      {"GET / HTTP/1.1\r\nX: " + std::string(500, 'x') + "\n" + end, 431},
      {"GET / HTTP/1.1\r\nX: " + std::string(381, 'x') + "\n" + end, 431},
      {"GET / HTTP/1.1\r\nX: " + std::string(380, 'x') + "\n" + end, 400},
  };
  for (const auto& [head, status] : heads) {
    CAPTURE(head);
    std::size_t scanned = 0;
    unsigned slowly = 0;
    for (std::size_t size = 1; size <= head.size() && slowly == 0; ++size) {
      const auto found = find_head(std::string_view(head).substr(0, size), scanned, limits);
      if (const auto* problem = std::get_if<HttpProblem>(&found)) slowly = problem->status;
    }
    CHECK(status_of(head, limits) == status);
    CHECK(slowly == status);
  }
}

TEST_CASE("limits on heads") {
  const HttpLimits limits{.target_bytes = 100, .header_bytes = 400, .header_fields = 5};
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
  CHECK(status_of("GET /" + std::string(99, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", limits) == 200);
  CHECK(status_of("GET /" + std::string(100, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", limits) == 414);
  CHECK(status_of("GET /" + std::string(165, 'x'), limits) == 414);
  CHECK(status_of(start + "X: " + std::string(400, 'x'), limits) == 431);
  CHECK(status_of(start + "X: " + std::string(400, 'x') + "\r\n\r\n", limits) == 431);
  CHECK(status_of(start + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n\r\n", limits) == 200);
  CHECK(status_of(start + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n\r\n", limits) == 431);
}

TEST_CASE("what the lint reads") {
  const std::string head = "POST /a?b HTTP/1.1\r\nHost: a:80\r\nContent-Length: 12\r\nExpect: 100-Continue\r\n\r\n";
  const auto lint = lint_head(head, {});
  REQUIRE(std::holds_alternative<HttpHead>(lint));
  const HttpHead& read = std::get<HttpHead>(lint);
  CHECK(read.method == "POST");
  CHECK(read.target == "/a?b");
  CHECK(read.host == "a:80");
  CHECK(read.content_length == 12);
  CHECK(read.expects_continue);
  CHECK_FALSE(read.is_http_1_0);
}

TEST_CASE("the parser behind the lint takes the body in pieces") {
  HttpParser parser;
  REQUIRE(parser.put_head("POST / HTTP/1.1\r\nHost: a\r\nX-Y:  b \r\nContent-Length: 10\r\n\r\n", 10));
  CHECK_FALSE(parser.done());
  CHECK(parser.put_body("01234") == 5);
  CHECK(parser.put_body("") == 0);
  CHECK(parser.put_body("56789GET /") == 5);
  CHECK(parser.done());
  CHECK(parser.keep_alive());
  const auto request = parser.take();
  CHECK(request.method == "POST");
  CHECK(request.body == "0123456789");
  CHECK(request.header("x-y") == "b");
  CHECK(request.header("absent").empty());
}

TEST_CASE("lists of tokens") {
  CHECK(has_token("upgrade", "Upgrade"));
  CHECK(has_token("keep-alive , Upgrade", "upgrade"));
  CHECK(has_token(",,x", "x"));
  CHECK_FALSE(has_token("upgraded", "upgrade"));
  CHECK_FALSE(has_token("up grade", "upgrade"));
  CHECK_FALSE(has_token("", "upgrade"));
}
