#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "tests/support/json_pattern.hpp"

using namespace standpipe::test;
namespace json = boost::json;

namespace {

/// Why it does not fit; "" where it does.
std::string why(std::string_view pattern, const char* value, Bindings bindings = {}) {
  return JsonPattern::parse(pattern).mismatch(json::parse(value), bindings).value_or("");
}

}  // namespace

TEST_CASE("what is listed must be equal, and nothing else may be there") {
  CHECK(why(R"({"a":1,"b":[true,null,"x\"y"]})", R"({"b":[true,null,"x\"y"],"a":1})") == "");
  CHECK(why(R"({"a":1})", R"({"a":2})") == ".a: should be 1, but is 2");
  CHECK(why(R"({"a":1})", R"({"a":1,"b":2})") == "the whole: has a member \"b\" that is not listed: 2");
  CHECK(why(R"({"a":1,"b":2})", R"({"a":1})") == "the whole: the member \"b\" is missing");
  CHECK(why(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,3]}})") == ".a.b[1]: should be 2, but is 3");
  CHECK(why("[1]", "[1,2]") == "the whole: has more items than are listed, the next is 2");
  CHECK(why("[1,2]", "[1]") == "the whole: has only 1 items");
  CHECK(why("1", "\"1\"") != "");
  CHECK(why("{}", "[]") != "");
}

TEST_CASE("an ellipsis stands for a value, for further members, and for any number of items") {
  CHECK(why(R"({"a":…})", R"({"a":{"b":1}})") == "");
  CHECK(why(R"({"a":…})", "{}") != "");
  CHECK(why(R"({"a":1,…})", R"({"a":1,"b":2})") == "");
  CHECK(why("{…}", "{}") == "");
  CHECK(why("[…]", "[1,2]") == "");
  CHECK(why("[…,2,…]", "[1,2,3]") == "");
  CHECK(why("[…,4,…]", "[1,2,3]") != "");
  CHECK(why("[…,3]", "[3,3]") == "");
}

TEST_CASE("a name is bound where it is first met, and must be equal afterwards") {
  CHECK(why(R"({"a":$x,"b":$x})", R"({"a":[1],"b":[1]})") == "");
  CHECK(why(R"({"a":$x,"b":$x})", R"({"a":1,"b":2})") == ".b: $x is 1, but here is 2");
  CHECK(why(R"({"s":"room:$x"})", R"({"s":"room:7"})", {{"x", 7}}) == "");
  CHECK(why(R"({"s":"room:$x"})", R"({"s":"room:8"})", {{"x", 7}}) != "");
  CHECK_THROWS_WITH(why(R"({"s":"room:$x"})", R"({"s":"room:8"})"), "$x stands for nothing yet");
}

TEST_CASE("a list is tried in every way, and a try that fails binds nothing") {
  Bindings bindings;
  const auto pattern = JsonPattern::parse(R"([…,{"id":$x,"on":true},…,$x])");
  CHECK_FALSE(pattern.mismatch(json::parse(R"([{"id":1,"on":true},{"id":2,"on":true},2])"), bindings));
  CHECK(bindings.at("x") == 2);
  Bindings none;
  CHECK(pattern.mismatch(json::parse(R"([{"id":1,"on":true},3])"), none));
  CHECK(none.empty());
}

TEST_CASE("names are filled in as the place demands") {
  const Bindings bindings{{"room", 7}, {"token", "a\"b"}};
  CHECK(fill_in(R"({"r":$room,"s":"room:$room","t":$token,"u":"is $token"})", bindings) ==
        R"({"r":7,"s":"room:7","t":"a\"b","u":"is a\"b"})");
  CHECK(fill_in("5 $ or \\\"", bindings) == "5 $ or \\\"");
  CHECK_THROWS_WITH(fill_in("$nobody", bindings), "$nobody stands for nothing yet");
}

TEST_CASE("a text is found by members and by the numbers of items") {
  const auto pattern = JsonPattern::parse(R"(["room:$room",7,{"a":["x",{"b":"y"}],"c":$room}])");
  const Bindings bindings{{"room", 7}};
  CHECK(pattern.text_at({"0"}, bindings) == "room:7");
  CHECK(pattern.text_at({"2", "a", "1", "b"}, bindings) == "y");
  for (const std::vector<std::string>& path :
       std::vector<std::vector<std::string>>{{"1"}, {"3"}, {"-1"}, {"a"}, {"2", "c"}, {"2", "d"}, {}})
    CHECK_FALSE(pattern.text_at(path, bindings));
}

TEST_CASE("a pattern that is none is refused") {
  for (const char* text : {"", "{", "[1", "{\"a\"}", "{a:1}", "1 2", "nonsense", "$", "{\"a\":1 \"b\":2}", "[1 2]"}) {
    CAPTURE(text);
    CHECK_THROWS(JsonPattern::parse(text));
  }
}
