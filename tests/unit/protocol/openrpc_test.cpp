#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/mp11/algorithm.hpp>

#include <fstream>
#include <iterator>
#include <set>

#include "protocol/errors.hpp"
#include "protocol/methods.hpp"
#include "protocol/openrpc.hpp"
#include "protocol/pretty_json.hpp"

using namespace standpipe::protocol;
namespace json = boost::json;

namespace {

const json::object& find(const json::array& list, std::string_view name) {
  for (const auto& item : list) {
    if (item.at("name") == json::value(name)) return item.get_object();
  }
  FAIL("no such name: ", std::string(name));
  return list.at(0).get_object();
}

void collect_references(const json::value& value, std::set<std::string>& found) {
  if (const auto* list = value.if_array()) {
    for (const auto& item : *list) collect_references(item, found);
  } else if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      if (member.key() == "$ref") found.emplace(member.value().as_string());
      collect_references(member.value(), found);
    }
  }
}

json::value document() {
  return json::parse(openrpc_document());
}

}  // namespace

TEST_CASE("docs/openrpc.json is what the types say") {
  std::ifstream file(STANDPIPE_SOURCE_DIR "/docs/openrpc.json", std::ios::binary);
  const std::string committed((std::istreambuf_iterator<char>(file)), {});
  const bool same = committed == openrpc_document();
  CHECK_MESSAGE(same, "run standpipe_openrpc > docs/openrpc.json");
}

TEST_CASE("the document has every method, and is the same each time") {
  CHECK(document().at("methods").as_array().size() == boost::mp11::mp_size<Methods>::value);
  CHECK(openrpc_document() == openrpc_document());
}

TEST_CASE("commands need a key, queries do not") {
  const auto parsed = document();
  const auto& methods = parsed.at("methods").as_array();
  const auto& key = find(find(methods, "message.post").at("params").as_array(), "key");
  CHECK(key.at("required") == true);
  for (const auto& param : find(methods, "message.history").at("params").as_array()) CHECK(param.at("name") != "key");
}

TEST_CASE("params say which are required") {
  const auto parsed = document();
  const auto& params = find(parsed.at("methods").as_array(), "message.post").at("params").as_array();
  CHECK(find(params, "room").at("required") == true);
  CHECK(find(params, "thread").at("required") == false);
}

TEST_CASE("the size of a page has its range and its default") {
  const auto parsed = document();
  const auto& methods = parsed.at("methods").as_array();
  const auto& limit = find(find(methods, "search").at("params").as_array(), "limit").at("schema");
  CHECK(limit == json::parse(R"({"type":"integer","minimum":1,"maximum":50,"default":20})"));
  const auto& page = find(find(methods, "hello").at("params").as_array(), "page").at("schema");
  CHECK(page == json::parse(R"({"type":"integer","minimum":0,"maximum":50,"default":0})"));
}

TEST_CASE("every reference leads somewhere") {
  const auto parsed = document();
  std::set<std::string> references;
  collect_references(parsed, references);
  CHECK(references.size() > 50);
  for (const auto& reference : references) {
    CAPTURE(reference);
    const std::string prefix = "#/components/schemas/";
    REQUIRE(reference.starts_with(prefix));
    CHECK(parsed.at("components").at("schemas").as_object().contains(reference.substr(prefix.size())));
  }
}

TEST_CASE("schemas have types, enum values and defaults") {
  const auto parsed = document();
  const auto& schemas = parsed.at("components").at("schemas");
  CHECK(schemas.at("RoomKind").at("enum") == json::value({"cop", "group", "announcement", "direct"}));
  CHECK(schemas.at("Membership").at("properties").at("in").at("default") == true);
  CHECK(schemas.at("Message").at("properties").at("mentions").at("items").at("$ref") == "#/components/schemas/MemberId");
  CHECK(schemas.at("Rev").at("type") == "integer");
}

TEST_CASE("the document has every error") {
  const auto parsed = document();
  const auto& errors = parsed.at("components").at("errors").as_object();
  CHECK(errors.size() == error_code_count);
  CHECK(errors.at("bad_json").at("code") == -32700);
}

TEST_CASE("pretty JSON is the same value, in lines") {
  const auto value = json::parse(R"({"a":[],"b":{"c":[1,"two",{"d":null}]},"long":[")" + std::string(100, 'x') + R"(","y"]})");
  const std::string text = pretty(value);
  CHECK(json::parse(text) == value);
  CHECK(text.starts_with("{\n  \"a\": [],\n"));
  CHECK(text.back() == '\n');
}
