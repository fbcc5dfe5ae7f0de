#include <doctest/doctest.h>

#include "protocol/limits.hpp"
#include "server/app/exchange.hpp"

using namespace standpipe;
using app::Exchange;
using app::Reply;

namespace {

namespace limits = protocol::limits;

struct Batch {
  std::string text;
  std::vector<Reply> replies;

  explicit Batch(std::size_t requests, bool batch = true) {
    const auto exchange = std::make_shared<Exchange>(requests, batch, [this](std::string whole, std::size_t) { text = whole; });
    for (std::size_t i = 0; i < requests; ++i) replies.emplace_back(exchange, i, protocol::rpc::Id(std::to_string(i)));
  }
};

std::string json_of(std::size_t bytes) {
  return '"' + std::string(bytes - 2, 'x') + '"';
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("the replies to a batch go out together, in the order of the requests") {
  Batch batch(3);
  batch.replies[2].result("3");
  batch.replies[0].result("1");
  CHECK(batch.text.empty());
  batch.replies[1].result("2");
  CHECK(batch.text.find("\"result\":1") < batch.text.find("\"result\":2"));
  CHECK(batch.text.find("\"result\":2") < batch.text.find("\"result\":3"));
}

TEST_CASE("what a batch reads has a bound in bytes; what it did is answered all the same") {
  Batch batch(128);
  std::size_t refused_early = 0;
  for (std::size_t i = 0; i + 1 < batch.replies.size(); ++i) {
    refused_early += batch.replies[i].full() ? 1 : 0;
    batch.replies[i].page(json_of(limits::page_bytes));
  }
  batch.replies.back().result("{}");
  CHECK(batch.text.size() < limits::batch_answer_bytes + 50'000);
  CHECK(count(batch.text, "\"result\"") == limits::batch_answer_bytes / limits::page_bytes + 1);
  CHECK(count(batch.text, "too_many_requests") == 128 - 1 - limits::batch_answer_bytes / limits::page_bytes);
  CHECK(count(batch.text, "smaller batches") == count(batch.text, "too_many_requests"));
  CHECK(refused_early == 122);
}

TEST_CASE("one answer always fits: alone, and as the first of a batch") {
  Batch alone(1, false);
  CHECK_FALSE(alone.replies[0].full());
  alone.replies[0].page(json_of(limits::batch_answer_bytes + 1));
  CHECK(alone.text.find("\"result\"") != std::string::npos);
  Batch batch(1);
  batch.replies[0].page(json_of(limits::batch_answer_bytes + 1));
  CHECK(batch.text.find("\"result\"") != std::string::npos);
}
