#include "server/sequencer/core.hpp"

#include <algorithm>
#include <optional>

namespace standpipe::sequencer {

using domain::Refusal;
using protocol::ErrorCode;

struct Core::Outcome {
  std::int64_t seq = 0;
  domain::Time at;
  boost::system::result<domain::Decision, Refusal> decision = Refusal(ErrorCode::internal);
  std::vector<hub::Delivery> deliveries;  ///< encoded at once, while what they are made of is in the processor's cache
};

namespace {

Refusal not_durable(bool read_only) {
  if (!read_only) return Refusal(ErrorCode::commit_failed);
  return Refusal(ErrorCode::commit_failed,
                 "The server's disk has failed. Reading goes on; ask the operator to restart the server.");
}

CommandResult answer_of(const boost::system::result<domain::Decision, Refusal>& decision) {
  if (decision.has_error()) return decision.error();
  return decision.value().reply;
}

}  // namespace

Core::Core(store::Store& store, domain::Published& published, domain::State working, Clock clock)
    : store_(store), published_(published), working_(std::move(working)), clock_(std::move(clock)) {}

domain::Stamp Core::next_stamp() {
  const auto now = std::max(clock_(), working_.at.value);
  return {working_.seq + 1, domain::Time{now}};
}

hub::BatchPtr Core::process(std::span<Job> jobs) {
  std::vector<Outcome> outcomes(jobs.size());
  const bool was_read_only = read_only_;
  const bool durable = !was_read_only && attempt(jobs, outcomes);
  if (!durable && !was_read_only) recover();

  auto batch = std::make_shared<hub::Batch>();
  batch->steps.reserve(jobs.size() * 3);
  ++counters_.batches;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto& decision = outcomes[i].decision;
    CommandResult result = durable ? answer_of(decision) : CommandResult(not_durable(read_only_));
    (!durable ? counters_.failed : result.has_value() ? counters_.committed : counters_.refused) += 1;
    if (jobs[i].on_done) {
      batch->steps.emplace_back(
          hub::Completion{jobs[i].io_thread, [done = std::move(jobs[i].on_done), answer = std::move(result)] { done(answer); }});
    }
    if (!durable || decision.has_error()) continue;
    for (auto& delivery : outcomes[i].deliveries) batch->steps.emplace_back(std::move(delivery));
    for (auto& effect : decision.value().effects) batch->steps.emplace_back(std::move(effect));
  }
  return batch;
}

bool Core::attempt(std::span<Job> jobs, std::vector<Outcome>& outcomes) {
  if (!ok(store_.begin())) return false;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto stamp = next_stamp();
    outcomes[i].seq = stamp.seq;
    outcomes[i].at = stamp.at;
    outcomes[i].decision = domain::decide(working_, store_.content(), stamp, jobs[i].command);
    if (outcomes[i].decision.has_error()) continue;
    const auto& decision = outcomes[i].decision.value();
    domain::evolve(working_, decision, stamp.seq, stamp.at);
    if (!ok(store_.write(decision, stamp.seq, stamp.at))) return false;
    for (const auto& announcement : decision.announcements) outcomes[i].deliveries.push_back(hub::encode(announcement));
  }
  if (!ok(store_.commit())) return false;
  published_.update([&](domain::State& state) {
    for (const auto& outcome : outcomes) {
      if (outcome.decision.has_value()) domain::evolve(state, outcome.decision.value(), outcome.seq, outcome.at);
    }
  });
  return true;
}

bool Core::ok(const boost::system::result<void, store::StoreError>& result) {
  if (result.has_value()) return true;
  last_error_ = result.error().text;
  if (result.error().kind == store::StoreError::Kind::io) read_only_ = true;
  return false;
}

boost::system::result<bool, store::StoreError> Core::index_texts(std::size_t max_rows) {
  auto more = store_.index_texts(max_rows);
  if (more.has_error()) ok(more.error());
  return more;
}

void Core::rest() {
  if (!read_only_) ok(store_.rest());
}

void Core::recover() {
  store_.rollback();
  published_.read([&](const domain::State& state) { working_ = state; });
}

CommandResult Core::run(domain::Command command) {
  CommandResult result = Refusal(ErrorCode::internal);
  Job job{std::move(command), 0, [&](const CommandResult& answer) { result = answer; }};
  const auto batch = process({&job, 1});
  for (const auto& step : batch->steps) {
    if (const auto* completion = std::get_if<hub::Completion>(&step)) completion->run();
  }
  return result;
}

}  // namespace standpipe::sequencer
