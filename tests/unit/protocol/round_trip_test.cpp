#include <doctest/doctest.h>

#include <boost/mp11/algorithm.hpp>

#include "protocol/codec.hpp"
#include "protocol/http.hpp"
#include "protocol/methods.hpp"
#include "tests/unit/protocol/random_value.hpp"

using namespace standpipe::protocol;

namespace {

template <class T>
void check_object(std::mt19937_64& random) {
  const T value = random_value<T>(random);
  const std::string text = to_json(value);
  CAPTURE(text);
  const auto parsed = parse(text);
  REQUIRE(parsed.has_value());
  const auto again = read<T>(*parsed);
  REQUIRE(again.has_value());
  CHECK(describe::equal(value, *again));
  CHECK(to_json(*again) == text);
}

template <class T>
void check_params(std::mt19937_64& random) {
  const T value = random_value<T>(random);
  std::string text;
  write_params(text, value);
  CAPTURE(text);
  const auto again = read_params<T>(parse(text).value());
  REQUIRE(again.has_value());
  CHECK(describe::equal(value, *again));
}

/// Calls f with the identity of each method's params or result.
template <class F>
void for_each_method(F f) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>(f);
}

}  // namespace

TEST_CASE("what is written and read again is the same, for every result") {
  std::mt19937_64 random(20240501);
  for (int round = 0; round < 20; ++round) {
    for_each_method([&](auto method) { check_object<typename decltype(method)::type::Result>(random); });
  }
}

TEST_CASE("what is written and read again is the same, for all params") {
  std::mt19937_64 random(20240502);
  for (int round = 0; round < 20; ++round) {
    for_each_method([&](auto method) { check_params<typename decltype(method)::type::Params>(random); });
    check_params<ApplyBody>(random);
    check_params<LoginBody>(random);
    check_params<SetupBody>(random);
  }
}

TEST_CASE("what is written and read again is the same, for changes and notifications") {
  std::mt19937_64 random(20240503);
  for (int round = 0; round < 300; ++round) {
    check_object<Change>(random);
    check_object<Presence>(random);
    check_object<Typing>(random);
    check_object<ErrorData>(random);
    check_object<ApplyResult>(random);
    check_object<LoginResult>(random);
  }
}
