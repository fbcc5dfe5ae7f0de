#include "server/net/admission.hpp"

#include <doctest/doctest.h>

#include <vector>

using boost::asio::ip::make_address;
using standpipe::net::Admission;

TEST_CASE("connections are limited in total and per peer, and places come back") {
  Admission admission(4, 2);
  const auto a = make_address("192.0.2.1");
  const auto b = make_address("192.0.2.2");
  {
    auto first = admission.admit(a, false);
    auto second = admission.admit(a, false);
    CHECK(first);
    CHECK(second);
    CHECK_FALSE(admission.admit(a, false));
    CHECK(admission.admit(b, false));
    auto third = admission.admit(b, false);
    auto fourth = admission.admit(b, false);
    CHECK(fourth);
    CHECK_FALSE(admission.admit(make_address("192.0.2.3"), false));
    *first = {};
    CHECK(admission.admit(a, false));
    CHECK_FALSE(admission.wait_until_empty(std::chrono::milliseconds(1)));
  }
  CHECK(admission.wait_until_empty(std::chrono::milliseconds(1)));
}

TEST_CASE("an IPv6 site counts as one peer, a trusted proxy as none") {
  Admission admission(100, 1);
  const auto site = admission.admit(make_address("2001:db8:1:2::1"), false);
  CHECK(site);
  CHECK_FALSE(admission.admit(make_address("2001:db8:1:2:ffff::9"), false));
  CHECK(admission.admit(make_address("2001:db8:1:3::1"), false));
  std::vector<Admission::Place> places;
  for (int i = 0; i < 10; ++i) {
    auto place = admission.admit(make_address("127.0.0.1"), true);
    REQUIRE(place);
    places.push_back(std::move(*place));
  }
  const auto sender = make_address("192.0.2.1");
  CHECK(admission.count_for(places[0], sender));
  CHECK_FALSE(admission.count_for(places[1], sender));
  CHECK_FALSE(admission.admit(sender, false));
  CHECK(admission.count_for(places[1], make_address("192.0.2.2")));
  places.erase(places.begin());
  CHECK(admission.admit(sender, false));
}
