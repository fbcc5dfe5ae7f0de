#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include "protocol/limits.hpp"
#include "protocol/parse.hpp"

using namespace standpipe::protocol;

namespace {

std::string nested(std::size_t depth, char open, char close) {
  return std::string(depth, open) + std::string(depth, close);
}

}  // namespace

TEST_CASE("valid JSON is taken as it is") {
  for (const char* text : {"null", " 1 ", "\r\n\t{}", "-0", "9223372036854775807", "-9223372036854775808", "1.5e3", "\"\"",
                           "[[],{}]", R"({"a":{"b":1},"c":{"b":1}})", R"("\u0000\ud83d\udeb0")", "\"\xf4\x8f\xbf\xbf\"",
                           "\"\xee\x80\x80\"", R"([{"a":1},{"a":2}])", R"({"":1,"\u0000":2})"}) {
    CAPTURE(text);
    CHECK(parse(text).has_value());
  }
}

TEST_CASE("what two readers could take for different things is refused") {
  struct Row {
    const char* what;
    std::string text;
  };
  const Row rows[] = {
      {"nothing", ""},
      {"white space", "  "},
      {"unfinished", "[1,"},
      {"unfinished string", "\"abc"},
      {"something after the value", "{} {}"},
      {"a byte after the value", "1x"},
      {"NUL after the value", std::string("1\0", 2)},
      {"byte order mark", "\xef\xbb\xbf{}"},
      {"trailing comma", "[1,]"},
      {"comment", "/* */ 1"},
      {"single quotes", "'a'"},
      {"bare word", "{a:1}"},
      {"NaN", "NaN"},
      {"Infinity", "-Infinity"},
      {"leading zero", "01"},
      {"plus", "+1"},
      {"bare point", "1."},
      {"hexadecimal", "0x10"},
      {"raw line feed in a string", "\"a\nb\""},
      {"raw NUL in a string", std::string("\"\0\"", 3)},
      {"unknown escape", R"("\x41")"},
      {"short escape", R"("\u12")"},
      {"lone leading surrogate", R"("\ud800")"},
      {"lone trailing surrogate", R"("\udc00")"},
      {"two leading surrogates", R"("\ud800\ud800")"},
      {"duplicate key", R"({"a":1,"a":1})"},
      {"duplicate key, written differently", R"({"a":1,"\u0061":2})"},
      {"duplicate key deep inside", R"([{"x":[{"a":1,"b":2,"a":3}]}])"},
      {"duplicate empty key", R"({"":1,"":2})"},
      {"2^63", "9223372036854775808"},
      {"2^64", "18446744073709551616"},
      {"-2^63-1", "-9223372036854775809"},
      {"a very long integer", std::string(400, '9')},
      {"1e400", "1e400"},
      {"-1e400", "-1e400"},
      {"lone continuation byte", "\"\x80\""},
      {"overlong slash", "\"\xc0\xaf\""},
      {"overlong NUL", "\"\xc0\x80\""},
      {"overlong, three bytes", "\"\xe0\x80\xaf\""},
      {"overlong, four bytes", "\"\xf0\x80\x80\xaf\""},
      {"surrogate in UTF-8", "\"\xed\xa0\x80\""},
      {"beyond U+10FFFF", "\"\xf4\x90\x80\x80\""},
      {"five bytes", "\"\xf8\x88\x80\x80\x80\""},
      {"cut sequence", "\"\xe2\x82\""},
      {"0xff", "\"\xff\""},
      {"invalid UTF-8 in a key", "{\"\xff\":1}"},
      {"too deep", nested(limits::json_depth + 1, '[', ']')},
      {"far too deep", std::string(200'000, '[')},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto parsed = parse(row.text);
    REQUIRE(!parsed);
    CHECK(parsed.error().code == ErrorCode::bad_json);
    CHECK(parsed.error().text.size() > 5);
  }
}

TEST_CASE("nesting is allowed up to the limit") {
  CHECK(parse(nested(limits::json_depth, '[', ']')).has_value());
}

TEST_CASE("every number that is no integer stays a finite double") {
  CHECK(parse("1e308")->is_double());
  CHECK(parse("1e-400")->as_double() == 0.0);
  CHECK(parse("1.0")->is_double());
}

TEST_CASE("the error tells the key that occurs twice, and no more than its beginning") {
  CHECK(parse(R"({"room":1,"text":"","room":2})").error().text == "the key \"room\" occurs twice in one object");
  const std::string key(300, 'k');
  CHECK(parse("{\"" + key + "\":1,\"" + key + "\":1}").error().text.size() < 100);
}

TEST_CASE("many keys cost no more than their length suggests") {
  std::string text = "{";
  for (int i = 0; i < 20'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  text += "\"last\":0}";
  CHECK(parse(text)->as_object().size() == 20'001);
}
