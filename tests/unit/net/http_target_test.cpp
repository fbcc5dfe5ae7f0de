#include "server/net/http_target.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace standpipe::net;

namespace {

std::variant<HttpTarget, HttpProblem> parse(std::string_view target, std::string_view host = "a",
                                            std::string_view method = "GET") {
  HttpHead head;
  head.method = method;
  head.target = target;
  head.host = host;
  return parse_target(head);
}

}  // namespace

TEST_CASE("targets that have a path") {
  struct Case {
    std::string target;
    const char* path;
    const char* query;
  };
  const std::vector<Case> cases = {
      {"/", "/", ""},
      {"/a/b", "/a/b", ""},
      {"/a?", "/a", ""},
      {"/a?b=c%20d&e=?/", "/a", "b=c%20d&e=?/"},
      {"/a%20b", "/a b", ""},
      {"/A%c3%A9", "/A\xc3\xa9", ""},
      {"/a//b/", "/a//b/", ""},
      {"/.well-known/x", "/.well-known/x", ""},
      {"/..a/b..", "/..a/b..", ""},
      {"/a?x={|}^`", "/a", "x={|}^`"},
      {"http://a", "/", ""},
      {"HTTP://A/x?y", "/x", "y"},
      {"https://a?y", "/", "y"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.target);
    const auto parsed = parse(c.target);
    REQUIRE(std::holds_alternative<HttpTarget>(parsed));
    CHECK(std::get<HttpTarget>(parsed).path == c.path);
    CHECK(std::get<HttpTarget>(parsed).query == c.query);
  }
  CHECK(std::get<HttpTarget>(parse("*", "a", "OPTIONS")).path == "*");
  CHECK(std::holds_alternative<HttpTarget>(parse("http://a/", "")));
}

TEST_CASE("targets that are refused") {
  for (const std::string target :
       {"*",          "a",    "a:80",      "/%",           "/%4",        "/%zz",        "/%g0",     "/?%",
        "/?a=%4x",    "/%00", "/%0a",      "/%7f",         "/%6detrics", "/%4D",        "/%30",     "/%2f",
        "/%2F",       "/%5c", "/a\\b",     "/a#b",         "/a\"b",      "/<a>",        "/%ff",     "/%c3",
        "/%ed%a0%80", "/..",  "/../a",     "/a/..",        "/a/../b",    "/./a",        "/a/.",     "/%2e%2e/a",
        "/.%2e",      "/%2e", "http://b/", "http://a:80/", "http:///",   "http://u@a/", "ftp://a/", "//a/../b"}) {
    CAPTURE(target);
    const auto parsed = parse(target);
    REQUIRE(std::holds_alternative<HttpProblem>(parsed));
    CHECK(std::get<HttpProblem>(parsed).status == 400);
  }
  CHECK(std::get<HttpProblem>(parse("a:443", "a", "CONNECT")).status == 501);
  CHECK(std::get<HttpProblem>(parse("/", "a", "TRACE")).status == 501);
}

TEST_CASE("hosts") {
  for (const std::string host :
       {"a", "a.b-c", "example.org:8443", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80", "a:", "a_b"}) {
    CAPTURE(host);
    CHECK(is_valid_host(host));
  }
  for (const std::string host : {"",   ":80",  "a:b", "a:65536", "a:123456",  "a b",   "a/b",     "a?b",      "a#b",  "u@a",
                                 "[]", "[::1", "::1", "[::1]x",  "[1.2.3.4]", "[::g]", "a:80:80", "\xc3\xa9", "a\\b", "a%20b"}) {
    CAPTURE(host);
    CHECK_FALSE(is_valid_host(host));
  }
}
