#include <doctest/doctest.h>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT

TEST_CASE("a post gets the room's next number and the chat's next index") {
  Community c;
  const auto ana = c.join("Ana");
  const auto first = c.post(ana, "Pressure is low");
  const auto second = c.post(ana);
  CHECK(first.number == Number{1});
  CHECK(second.number == Number{2});
  CHECK(second.index == Index{2});
  CHECK(c.message(first.message).text == "Pressure is low");
  CHECK(c.message(second.message).rev == second.rev);
}
