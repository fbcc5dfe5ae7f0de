#include "server/store/store.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "server/store/checkpointer.hpp"
#include "server/store/content.hpp"
#include "server/store/files.hpp"
#include "server/store/joined_log.hpp"
#include "server/store/loader.hpp"
#include "server/store/migrations.hpp"
#include "server/store/work_folder.hpp"
#include "server/store/writer.hpp"

namespace standpipe::store {

using sqlite::Done;

namespace {

// Of 4 KiB each. The log is brought into the database beside the writer, when nothing else is to be done or it has become long:
// the longer it is, the more of its pages are of the same places, and written once. It starts over when a commit finds all of it
// there, which a steady load prevents; so once little of it is left, the writer does the rest itself. When readers have kept it
// from starting over for too long, the writer waits for them.
constexpr int pages_when_idle = 1'000;
constexpr int pages_long = 4'000;
constexpr int pages_little = 500;
constexpr int pages_too_long = 8'000;  ///< the writer does it however much is left
constexpr int pages_before_waiting = 16'000;
constexpr int lock_timeout_ms = 2'500;
constexpr std::chrono::seconds waits_at_most_every{20};

/// A failed fsync must be noticed, so checkpoints are made here and not by SQLite on its own, which would not tell.
constexpr const char* kPragmas =
    "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST; PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864";

/// A commit waits for the disk, but for that of texts in the search index: one that a power cut takes is made again. What is
/// committed after it takes it to the disk too, since the log is one file.
constexpr const char* kWaitForDisk = "PRAGMA synchronous = FULL";
constexpr const char* kDoNotWait = "PRAGMA synchronous = NORMAL";
constexpr const char* kNeverWait = "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144";

std::string reserve_of(const std::string& path) {
  return path + ".reserve";
}

/// No file, or one without bytes, is where a new database begins: a crash may come just after the file is made. But the reserve
/// is made when the database has its schema; beside it, nothing is what is left of a community, and no new one must take its
/// place.
Done refuse_emptied(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if ((!failed && size > 0) || !std::filesystem::exists(reserve_of(path), failed)) return {};
  return StoreError{StoreError::Kind::corrupt,
                    path +
                        " is missing or empty, and has not always been: restore a backup into another data directory. To begin "
                        "a new community here, move all files of the old database away"};
}

Done refuse_foreign(sqlite3* database, const std::string& path) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(database,
                                      "SELECT count(*) > 0 AND sum(type = 'table' AND name IN ('meta', 'member', 'change')) < 3"
                                      " FROM sqlite_schema",
                                      -1, &prepared, nullptr);
  const sqlite::Statement statement(prepared);
  if (code != SQLITE_OK) return sqlite::error_of(database, code, "open " + path);
  sqlite::Run run(prepared);
  if (!run.step()) return sqlite::error_of(database, run.code(), "open " + path);
  if (run.integer(0) == 0) return {};
  return StoreError{StoreError::Kind::corrupt,
                    path + " is the database of another program: name another data directory, or move that file away"};
}

boost::system::result<sqlite::Database, StoreError> open_database(const std::string& path, bool draft) {
  auto database = sqlite::open(path, SQLITE_OPEN_READWRITE, joined_log());
  if (database.has_error()) return database.error();
  auto* db = database->get();
  sqlite3_busy_timeout(db, lock_timeout_ms);
  if (auto done = refuse_foreign(db, path); done.has_error()) return done.error();
  if (auto done = sqlite::execute(db, kPragmas, "open " + path); done.has_error()) return done.error();
  const auto* wait = draft ? kNeverWait : kWaitForDisk;
  if (auto done = sqlite::execute(db, wait, "open " + path); done.has_error()) return done.error();
  if (auto done = migrate(db); done.has_error()) return done.error();
  return database;
}

}  // namespace

struct Store::Impl {
  Impl(StoreOptions o, FileLock l, sqlite::Database d)
      : options(std::move(o)),
        lock(std::move(l)),
        database(std::move(d)),
        statements(database.get()),
        content(database.get(), damage()),
        writer(database.get()) {}

  std::function<void(std::string_view, std::int64_t)> damage() {
    return [this](std::string_view table, std::int64_t id) {
      if (options.on_damage) {
        options.on_damage("damaged row: " + std::string(table) + " " + std::to_string(id) + " does not match its checksum");
      }
    };
  }

  std::string reserve() const { return reserve_of(options.path); }
  /// A statement without parameters and rows; a literal.
  Done run(std::string_view sql);
  Done begin();
  Done commit();
  void rollback();
  Result<bool> index_texts(std::size_t max_rows);
  /// Writes what was gathered.
  Done write_gathered();
  /// Its space lets the log be brought into the database, which makes room in turn.
  void give_reserve_back();
  Done note(Done done);
  /// Brings the log into the database. `busy` is no failure: there will be another time.
  Done checkpoint(int mode);
  /// After a commit.
  Done shorten_log();
  void count_log(int pages);
  /// Of the log, that its thread has not brought in.
  int pages_left() const;
  bool may_wait_for_readers();

