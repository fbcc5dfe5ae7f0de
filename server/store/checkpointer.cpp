#include "server/store/checkpointer.hpp"

#include <utility>

namespace standpipe::store {

boost::system::result<std::unique_ptr<Checkpointer>, StoreError> Checkpointer::open(const std::string& path) {
  auto database = sqlite::open(path, SQLITE_OPEN_READWRITE);
  if (database.has_error()) return database.error();
  // Only a connection that has read knows that there is a log.
  if (auto done = sqlite::execute(database->get(), "PRAGMA synchronous = FULL; SELECT 1 FROM sqlite_schema", "open " + path);
      done.has_error()) {
    return done.error();
  }
  return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(*database)));
}

Checkpointer::Checkpointer(sqlite::Database database) : database_(std::move(database)), thread_([this] { serve(); }) {}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::ask() {
  {
    std::lock_guard lock(mutex_);
    busy_.store(true, std::memory_order_release);
  }
  wake_.notify_one();
}

void Checkpointer::wait() {
  std::unique_lock lock(mutex_);
  rested_.wait(lock, [this] { return !is_busy(); });
}

std::optional<StoreError> Checkpointer::take_error() {
  std::lock_guard lock(mutex_);
  return std::exchange(error_, std::nullopt);
}

void Checkpointer::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || is_busy(); });
    if (stopping_) return;
    lock.unlock();
    int done = 0;
    const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &done);
    lock.lock();
    if (code == SQLITE_OK) {
      done_pages_.store(done, std::memory_order_release);
    } else if ((code & 0xFF) != SQLITE_BUSY) {
      error_ = sqlite::error_of(database_.get(), code, "bring the log into the database");
    }
    busy_.store(false, std::memory_order_release);
    rested_.notify_one();
  }
}

}  // namespace standpipe::store
