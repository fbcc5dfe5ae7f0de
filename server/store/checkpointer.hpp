#pragma once

#include <boost/system/result.hpp>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/store/error.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// Brings the write-ahead log into the database beside the writer, with a connection and a thread of its own: no commit waits for
/// it. What was committed meanwhile stays in the log until the next time.
class Checkpointer {
 public:
  /// The database has a log already.
  static boost::system::result<std::unique_ptr<Checkpointer>, StoreError> open(const std::string& path);
  /// Waits for what is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Begins, unless it is at it. Does not wait. This and all that follows is for the writer's thread.
  void ask();
  bool is_busy() const { return busy_.load(std::memory_order_acquire); }
  /// Until it is not: SQLite lets nobody else bring anything into the database meanwhile.
  void wait();
  /// How many pages from the log's beginning on are in the database, as far as it has brought them there.
  int done_pages() const { return done_pages_.load(std::memory_order_acquire); }
  /// The log has started over, or will.
  void forget() { done_pages_.store(0, std::memory_order_release); }
  /// What went wrong since this was last called.
  std::optional<StoreError> take_error();

 private:
  explicit Checkpointer(sqlite::Database database);
  void serve();

  sqlite::Database database_;
  std::mutex mutex_;
  std::condition_variable wake_, rested_;
  bool stopping_ = false;            ///< guarded by mutex_
  std::optional<StoreError> error_;  ///< guarded by mutex_
  std::atomic<bool> busy_{false};    ///< from the asking on
  std::atomic<int> done_pages_{0};
  std::thread thread_;
};

}  // namespace standpipe::store
