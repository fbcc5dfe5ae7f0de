#include "server/store/migrations.hpp"

#include <string>

#include "standpipe/migrations.hpp"  // made from migrations/*.sql by CMake

namespace standpipe::store {

namespace {

/// The epoch tells one database's history from another's: a client that has seen another one starts afresh.
constexpr const char* kFirstValues =
    "INSERT INTO meta (name, value) VALUES ('epoch', lower(hex(randomblob(16)))), ('seq', '0'), ('at', '0'),"
    " ('created_at', CAST(unixepoch() * 1000 AS TEXT)), ('indexed', '0')";

int version_of(sqlite3* database) {
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database, "PRAGMA user_version", -1, &prepared, nullptr);
  const sqlite::Statement statement(prepared);
  return statement && sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int(statement.get(), 0) : 0;
}

}  // namespace

int schema_version() {
  return static_cast<int>(std::size(generated::migrations));
}

sqlite::Done check_version(sqlite3* database) {
  const int present = version_of(database);
  if (present <= schema_version()) return {};
  return StoreError{StoreError::Kind::corrupt,
                    "the database has schema " + std::to_string(present) + ", made by a newer standpiped: install that version"};
}

sqlite::Done migrate(sqlite3* database) {
  if (auto checked = check_version(database); checked.has_error()) return checked;
  for (int version = version_of(database) + 1; version <= schema_version(); ++version) {
    auto sql = "BEGIN IMMEDIATE;" + std::string(generated::migrations[version - 1]);
    if (version == 1) sql += kFirstValues;
    sql += "; PRAGMA user_version = " + std::to_string(version) + "; COMMIT";
    auto done = sqlite::execute(database, sql.c_str(), "migration " + std::to_string(version));
    if (done.has_error()) {
      sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
      return done;
    }
  }
  return {};
}

}  // namespace standpipe::store
