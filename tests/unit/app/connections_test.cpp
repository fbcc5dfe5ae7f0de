#include <doctest/doctest.h>

#include <vector>

#include "server/app/connections.hpp"

using namespace standpipe;
using app::Connections;

TEST_CASE("a member has so many connections, and may have another one when one has gone") {
  constexpr protocol::MemberId ana{1}, bob{2};
  Connections connections(3);
  std::vector<Connections::Place> places;
  for (int i = 0; i < 3; ++i) places.push_back(std::move(*connections.admit(ana)));
  CHECK_FALSE(connections.admit(ana).has_value());
  CHECK(connections.admit(bob).has_value());
  CHECK(connections.total() == 3);
  places.pop_back();
  CHECK(connections.total() == 2);
  CHECK(connections.admit(ana).has_value());
  places.clear();
  CHECK(connections.total() == 0);
}
