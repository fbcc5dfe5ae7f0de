#include "server/ops/cops.hpp"

#include <doctest/doctest.h>

#include <set>
#include <stdexcept>

namespace ops = standpipe::ops;

TEST_CASE("the nine communities of practice are built in, and are those of the file") {
  const auto built_in = ops::load_cops({});
  const auto from_file = ops::load_cops(std::string(STANDPIPE_CONFIG_FOLDER) + "/cops.toml");
  REQUIRE(built_in.size() == 9);
  REQUIRE(from_file.size() == 9);
  std::set<std::string> slugs;
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(built_in[i].slug == from_file[i].slug);
    CHECK(built_in[i].name == from_file[i].name);
    CHECK_FALSE(built_in[i].description.empty());
    slugs.insert(built_in[i].slug);
  }
  CHECK(slugs.size() == 9);
  CHECK(slugs.contains("water-distribution"));
}

TEST_CASE("a file without communities of practice is refused") {
  CHECK_THROWS_AS(ops::load_cops(std::string(STANDPIPE_CONFIG_FOLDER) + "/standpipe.toml"), std::runtime_error);
}
