#include <doctest/doctest.h>

#include <set>

#include "protocol/errors.hpp"
#include "protocol/http.hpp"

using namespace standpipe::protocol;

namespace {

template <class F>
void for_each_code(F f) {
  for (std::size_t i = 0; i < error_code_count; ++i) f(static_cast<ErrorCode>(i));
}

}  // namespace

TEST_CASE("every code has a name of its own, by which it is found again") {
  std::set<std::string_view> names;
  for_each_code([&](ErrorCode code) {
    CHECK(info(code).code == code);
    CHECK(error_code(to_name(code)) == code);
    CHECK(names.insert(to_name(code)).second);
  });
  CHECK(names.size() == error_code_count);
  CHECK(!error_code("no_such_code"));
  CHECK(!error_code(""));
}

TEST_CASE("numbers are the standard's, or the code's own") {
  std::set<int> own;
  for_each_code([&](ErrorCode code) {
    CAPTURE(to_name(code));
    const int number = info(code).rpc;
    if (number < 0) {
      CHECK((number == -32700 || (number <= -32600 && number >= -32603)));
    } else {
      CHECK(number >= 1000);
      CHECK(number < 1400);
      CHECK(own.insert(number).second);
    }
  });
}

TEST_CASE("statuses are those of refusals") {
  const std::set<unsigned> allowed{400, 401, 403, 404, 409, 413, 429, 500, 503};
  for_each_code([&](ErrorCode code) {
    CAPTURE(to_name(code));
    CHECK(allowed.count(info(code).http) == 1);
  });
}

TEST_CASE("texts say what happened in whole sentences") {
  for_each_code([&](ErrorCode code) {
    const std::string_view text = info(code).text;
    CAPTURE(text);
    CHECK(text.size() > 20);
    CHECK(text.back() == '.');
  });
}

TEST_CASE("a refusal carries its code and text, and what is added") {
  const Refusal plain(ErrorCode::not_found);
  CHECK(plain.data.code == "not_found");
  CHECK(plain.text == info(ErrorCode::not_found).text);
  const Refusal refusal = Refusal(ErrorCode::slow_mode, "Wait 5 s.").field("room").retry_after(5000);
  CHECK(refusal.code == ErrorCode::slow_mode);
  CHECK(refusal.text == "Wait 5 s.");
  CHECK(refusal.data.field == "room");
  CHECK(refusal.data.retry_after_ms == 5000);
  CHECK(Refusal().data.code == "internal");
}

TEST_CASE("over HTTP a refusal is an object with code and message") {
  CHECK(error_body(Refusal(ErrorCode::busy, "Wait.").retry_after(200)) ==
        R"({"error":{"code":"busy","message":"Wait.","retry_after_ms":200}})");
}
