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

TEST_CASE("who is spoken for is the last that is no trusted proxy") {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
  const auto sender = [&](const std::string& field) { return forwarded_for(field, proxies); };
  CHECK(sender("192.0.2.1") == "192.0.2.1");
  CHECK(sender("1.2.3.4, 192.0.2.1 ") == "192.0.2.1");
  CHECK(sender("192.0.2.1:4711") == "192.0.2.1");
  CHECK(sender("[2001:db8::1]:4711") == "2001:db8::1");
  CHECK(sender("2001:db8::1") == "2001:db8::1");
  CHECK(sender("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(sender("192.0.2.1, 127.0.0.1") == "192.0.2.1");
  CHECK(sender("1.2.3.4, 192.0.2.1, 10.1.2.3,127.0.0.1") == "192.0.2.1");
  CHECK(sender("evil, 192.0.2.1, ::ffff:10.1.2.3") == "192.0.2.1");
  CHECK(sender("10.7.7.7, 127.0.0.1") == "10.7.7.7");
  for (const std::string bad : {"", " ", "unknown", "192.0.2.1,", "192.0.2.1, evil\"", "[::1", "_hidden", "evil, 127.0.0.1"}) {
    CAPTURE(bad);
    CHECK(sender(bad) == "unknown");
  }
}
