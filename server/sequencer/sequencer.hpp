#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server/sequencer/core.hpp"

namespace standpipe::sequencer {

struct SequencerOptions {
  std::size_t queue = 20'000;  ///< commands waiting; beyond, submit refuses with `busy`
  std::size_t batch = 1'000;   ///< commands in one transaction
  /// Texts go to the search index in chunks, since a transaction costs more than a text does, and as a rule not right behind the
  /// commit that others wait for. Where more came meanwhile than a chunk takes, the next one follows the next commit: texts are
  /// found well within a second, also under a load that never lets the writer rest.
  std::chrono::milliseconds index_every{200};
  /// Texts that go to the search index in one transaction; behind a large commit up to ten times as many.
  std::size_t index_rows = 200;
  std::chrono::milliseconds held_at_most{20};  ///< about as long as a wave to a few thousand connections takes
};

/// The queue in front of the core, and the writer thread. While a batch is being committed the next one gathers, so that a
/// loaded server pays one fsync for many commands, and a lonely command does not wait.
class Sequencer {
 public:
  /// Gets each batch, on the writer thread, after its commit.
  using Sink = std::function<void(hub::BatchPtr)>;
  /// Told of trouble, on the writer thread, not more than once in ten seconds while it goes on; for the log.
  using OnTrouble = std::function<void(const std::string&)>;

  Sequencer(Core& core, Sink sink, OnTrouble on_trouble, SequencerOptions options);
  ~Sequencer();

  void start();

  /// Any thread. Nothing where the command was taken: its on_done will be called on its I/O thread. Otherwise `busy`
  /// or `going_away`, and on_done is not called.
  std::optional<domain::Refusal> submit(Job job);

  /// A wave of events is on its way to many connections, from hold until release; any thread. What comes meanwhile under a heavy
  /// load is committed together, for most would get its events behind that wave anyhow, and so get them all in one.
  void hold();
  void release();

  /// Refuses new commands, commits what is queued, and joins the writer. Idempotent.
  void stop();

  std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }
  std::uint64_t committed() const { return committed_.load(std::memory_order_relaxed); }
  std::uint64_t failed() const { return failed_.load(std::memory_order_relaxed); }
  /// The writer has something to do: commands wait for it, and it not for more of them, or it is committing.
  bool busy() const {
    return committing_.load(std::memory_order_relaxed) || (queued() > 0 && !gathering_.load(std::memory_order_relaxed));
  }
  std::uint64_t batches() const { return batches_.load(std::memory_order_relaxed); }
  /// The disk has failed: only reading goes on, until a restart.
  bool read_only() const { return read_only_.load(std::memory_order_relaxed); }
  /// What was last written did not become durable: the disk is full, or has failed.
  bool failing() const { return failing_.load(std::memory_order_relaxed); }

 private:
  void write_loop();
  /// What waits, as soon as something does, at the latest at that time.
  void take(std::vector<Job>& batch, std::chrono::steady_clock::time_point until);
  /// Lets what waits become more, where that lets events go out in fewer waves.
  void gather(std::unique_lock<std::mutex>& lock);
  /// Behind so many commands. Whether there is more to index.
  bool index(std::size_t committed);
  void note(bool failed);
  void count();

  Core& core_;
  Sink sink_;
  OnTrouble on_trouble_;
  SequencerOptions options_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> waiting_;  ///< guarded by mutex_
  bool stopping_ = false;    ///< guarded by mutex_
  int waves_ = 0;            ///< on their way; guarded by mutex_
  bool waved_ = false;       ///< whether there were any since the last batch; guarded by mutex_
  std::size_t taken_ = 0;    ///< commands of the last batch; the writer's
  std::thread writer_;
  std::optional<std::chrono::steady_clock::time_point> told_at_;  ///< of the present trouble; the writer's

  std::atomic<std::size_t> queued_{0};
  std::atomic<std::uint64_t> committed_{0}, failed_{0}, batches_{0};
  std::atomic<bool> gathering_{false}, committing_{false}, read_only_{false}, failing_{false};
};

}  // namespace standpipe::sequencer
