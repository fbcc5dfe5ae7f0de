#include "server/store/joined_log.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "server/store/sqlite.hpp"
#include "tests/unit/store/disk_store.hpp"
#include "tests/unit/store/fault_disk.hpp"

using namespace standpipe::test;  // NOLINT
namespace sqlite = standpipe::store::sqlite;

namespace {

/// A table that is written through a log whose frames are joined, the same one in memory, and a reader who knows nothing of
/// joining.
struct Written {
  Written() {
    run(writer, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL");
    both("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  }
  static void run(const sqlite::Database& database, const std::string& sql) {
    const auto done = sqlite::execute(database.get(), sql.c_str(), sql);
    INFO((done.has_error() ? done.error().text : ""));
    REQUIRE(done.has_value());
  }
  void both(const std::string& sql) const {
    run(writer, sql);
    run(expected, sql);
  }
  /// Whether the first could; otherwise the second is not asked to.
  bool both_can(const std::string& sql) const {
    if (sqlite::execute(writer.get(), sql.c_str(), sql).has_error()) return false;
    run(expected, sql);
    return true;
  }
  static std::string all_of(const sqlite::Database& database) {
    return first(database, "SELECT count(*) || ' ' || coalesce(sum(id * length(text)), 0) FROM t");
  }
  static std::string first(const sqlite::Database& database, const char* sql) {
    sqlite3_stmt* prepared = nullptr;
    REQUIRE(sqlite3_prepare_v2(database.get(), sql, -1, &prepared, nullptr) == SQLITE_OK);
    const sqlite::Statement owned(prepared);
    sqlite::Run statement(prepared);
    REQUIRE(statement.step());
    return std::string(statement.text(0));
  }
  /// So many rows from that one on, with texts of that length.
  static std::string put(int from, int count, int length) {
    return "WITH n (i) AS (VALUES (" + std::to_string(from) + ") UNION ALL SELECT i + 1 FROM n WHERE i < " +
           std::to_string(from + count - 1) + ") INSERT INTO t SELECT i, printf('%0" + std::to_string(length) +
           "d', i) FROM n WHERE true ON CONFLICT (id) DO UPDATE SET text = excluded.text";
  }
  std::string path() const { return (disk.folder / "joined.db").string(); }

  FaultDisk fault;
  DiskStore disk;
  sqlite::Database writer =
      sqlite::open(path(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, standpipe::store::joined_log()).value();
  sqlite::Database expected = sqlite::open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE).value();
};

}  // namespace

TEST_CASE("a transaction's dozen pages leave in one write, whether or not it waits for the disk") {
  Written w;
  w.both(Written::put(1, 2, 10));
  for (const std::string wait : {"FULL", "NORMAL"}) {
    Written::run(w.writer, "PRAGMA synchronous = " + wait);
    w.fault.writes = 0;
    w.both(Written::put(wait == "FULL" ? 1 : 101, 9, 3000));  // on as many pages, and some more
    CAPTURE(wait);
    CHECK(w.fault.writes.load() == 1);
    const auto reader = sqlite::open(w.path(), SQLITE_OPEN_READONLY).value();
    CHECK(Written::all_of(reader) == Written::all_of(w.expected));
  }
}

TEST_CASE(
    "whatever a writer does, also on a disk that is full at times, all others see what it has committed, and so does who comes "
    "after a crash") {
  std::mt19937 random(7);
  const auto upto = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  int failed = 0;
  for (int history = 0; history < 20; ++history) {
    Written w;
    // Where little fits into the cache, pages go into the log before the transaction ends, are read from there, and written
    // again.
    if (history % 2 == 0) Written::run(w.writer, "PRAGMA cache_size = 3");
    const auto reader = sqlite::open(w.path(), SQLITE_OPEN_READONLY).value();
    for (int step = 0; step < 40; ++step) {
      if (upto(4) == 0) Written::run(w.writer, upto(2) ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
      if (upto(6) == 0) Written::run(w.writer, upto(2) ? "PRAGMA wal_checkpoint(RESTART)" : "PRAGMA wal_checkpoint(TRUNCATE)");
      w.both("BEGIN");
      w.fault.full = upto(5) == 0;
      std::vector<std::string> statements;
      for (int i = upto(3); i >= 0; --i) statements.push_back(Written::put(upto(300), 1 + upto(60), 10 + upto(3000)));
      if (upto(3) == 0) statements.emplace_back("DELETE FROM t WHERE id % 7 = 3");
      statements.emplace_back(upto(4) == 0 ? "ROLLBACK" : "COMMIT");
      const bool done = std::ranges::all_of(statements, [&](const auto& sql) { return w.both_can(sql); });
      if (!done) {
        ++failed;
        if (!sqlite3_get_autocommit(w.writer.get())) Written::run(w.writer, "ROLLBACK");
        Written::run(w.expected, "ROLLBACK");
      }
      w.fault.full = false;
      CHECK(Written::all_of(reader) == Written::all_of(w.expected));
      CHECK(Written::all_of(w.writer) == Written::all_of(w.expected));
    }
    const auto copy = (w.disk.folder / "crashed.db").string();
    std::filesystem::copy_file(w.path(), copy);
    std::filesystem::copy_file(w.path() + "-wal", copy + "-wal");
    const auto recovered = sqlite::open(copy, SQLITE_OPEN_READWRITE).value();
    CHECK(Written::all_of(recovered) == Written::all_of(w.expected));
    CHECK(Written::first(recovered, "PRAGMA integrity_check") == "ok");
  }
  CHECK(failed > 20);  // some on a disk that was full
}

TEST_CASE("a transaction that goes on after pages of it could not be written does not end well, or has lost nothing") {
  std::mt19937 random(11);
  const auto upto = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  int ended_well = 0;
  for (int i = 0; i < 300; ++i) {
    Written w;
    Written::run(w.writer, "PRAGMA cache_size = 3; PRAGMA synchronous = NORMAL");
    w.both(Written::put(1, 60, 2000));
    const auto reader = sqlite::open(w.path(), SQLITE_OPEN_READONLY).value();
    Written::run(w.writer, "BEGIN");
    Written::run(w.writer, Written::put(1, 1 + upto(40), 2500));
    w.fault.full = true;
    // A question, or a statement that is taken back alone, finds that what was to be written cannot be.
    const auto finds = upto(2) ? "SELECT sum(length(text)) FROM t" : Written::put(1, 1 + upto(60), 2600);
    const bool found = sqlite::execute(w.writer.get(), finds.c_str(), "test").has_error();
    w.fault.full = false;
    if (sqlite3_get_autocommit(w.writer.get())) {
      CHECK(found);
    } else if (sqlite::execute(w.writer.get(), "COMMIT", "test").has_error()) {
      if (!sqlite3_get_autocommit(w.writer.get())) Written::run(w.writer, "ROLLBACK");
    } else {
      ++ended_well;
    }
    CHECK(Written::all_of(reader) == Written::all_of(w.writer));
    CHECK(Written::first(reader, "PRAGMA integrity_check") == "ok");
    Written::run(w.writer, Written::put(1, 60, 2000));
    CHECK(Written::all_of(reader) == Written::all_of(w.expected));
  }
  CHECK(ended_well < 100);  // most could not
}

TEST_CASE("a transaction that finds the disk full has not happened, and the next one does when there is room") {
  Written w;
  w.both(Written::put(1, 100, 100));
  const auto reader = sqlite::open(w.path(), SQLITE_OPEN_READONLY).value();
  const auto sql = Written::put(50, 200, 2000);
  w.fault.full = true;
  const auto done = sqlite::execute(w.writer.get(), sql.c_str(), "test");
  REQUIRE(done.has_error());
  CHECK(done.error().kind == standpipe::store::StoreError::Kind::full);
  CHECK(Written::all_of(reader) == Written::all_of(w.expected));
  w.fault.full = false;
  w.both(sql);
  CHECK(Written::all_of(reader) == Written::all_of(w.expected));
}
