#include "server/query/pool.hpp"

#include <chrono>
#include <exception>

#include "server/query/context.hpp"

namespace standpipe::query {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

void add(std::atomic<std::uint64_t>& counter, std::int64_t n) {
  counter.fetch_add(static_cast<std::uint64_t>(n), std::memory_order_relaxed);
}

}  // namespace

Pool::Pool(store::ReaderOptions database, const domain::Published& published, OnTrouble on_trouble, PoolOptions options)
    : database_(std::move(database)),
      published_(published),
      on_trouble_(on_trouble ? std::move(on_trouble) : [](const std::string&) {}),
      options_(options),
      encoded_(options.cache_bytes) {}

Pool::~Pool() {
  stop();
}

boost::system::result<void, store::StoreError> Pool::start() {
  std::vector<std::unique_ptr<store::Reader>> readers;
  for (std::size_t i = 0; i < options_.threads; ++i) {
    auto options = database_;
    if (!options.on_damage) options.on_damage = on_trouble_;
    auto reader = store::Reader::open(std::move(options));
    if (reader.has_error()) return reader.error();
    readers.push_back(std::move(reader.value()));
  }
  readers_ = std::move(readers);
  stopping_ = false;
  for (auto& reader : readers_) threads_.emplace_back([this, &reader] { serve(*reader); });
  return {};
}

std::optional<Refusal> Pool::submit(protocol::MemberId member, Job job) {
  {
    std::lock_guard lock(mutex_);
    const auto at = lines_.find(member);
    const auto of_one = at == lines_.end() ? 0 : at->second.waiting.size();
    if (stopping_ || waiting_ >= options_.queue || of_one >= options_.of_one) {
      add(refused_, 1);
      if (stopping_) return Refusal(ErrorCode::going_away);
      return Refusal(ErrorCode::busy).retry_after(options_.retry_after_ms);
    }
    auto& line = lines_[member];
    line.waiting.push_back({std::move(job), now_us()});
    ++waiting_;
    if (line.busy || line.waiting.size() > 1) return std::nullopt;  // its turn comes without this
    turns_.push_back(member);
  }
  wake_.notify_one();
  return std::nullopt;
}

void Pool::serve(store::Reader& reader) {
  Context context{reader, published_, directory_, encoded_};
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return stopping_ || !turns_.empty(); });
    if (turns_.empty()) return;  // what still waits comes behind what others answer, and is theirs
    const auto member = turns_.front();
    turns_.pop_front();
    auto& line = lines_[member];
    auto next = std::move(line.waiting.front());
    line.waiting.pop_front();
    line.busy = true;
    --waiting_;
    lock.unlock();
    const auto begin = now_us();
    run(next.job, context);
    add(waited_us_, begin - next.since_us);
    add(busy_us_, now_us() - begin);
    add(served_, 1);
    end_turn(member);
  }
}

/// The member's next question, if there is one, waits behind those of all others that wait.
void Pool::end_turn(protocol::MemberId member) {
  std::lock_guard lock(mutex_);
  const auto line = lines_.find(member);
  line->second.busy = false;
  if (line->second.waiting.empty()) {
    lines_.erase(line);
  } else {
    turns_.push_back(member);  // for this thread, which looks for work next
  }
}

void Pool::run(Job& job, Context& context) {
  try {
    job(context);
  } catch (const std::exception& bug) {
    add(failed_, 1);
    on_trouble_(std::string("A query ended by an exception: ") + bug.what());
  }
}

void Pool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  readers_.clear();
}

PoolCounters Pool::counters() const {
  PoolCounters counters;
  {
    std::lock_guard lock(mutex_);
    counters.waiting = waiting_;
  }
  counters.served = served_.load(std::memory_order_relaxed);
  counters.refused = refused_.load(std::memory_order_relaxed);
  counters.failed = failed_.load(std::memory_order_relaxed);
  counters.busy_us = busy_us_.load(std::memory_order_relaxed);
  counters.waited_us = waited_us_.load(std::memory_order_relaxed);
  counters.encoded = encoded_.counters();
  return counters;
}

}  // namespace standpipe::query
