#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "protocol/errors.hpp"
#include "server/domain/published.hpp"
#include "server/query/directory.hpp"
#include "server/query/encoded_cache.hpp"
#include "server/query/job.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

struct PoolOptions {
  std::size_t threads = 2;
  std::size_t queue = 2'000;          ///< questions waiting; beyond, submit refuses with `busy`
  std::size_t of_one = 500;           ///< of them, those of one member
  std::int64_t retry_after_ms = 500;  ///< what such a refusal says
  std::size_t cache_bytes = EncodedCache::usual_bytes;
};

struct PoolCounters {
  std::size_t waiting = 0;
  std::uint64_t served = 0;
  std::uint64_t refused = 0;    ///< because the queue was full or the pool was stopping
  std::uint64_t failed = 0;     ///< ended by an exception: a bug
  std::uint64_t busy_us = 0;    ///< time spent in answering, of all threads
  std::uint64_t waited_us = 0;  ///< time that the served ones had waited
  EncodedCacheCounters encoded;
};

/// The threads that answer queries, each with a read-only connection of its own, behind one bounded queue. It is fair: of each
/// member one question at a time is being answered, in order of arrival, and the members that wait take turns. So who asks a
/// lot waits for themselves. Thread-safe, but for start and stop, which belong to the one that owns it.
class Pool {
 public:
  /// Told of trouble (a bug in a job, a damaged row) on a reader thread; for the log. Gets no texts of members.
  using OnTrouble = std::function<void(const std::string&)>;

  /// `published` outlives the pool.
  Pool(store::ReaderOptions database, const domain::Published& published, OnTrouble on_trouble, PoolOptions options = {});
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Opens one connection per thread and starts them; nothing is started where one cannot be opened.
  boost::system::result<void, store::StoreError> start();

  /// Nothing where the job was taken: it will run exactly once, on a reader thread, also when the pool is stopped after it.
  /// Else why not, and it will not run.
  std::optional<protocol::Refusal> submit(protocol::MemberId member, Job job);

  /// Refuses new jobs, runs those that wait, joins the threads and closes the connections. Idempotent.
  void stop();

  PoolCounters counters() const;

 private:
  struct Waiting {
    Job job;
    std::int64_t since_us;
  };
  /// The questions of one member, who has some that wait or one that is being answered.
  struct Line {
    std::deque<Waiting> waiting;
    bool busy = false;
  };
  void end_turn(protocol::MemberId member);
  void serve(store::Reader& reader);
  void run(Job& job, Context& context);

  const store::ReaderOptions database_;
  const domain::Published& published_;
  const OnTrouble on_trouble_;
  const PoolOptions options_;
  Directory directory_;
  EncodedCache encoded_;
  std::vector<std::unique_ptr<store::Reader>> readers_;
  std::vector<std::thread> threads_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<protocol::MemberId, Line> lines_;  ///< guarded by mutex_, like all that follows
  std::deque<protocol::MemberId> turns_;                ///< members with a question that may be answered now, each once
  std::size_t waiting_ = 0;                             ///< questions in all lines
  bool stopping_ = true;                                ///< until start

  std::atomic<std::uint64_t> served_{0}, refused_{0}, failed_{0}, busy_us_{0}, waited_us_{0};
};

}  // namespace standpipe::query
