/// A program to kill: commits rows to SQLite in WAL mode and enters each in the ledger once it counts as durable.
///
///   commit_writer full|normal|off|early DATABASE LEDGER FIRST_KEY [TRANSACTIONS]
///
/// The first three are settings of `synchronous`; `early` is FULL, but acknowledges before it commits. Without a number
/// of transactions it goes on until it is killed.

#include <sqlite3.h>

#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/crash/ledger.hpp"
#include "tests/crash/message_row.hpp"

namespace {

class Database {
 public:
  explicit Database(const char* path) { check(sqlite3_open(path, &handle_)); }
  ~Database() {
    sqlite3_finalize(insert_);
    sqlite3_close(handle_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }

  void insert(std::uint64_t key) {
    if (insert_ == nullptr) {
      check(sqlite3_prepare_v2(handle_, "INSERT INTO message(key, body) VALUES (?, ?)", -1, &insert_, nullptr));
    }
    const std::string body = standpipe::crash::body_of(key);
    check(sqlite3_bind_int64(insert_, 1, static_cast<sqlite3_int64>(key)));
    check(sqlite3_bind_text(insert_, 2, body.data(), static_cast<int>(body.size()), SQLITE_TRANSIENT));
    if (sqlite3_step(insert_) != SQLITE_DONE) fail();
    check(sqlite3_reset(insert_));
  }

 private:
  void check(int result) {
    if (result != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(handle_)); }

  sqlite3* handle_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void write(const std::string& mode, const char* path, const char* ledger_path, std::uint64_t key,
           const std::string& checkpoint_pages, std::uint64_t transactions) {
  Database database(path);
  database.run("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = " + checkpoint_pages);
  database.run("PRAGMA synchronous = " + (mode == "early" ? "full" : mode));
  database.run(
      "CREATE TABLE IF NOT EXISTS message(number INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, body TEXT NOT NULL);"
      "CREATE INDEX IF NOT EXISTS message_by_body ON message(body)");

  standpipe::crash::Ledger ledger(ledger_path);
  for (; transactions > 0; --transactions) {
    std::vector<std::uint64_t> keys;
    database.run("BEGIN IMMEDIATE");
    for (std::uint64_t rows = 1 + key % 3; rows > 0; --rows) {
      database.insert(key);
      keys.push_back(key++);
    }
    const auto acknowledge = [&] {
      for (const std::uint64_t written : keys) ledger.append(std::to_string(written));
    };
    if (mode == "early") acknowledge();
    database.run("COMMIT");
    if (mode != "early") acknowledge();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::cerr << "usage: commit_writer full|normal|off|early DATABASE LEDGER FIRST_KEY CHECKPOINT_PAGES [TRANSACTIONS]\n";
    return 1;
  }
  try {
    write(argv[1], argv[2], argv[3], std::stoull(argv[4]), argv[5],
          argc > 6 ? std::stoull(argv[6]) : std::numeric_limits<std::uint64_t>::max());
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "commit_writer: " << error.what() << '\n';
    return 1;
  }
}
