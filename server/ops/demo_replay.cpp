#include "server/ops/demo_replay.hpp"

#include <cstdio>
#include <utility>

namespace standpipe::ops::demo {

namespace {

constexpr std::size_t jobs_at_once = 200;

}  // namespace

Replay::Replay(store::Store& store, domain::Published& published, domain::State state)
    : core_(store, published, std::move(state), [this] { return waiting_[clock_++].at.value; }), next_(core_.state().next) {}

void Replay::run(domain::Time at, std::string place, domain::MemberId actor, domain::Payload payload) {
  if (trouble_) return;
  sequencer::Job job;
  job.command.actor = actor;
  if (actor) job.command.key = next_key();
  job.command.payload = std::move(payload);
  job.on_done = [this, index = jobs_.size()](const sequencer::CommandResult& result) {
    if (result.has_value() || trouble_) return;
    const auto& refusal = result.error();
    const auto field = refusal.data.field.empty() ? std::string() : " (" + refusal.data.field + ")";
    trouble_ = Trouble{waiting_[index].place + ": " + refusal.text + field};
  };
  jobs_.push_back(std::move(job));
  waiting_.push_back({std::move(place), at});
  if (jobs_.size() == jobs_at_once) flush();
}

void Replay::flush() {
  if (trouble_ || jobs_.empty()) return;
  clock_ = 0;
  const auto batch = core_.process(jobs_);
  if (!core_.last_error().empty()) {
    trouble_ = Trouble{core_.last_error()};
  } else {
    for (const auto& step : batch->steps) {
      if (const auto* completion = std::get_if<hub::Completion>(&step)) completion->run();
    }
  }
  if (!trouble_ && !ids_agree())
    trouble_ = Trouble{waiting_.back().place + ": at this place or shortly before, ids came out of step"};
  jobs_.clear();
  waiting_.clear();
}

/// Every command is one that never came before, so that counting makes good keys.
std::string Replay::next_key() {
  char key[40];
  std::snprintf(key, sizeof key, "00000000-0000-4000-8000-%012llx", static_cast<unsigned long long>(++keys_));
  return key;
}

bool Replay::ids_agree() const {
  const auto& given = core_.state().next;
  return given.member == next_.member && given.utility == next_.utility && given.room == next_.room &&
         given.thread == next_.thread && given.message == next_.message && given.application == next_.application;
}

}  // namespace standpipe::ops::demo