  StoreOptions options;
  FileLock lock;
  sqlite::Database database;
  std::unique_ptr<Checkpointer> checkpointer;  ///< none for a draft
  sqlite::Statements statements;
  WriterContent content;
  Writer writer;
  /// What one transaction may write several times over, as when somebody posts a dozen texts at once: only the last of each is
  /// written, at its end. Nothing that decide asks for is among it.
  std::map<std::pair<domain::MemberId, domain::RoomId>, domain::MembershipRecord> memberships;
  std::map<std::tuple<domain::StreamKey, domain::EntityKind, std::int64_t>, domain::Rev> changes;
  int log_pages = 0;
  std::chrono::steady_clock::time_point waited_at;            ///< for readers, to let the log start over
  std::optional<std::pair<std::int64_t, domain::Time>> last;  ///< of the transaction's last command
  std::optional<StoreError> broken;                           ///< the disk failed: nothing is written any more
  bool full = false;                                          ///< the disk was full, and the reserve was given back
};

Done Store::Impl::note(Done done) {
  if (done.has_value()) return done;
  if (done.error().kind == StoreError::Kind::io) broken = done.error();
  if (done.error().kind == StoreError::Kind::full) full = true;
  return done;
}

Done Store::Impl::run(std::string_view sql) {
  auto* statement = statements.get(sql);
  if (!statement) return sqlite::error_of(database.get(), sqlite3_errcode(database.get()), sql);
  sqlite::Run run(statement);
  run.step();
  if (run.failed()) return sqlite::error_of(database.get(), run.code(), sql);
  return {};
}

Done Store::Impl::begin() {
  if (checkpointer) {
    if (auto error = checkpointer->take_error()) note(std::move(*error));
  }
  if (broken) return *broken;
  if (full) {
    if (auto made = make_reserve(reserve(), options.reserve_bytes); made.has_error()) return made;
    full = false;
  }
  content.take_error();
  last.reset();
  memberships.clear();
  changes.clear();
  return note(run("BEGIN IMMEDIATE"));
}

Done Store::Impl::write_gathered() {
  for (const auto& [key, row] : memberships) {
    if (auto done = writer.write(row); done.has_error()) return done;
  }
  for (const auto& [key, rev] : changes) {
    const auto& [stream, kind, entity] = key;
    if (auto done = writer.write_change(stream, kind, entity, rev); done.has_error()) return done;
  }
  return {};
}

Done Store::Impl::commit() {
  if (auto error = content.take_error()) return note(*error);
  if (auto done = write_gathered(); done.has_error()) return note(done);
  if (last) {
    auto done = writer.write_meta("seq", std::to_string(last->first));
    if (done.has_value()) done = writer.write_meta("at", std::to_string(last->second.value));
    if (done.has_error()) return note(done);
  }
  auto done = note(run("COMMIT"));
  if (done.has_value()) note(shorten_log());  // the commit stands; the next begin tells of a broken disk
  return done;
}

void Store::Impl::rollback() {
  if (!sqlite3_get_autocommit(database.get())) sqlite3_exec(database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  note(writer.load_mark());
  if (full) give_reserve_back();
}

void Store::Impl::give_reserve_back() {
  std::remove(reserve().c_str());
  note(checkpoint(SQLITE_CHECKPOINT_TRUNCATE));
}

Done Store::Impl::checkpoint(int mode) {
  if (checkpointer) checkpointer->wait();
  const int code = sqlite3_wal_checkpoint_v2(database.get(), nullptr, mode, nullptr, nullptr);
  if (code == SQLITE_OK) count_log(0);
  if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY) return {};
  return sqlite::error_of(database.get(), code, "bring the log into the database");
}

/// Once in a while: a reader that stays costs some commits a wait, and not every one.
bool Store::Impl::may_wait_for_readers() {
  const auto now = std::chrono::steady_clock::now();
  if (now - waited_at < waits_at_most_every) return false;
  waited_at = now;
  return true;
}

void Store::Impl::count_log(int pages) {
  if (pages < log_pages && checkpointer) checkpointer->forget();
  log_pages = pages;
}

int Store::Impl::pages_left() const {
  return log_pages - checkpointer->done_pages();
}

