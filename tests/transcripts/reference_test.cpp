#include <doctest/doctest.h>

#include <boost/mp11/algorithm.hpp>

#include <fstream>
#include <iterator>

#include "protocol/errors.hpp"
#include "protocol/methods.hpp"
#include "protocol/reference.hpp"

using namespace standpipe::protocol;

namespace {

std::string committed() {
  std::ifstream file(STANDPIPE_SOURCE_DIR "/PROTOCOL.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr std::string_view empty_tables =
    "before\n<!-- generated: methods -->\nstale text\n<!-- end of generated -->\n<!-- generated: errors -->\n<!-- end of "
    "generated -->\n"
    "between\n<!-- generated: limits -->\n<!-- end of generated -->\n<!-- generated: pages -->\n<!-- end of generated "
    "-->\nafter\n";

}  // namespace

TEST_CASE("the tables of PROTOCOL.md are what the types, the registry and the limits say") {
  const auto text = committed();
  REQUIRE_FALSE(text.empty());
  const bool same = refresh_reference(text) == text;
  CHECK_MESSAGE(same, "run standpipe_openrpc --markdown PROTOCOL.md");
}

TEST_CASE("the tables have every method and every code, and leave the rest of the document alone") {
  const auto text = refresh_reference(empty_tables);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>([&](auto identity) {
    using Method = typename decltype(identity)::type;
    CAPTURE(std::string(Method::name));
    CHECK(text.find("| `" + std::string(Method::name) + "` | ") != std::string::npos);
  });
  for (std::size_t i = 0; i < error_code_count; ++i) {
    const auto& row = info(static_cast<ErrorCode>(i));
    CAPTURE(std::string(row.name));
    CHECK(text.find("| `" + std::string(row.name) + "` | " + std::to_string(row.rpc) + " | ") != std::string::npos);
  }
  CHECK(text.find("| `message.post` | command | member | room, thread?, text, lang?, reply_to?, mentions? |") !=
        std::string::npos);
  CHECK(text.find("| `thread.list` | `limit` | 1 to 100 | 30 |") != std::string::npos);
  CHECK(text.find("| `changes.since` | `page` | 0 to 200 | 50 |") != std::string::npos);
  CHECK(text.find("stale text") == std::string::npos);
  CHECK(text.starts_with("before\n"));
  CHECK(text.find("\nbetween\n") != std::string::npos);
  CHECK(text.ends_with("\nafter\n"));
  CHECK(refresh_reference(text) == text);
}

TEST_CASE("a document whose tables are not marked is refused") {
  CHECK_THROWS(refresh_reference(""));
  CHECK_THROWS(refresh_reference(std::string(empty_tables) + std::string(empty_tables)));
  CHECK_THROWS(refresh_reference(
      "<!-- generated: methods -->\n<!-- generated: errors -->\n<!-- generated: limits -->\n<!-- generated: pages -->\n"));
}
