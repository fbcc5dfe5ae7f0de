#include <doctest/doctest.h>

#include "client-cli/commands.hpp"
#include "client-cli/endpoint.hpp"

using namespace standpipe::client;

TEST_CASE("an address is read in the forms in which people write it") {
  struct Row {
    const char* text;
    bool tls;
    const char* host;
    const char* port;
    const char* url;
  };
  const Row rows[] = {
      {"https://cop.example.org", true, "cop.example.org", "443", "https://cop.example.org"},
      {"https://cop.example.org/", true, "cop.example.org", "443", "https://cop.example.org"},
      {"http://localhost:8080", false, "localhost", "8080", "http://localhost:8080"},
      {"localhost:8080", false, "localhost", "8080", "http://localhost:8080"},
      {"https://[2001:db8::1]:8443", true, "2001:db8::1", "8443", "https://[2001:db8::1]:8443"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto endpoint = parse_endpoint(row.text);
    REQUIRE(endpoint);
    CHECK(endpoint->tls == row.tls);
    CHECK(endpoint->host == row.host);
    CHECK(endpoint->port == row.port);
    CHECK(endpoint->url() == row.url);
  }
}

TEST_CASE("what is no address is refused") {
  for (const char* text :
       {"", "http://", "ftp://x", "http://a b", "http://x:port", "http://x:123456", "http://user@host", "http://x/path"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_endpoint(text));
  }
}

TEST_CASE("times of sanctions are read in minutes") {
  CHECK(minutes_of("30m") == 30);
  CHECK(minutes_of("45") == 45);
  CHECK(minutes_of("12h") == 720);
  CHECK(minutes_of("7d") == 10080);
  CHECK(minutes_of("2w") == 20160);
  CHECK(minutes_of("forever") == 0);
  for (const char* text : {"", "0m", "-5m", "5y", "soon"}) CHECK_THROWS_AS(minutes_of(text), Failure);
}

TEST_CASE("numbers are read with their letter or without") {
  CHECK(number_of("m12", 'm') == 12);
  CHECK(number_of("12", 'm') == 12);
  CHECK(number_of("#12", 'm') == 12);
  for (const char* text : {"", "t12", "m", "12x", "-1", "99999999999999999999"}) CHECK_THROWS_AS(number_of(text, 'm'), Failure);
}