Done Store::Impl::shorten_log() {
  if (log_pages > pages_before_waiting && may_wait_for_readers()) return checkpoint(SQLITE_CHECKPOINT_RESTART);
  if (log_pages > pages_too_long) return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  if (log_pages < pages_long || !checkpointer || checkpointer->is_busy()) return {};
  if (pages_left() < pages_little) return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  checkpointer->ask();
  return {};
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Store::~Store() {
  impl_->checkpointer.reset();
  rollback();
  if (impl_->broken) {  // what is in the log is recovered at the next start, from what the disk really has
    sqlite3_db_config(impl_->database.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  } else {
    impl_->checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
  }
}

Store::Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  const auto path = options.path;
  auto lock = FileLock::take(path + ".lock");
  if (lock.has_error()) return lock.error();
  WorkFolder::remove_leftovers(path);
  if (auto done = refuse_emptied(path); done.has_error()) return done.error();
  if (auto made = make_private_file(path); made.has_error()) return made.error();
  if (auto synced = sync_folder_of(path); synced.has_error()) return synced.error();
  auto database = open_database(path, options.draft);
  const bool no_room = database.has_error() && database.error().kind == StoreError::Kind::full;
  if (no_room && std::remove(reserve_of(path).c_str()) == 0) database = open_database(path, options.draft);
  if (database.has_error()) return database.error();
  auto* db = database->get();

  std::unique_ptr<Store> store(new Store(std::make_unique<Impl>(std::move(options), std::move(*lock), std::move(*database))));
  auto& impl = *store->impl_;
  const auto count_pages = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Impl*>(self)->count_log(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(db, count_pages, &impl);
  if (auto done = impl.writer.prepare(); done.has_error()) return done.error();
  if (!impl.options.draft) {
    auto checkpointer = Checkpointer::open(path);
    if (checkpointer.has_error()) return checkpointer.error();
    impl.checkpointer = std::move(*checkpointer);
  }
  impl.full = make_reserve(impl.reserve(), impl.options.reserve_bytes).has_error();
  if (impl.full) impl.give_reserve_back();
  return store;
}

Store::Result<domain::State> Store::load() {
  return load_state(impl_->database.get(), impl_->damage());
}

Store::Result<void> Store::begin() {
  return impl_->begin();
}

Store::Result<void> Store::write(const domain::Decision& decision, std::int64_t seq, domain::Time at) {
  if (auto error = impl_->content.take_error()) return impl_->note(*error);
  for (const auto& row : decision.rows) {
    if (const auto* record = std::get_if<domain::MembershipRecord>(&row)) {
      impl_->memberships.insert_or_assign({record->member, record->membership.room}, *record);
    } else if (auto done = impl_->note(impl_->writer.write(row)); done.has_error()) {
      return done;
    }
  }
  for (const auto& announced : decision.announcements) {
    impl_->changes.insert_or_assign({announced.stream, announced.kind, announced.entity}, announced.change.rev);
  }
  impl_->last = {seq, at};
  return {};
}

Store::Result<void> Store::commit() {
  return impl_->commit();
}

void Store::rollback() {
  impl_->rollback();
}

const domain::Content& Store::content() const {
  return impl_->content;
}

Store::Result<bool> Store::index_texts(std::size_t max_rows) {
  if (impl_->broken) return *impl_->broken;
  if (impl_->options.draft) return impl_->index_texts(max_rows);
  auto* db = impl_->database.get();
  if (auto done = sqlite::execute(db, kDoNotWait, "index texts"); done.has_error()) return done.error();
  auto more = impl_->index_texts(max_rows);
  if (auto done = sqlite::execute(db, kWaitForDisk, "index texts"); done.has_error()) {
    impl_->broken = done.error();  // nothing may be acknowledged that does not wait
    return done.error();
  }
  return more;
}

Store::Result<bool> Store::Impl::index_texts(std::size_t max_rows) {
  if (auto done = begin(); done.has_error()) return done.error();
  const auto passed = writer.index_texts(max_rows);
  if (passed.has_error()) {
    note(passed.error());
    rollback();
    return passed.error();
  }
  if (auto done = commit(); done.has_error()) {
    rollback();
    return done.error();
  }
  return *passed == max_rows;
}

Store::Result<void> Store::rest() {
  auto* checkpointer = impl_->checkpointer.get();
  if (!checkpointer) return {};
  if (auto error = checkpointer->take_error()) return impl_->note(std::move(*error));
  if (impl_->log_pages > pages_when_idle && impl_->pages_left() > 0 && !checkpointer->is_busy()) checkpointer->ask();
  return {};
}

Store::Result<void> Store::checkpoint() {
  return impl_->note(impl_->checkpoint(SQLITE_CHECKPOINT_TRUNCATE));
}

Store::Result<void> Store::put(const domain::RowChange& row) {
  return impl_->note(impl_->writer.write(row));
}

Store::Result<void> Store::put_change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev) {
  return impl_->note(impl_->writer.write_change(stream, kind, entity, rev));
}

Store::Result<void> Store::put_meta(std::int64_t seq, domain::Time at, domain::Time created_at) {
  impl_->last = {seq, at};
  return impl_->note(impl_->writer.write_meta("created_at", std::to_string(created_at.value)));
}

}  // namespace standpipe::store
