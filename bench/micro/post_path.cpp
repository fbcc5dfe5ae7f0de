#include "bench/micro/post_path.hpp"

#include <cstdio>
#include <cstdlib>

#include "bench/load/scattered.hpp"
#include "protocol/codec.hpp"
#include "protocol/methods.hpp"
#include "protocol/rpc.hpp"

namespace standpipe::bench {

namespace {

template <class Result>
auto checked(Result result, const char* what) {
  if (result.has_error()) {
    std::fprintf(stderr, "standpipe-bench: %s failed\n", what);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<typename Result::value_type>) return std::move(result.value());
}

}  // namespace

PostPath::PostPath(const std::filesystem::path& data)
    : store_(checked(store::Store::open({.path = (data / "standpipe.db").string()}), "opening the database")),
      state_(checked(store_->load(), "loading the state")) {}

std::string PostPath::request() {
  static const std::string text =
      "Night flow in zone four fell from 41 to 29 cubic metres an hour after we closed two throttled valves and repaired the "
      "joint "
      "at the market. Pressure at the far end stayed above 18 metres. Has anybody tried loggers with a cheaper modem? Ours lose "
      "one reading in five.";
  const auto number = scattered(static_cast<std::uint64_t>(++posted_));
  char key[40];
  std::snprintf(key, sizeof key, "%08x-0000-4000-8000-%012llx", static_cast<unsigned>(number >> 32),
                static_cast<unsigned long long>(posted_));
  return R"({"jsonrpc":"2.0","id":)" + std::to_string(posted_) + R"(,"method":"message.post","params":{"room":1,"text":")" +
         text + R"(","key":")" + key + R"("}})";
}

domain::Command PostPath::parse(const std::string& request) const {
  const auto message = protocol::rpc::parse(request);
  const auto& first = std::get<protocol::rpc::Request>(message.items.front());
  domain::Command command;
  command.actor = domain::MemberId{1};
  command.key = checked(protocol::rpc::key_of(first), "the key");
  command.payload = checked(protocol::read_params<protocol::MessagePost::Params>(first.params), "the params");
  return command;
}

domain::Decision PostPath::decide(const domain::Command& command) {
  const domain::Stamp stamp{state_.seq + 1, domain::Time{state_.at.value + 1}};
  auto decision = checked(domain::decide(state_, store_->content(), stamp, command), "the decision");
  domain::evolve(state_, decision, stamp.seq, stamp.at);
  return decision;
}

void PostPath::begin() {
  checked(store_->begin(), "the beginning");
}

void PostPath::write(const domain::Decision& decision) {
  checked(store_->write(decision, state_.seq, state_.at), "writing");
}

void PostPath::commit() {
  checked(store_->commit(), "the commit");
}

std::vector<hub::Delivery> PostPath::encode(const domain::Decision& decision) const {
  std::vector<hub::Delivery> deliveries;
  for (const auto& announcement : decision.announcements) deliveries.push_back(hub::encode(announcement));
  return deliveries;
}

void PostPath::index() {
  while (checked(store_->index_texts(200), "indexing")) {
  }
}

}  // namespace standpipe::bench
