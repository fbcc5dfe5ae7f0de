#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/domain/content.hpp"
#include "server/domain/decision.hpp"
#include "server/domain/state.hpp"
#include "server/store/error.hpp"

namespace standpipe::store {

struct StoreOptions {
  std::string path;  ///< of the database; a lock (".lock") and a reserve (".reserve") lie beside it
  /// Space that is kept allocated, and given back when the disk is full, so that the log can still be brought into the database.
  std::int64_t reserve_bytes = 8 << 20;
  /// The database is of no use before all of it is there: commits do not wait for the disk, and 256 MiB of memory are taken. Who
  /// puts it in its place makes it last.
  bool draft = false;
  /// Told of each row whose checksum is wrong, with its table and id; on the thread that read it.
  std::function<void(const std::string&)> on_damage;
};

/// The writing connection: the only one that writes. It checkpoints, too, as does a thread of its own beside it. Held by one
/// process at a time, used by one thread at a time.
///
/// A transaction: begin, content and write as often as needed, commit. When one of them fails, the transaction must be rolled
/// back, and nothing of it has happened. A commit that returns well is on the disk (WAL, synchronous=FULL).
class Store {
 public:
  template <class T>
  using Result = boost::system::result<T, StoreError>;

  /// Opens the database, makes it where there is none, and brings its schema up to date. `busy` where another process holds it;
  /// `corrupt` where the file is something else, or has lost all it had; `full` where the reserve's space does not do either.
  static Result<std::unique_ptr<Store>> open(StoreOptions options);
  /// Brings the log into the database and gives the lock back.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// The part of the community that lives in memory. Costs some ms for each thousand members, and nothing for messages.
  Result<domain::State> load();

  /// On a disk that was full: `full` until there is room for the reserve again.
  Result<void> begin();
  Result<void> write(const domain::Decision& decision, std::int64_t seq, domain::Time at);
  Result<void> commit();
  void rollback();

  /// What decide asks for, the present transaction's writes included. Damaged rows are found as Reader finds them. When the disk
  /// fails here, nothing is found, and the next write or commit fails.
  const domain::Content& content() const;

  /// Brings at most so many new texts into the search index, in a transaction of its own: whether there are more.
  /// Changed and removed texts leave the index in the transaction that changes them.
  Result<bool> index_texts(std::size_t max_rows);

  /// To be called now and then when there is nothing else to do: has the write-ahead log brought into the database, once it is of
  /// some length, and tells when that has failed.
  Result<void> rest();

  /// Brings the write-ahead log into the database and empties it.
  Result<void> checkpoint();

  /// A row as it is, outside of any decision: for import, into an empty database.
  Result<void> put(const domain::RowChange& row);
  Result<void> put_change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev);
  /// Of the last command; and when the community began.
  Result<void> put_meta(std::int64_t seq, domain::Time at, domain::Time created_at);

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe::store
