#include "server/sequencer/sequencer.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "server/sequencer/short_slices.hpp"

namespace standpipe::sequencer {

using domain::Refusal;
using protocol::ErrorCode;
using namespace std::chrono_literals;

namespace {

/// Where so many commands came together, as from members who all waited for the same wave, the next will too: one closely behind
/// the other, once that wave is through. The first must not go alone, or it has a wave of its own, for which the others wait.
constexpr std::size_t flock = 8;
constexpr auto closely = 50us;
constexpr auto gathered_at_most = 3ms;
/// Where fewer come together, texts are indexed after so many commands already: each of them would wait for all of a long chunk.
constexpr std::size_t index_after = 25;

constexpr auto housekeeping_every = 60s;
constexpr auto told_at_most_every = 10s;

}  // namespace

Sequencer::Sequencer(Core& core, Sink sink, OnTrouble on_trouble, SequencerOptions options)
    : core_(core), sink_(std::move(sink)), on_trouble_(std::move(on_trouble)), options_(options) {}

Sequencer::~Sequencer() {
  stop();
}

void Sequencer::start() {
  writer_ = std::thread([this] { write_loop(); });
}

std::optional<Refusal> Sequencer::submit(Job job) {
  bool was_empty = false;
  bool is_full = false;  ///< a batch
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return Refusal(ErrorCode::going_away);
    if (waiting_.size() >= options_.queue) return Refusal(ErrorCode::busy).retry_after(1000);
    was_empty = waiting_.empty();
    waiting_.push_back(std::move(job));
    is_full = waiting_.size() == options_.batch;
    queued_.store(waiting_.size(), std::memory_order_relaxed);
  }
  if (was_empty || is_full) wake_.notify_one();
  return std::nullopt;
}

void Sequencer::hold() {
  std::lock_guard lock(mutex_);
  ++waves_;
  waved_ = true;
}

void Sequencer::release() {
  {
    std::lock_guard lock(mutex_);
    if (--waves_ > 0) return;
  }
  wake_.notify_one();
}

void Sequencer::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void Sequencer::take(std::vector<Job>& batch, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  wake_.wait_until(lock, until, [this] { return !waiting_.empty() || stopping_; });
  if (!waiting_.empty()) {
    gathering_.store(true, std::memory_order_relaxed);
    gather(lock);
    gathering_.store(false, std::memory_order_relaxed);
  }
  const auto count = std::min(waiting_.size(), options_.batch);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  queued_.store(waiting_.size(), std::memory_order_relaxed);
  if (count > 0) taken_ = count;
}

void Sequencer::gather(std::unique_lock<std::mutex>& lock) {
  if (taken_ < flock) {
    waved_ = waves_ > 0;
    return;
  }
  wake_.wait_for(lock, options_.held_at_most, [this] { return waves_ == 0 || waiting_.size() >= options_.batch || stopping_; });
  if (!std::exchange(waved_, waves_ > 0)) return;
  const auto until = std::chrono::steady_clock::now() + gathered_at_most;
  for (std::size_t before = 0; waiting_.size() > before && waiting_.size() < options_.batch;) {
    before = waiting_.size();
    if (wake_.wait_for(lock, closely, [this] { return stopping_; }) || std::chrono::steady_clock::now() > until) break;
  }
}

void Sequencer::write_loop() {
  ask_for_short_slices();
  std::vector<Job> batch;
  bool more_to_index = true;  // what a crash left unindexed
  std::size_t few = 0;        // commands since the last chunk, if they came a few at a time
  auto index_at = std::chrono::steady_clock::now();
  auto housekept_at = index_at;
  for (;;) {
    take(batch, more_to_index ? index_at : std::chrono::steady_clock::now() + 1s);
    const auto now = std::chrono::steady_clock::now();
    if (now - housekept_at > housekeeping_every) {
      housekept_at = now;
      batch.push_back(Job{domain::Command{.payload = domain::Housekeep{}}, 0, {}});
    }
    if (!batch.empty()) {
      const auto failures = core_.counters().failed;
      committing_.store(true, std::memory_order_relaxed);
      auto done = core_.process(batch);
      note(core_.counters().failed != failures);
      sink_(std::move(done));
      committing_.store(false, std::memory_order_relaxed);
      if (!more_to_index) index_at = now + options_.index_every;
      more_to_index = !core_.read_only();
      few = batch.size() < flock ? few + batch.size() : 0;
      count();
    }
    if (more_to_index && (now >= index_at || few >= index_after)) {
      more_to_index = index(batch.size());
      few = 0;
    } else if (batch.empty() && !more_to_index) {
      core_.rest();
    }
    if (batch.empty()) {
      std::lock_guard lock(mutex_);
      if (stopping_ && waiting_.empty()) return;
    }
  }
}

bool Sequencer::index(std::size_t committed) {
  const auto more = core_.index_texts(std::clamp(2 * committed, options_.index_rows, 10 * options_.index_rows));
  if (more.has_error()) note(true);
  read_only_.store(core_.read_only(), std::memory_order_relaxed);
  return more.has_value() && more.value();
}

void Sequencer::note(bool failed) {
  failing_.store(failed, std::memory_order_relaxed);
  if (!failed) return told_at_.reset();
  const auto now = std::chrono::steady_clock::now();
  if (told_at_ && now - *told_at_ < told_at_most_every) return;
  told_at_ = now;
  on_trouble_(core_.last_error());
}

void Sequencer::count() {
  committed_.store(core_.counters().committed, std::memory_order_relaxed);
  failed_.store(core_.counters().failed, std::memory_order_relaxed);
  batches_.store(core_.counters().batches, std::memory_order_relaxed);
  read_only_.store(core_.read_only(), std::memory_order_relaxed);
}

}  // namespace standpipe::sequencer
