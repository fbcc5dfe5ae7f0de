#include "tests/integration/refusals.hpp"

#include <doctest/doctest.h>

namespace standpipe::test {

namespace {

/// What nobody can bring about from outside, and why.
const std::map<std::string_view, std::string_view> from_inside_only{
    {"commit_failed", "the disk has to fail; tests/unit/store and tests/crash make it fail"},
    {"internal", "takes a bug, or a database that cannot be read"},
};

}  // namespace

void Refusals::see(ErrorCode code, std::string_view given, std::string_view text) {
  CHECK(given == to_name(code));
  CHECK_FALSE(text.empty());
  if (given == to_name(code)) seen_.insert(code);
}

ErrorData Refusals::rpc(ErrorCode code, const boost::json::object& answer) {
  INFO("expected: ", to_name(code));
  const auto* error = answer.if_contains("error");
  REQUIRE(error != nullptr);
  auto data = read<ErrorData>(error->at("data")).value();
  see(code, data.code, error->at("message").as_string());
  CHECK(error->at("code").as_int64() == info(code).rpc);
  return data;
}

HttpError Refusals::http(ErrorCode code, const HttpReply& reply) {
  INFO("expected: ", to_name(code));
  REQUIRE(reply.status >= 400);
  auto error = read<HttpErrorBody>(reply.json()).value().error;
  see(code, error.code, error.message);
  CHECK(reply.status == info(code).http);
  CHECK(reply.header("Retry-After").empty() == (error.retry_after_ms == 0));
  return error;
}

std::set<std::string_view> Refusals::missing() const {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < error_code_count; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    if (!seen_.contains(code)) names.insert(to_name(code));
  }
  return names;
}

boost::json::object answer_to(Peer& peer, const std::string& text) {
  peer.send(text);
  const auto answer = peer.receive(std::chrono::seconds(20));
  REQUIRE(answer);
  return parse(*answer).value().as_object();
}

TEST_CASE("every refusal of the registry is given by the real server, as the registry has it") {
  Refusals refusals;
  {
    Community community;
    refuse_requests(refusals, community);
    refuse_people(refusals, community);
    refuse_in_rooms(refusals, community);
    refuse_in_threads(refusals, community);
    refuse_in_offices(refusals, community);
  }
  refuse_set_up(refusals);
  refuse_in_haste(refusals);
  refuse_under_load(refusals);
  for (const auto name : refusals.missing()) CHECK_MESSAGE(from_inside_only.contains(name), "not provoked: " << name);
  for (const auto& [name, why] : from_inside_only) CHECK_MESSAGE(refusals.missing().contains(name), "can be provoked: " << name);
}

}  // namespace standpipe::test
