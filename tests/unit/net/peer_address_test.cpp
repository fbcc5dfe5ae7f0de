#include "server/net/peer_address.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace standpipe::net;
using boost::asio::ip::make_address;

TEST_CASE("trusted proxies are addresses or networks") {
  const TrustedProxies proxies({"192.0.2.1", "10.0.0.0/8", "::1", "2001:db8::/32"});
  for (const std::string inside : {"192.0.2.1", "10.0.0.1", "10.255.255.255", "::1", "2001:db8:ffff::1"}) {
    CAPTURE(inside);
    CHECK(proxies.contains(make_address(inside)));
  }
  for (const std::string outside : {"192.0.2.2", "11.0.0.1", "::2", "2001:db9::1", "127.0.0.1"}) {
    CAPTURE(outside);
    CHECK_FALSE(proxies.contains(make_address(outside)));
  }
  CHECK_FALSE(TrustedProxies({}).contains(make_address("127.0.0.1")));
  for (const std::string bad : {"localhost", "10.0.0.0/33", "::1/129", "", "10.0.0"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(TrustedProxies({bad}), std::invalid_argument);
  }
}

TEST_CASE("the last forwarded address is the one that the proxy saw") {
  CHECK(last_forwarded("192.0.2.1") == "192.0.2.1");
  CHECK(last_forwarded("1.2.3.4, 192.0.2.1 ") == "192.0.2.1");
  CHECK(last_forwarded("192.0.2.1:4711") == "192.0.2.1");
  CHECK(last_forwarded("[2001:db8::1]:4711") == "2001:db8::1");
  CHECK(last_forwarded("2001:db8::1") == "2001:db8::1");
  CHECK(last_forwarded("::ffff:192.0.2.1") == "192.0.2.1");
  for (const std::string bad : {"", " ", "unknown", "192.0.2.1,", "192.0.2.1, evil\"", "[::1", "_hidden"}) {
    CAPTURE(bad);
    CHECK(last_forwarded(bad).empty());
  }
}
