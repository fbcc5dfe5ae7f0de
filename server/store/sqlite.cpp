#include "server/store/sqlite.hpp"

#include <boost/throw_exception.hpp>

#include <mutex>
#include <stdexcept>

namespace standpipe::store {

void throw_exception_from_error(const StoreError& error, const boost::source_location& at) {
  boost::throw_exception(std::runtime_error(error.text), at);
}

}  // namespace standpipe::store

namespace standpipe::store::sqlite {

namespace {

StoreError::Kind kind_of(int code) {
  if (code == SQLITE_IOERR_SHMSIZE) return StoreError::Kind::full;  // no room for the log's index
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return StoreError::Kind::full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return StoreError::Kind::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreError::Kind::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
      return StoreError::Kind::busy;
    default:
      return StoreError::Kind::bug;
  }
}

}  // namespace

StoreError error_of(sqlite3* database, int code, std::string_view doing) {
  const char* says = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  return {kind_of(code), std::string(doing) + ": " + says + " (" + std::to_string(code) + ")"};
}

void configure() {
  // Nobody asks how much memory SQLite has: counting it takes a lock for each piece that is taken or given back.
  static std::once_flag configured;
  std::call_once(configured, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

boost::system::result<Database, StoreError> open(const std::string& path, int flags, const char* vfs) {
  configure();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  Database database(opened);
  if (code != SQLITE_OK) return error_of(opened, code, "open " + path);
  return database;
}

Done execute(sqlite3* database, const char* sql, std::string_view doing) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(database, code, doing);
  return {};
}

sqlite3_stmt* Statements::get(std::string_view sql) {
  const auto known = prepared_.find(sql);
  if (known != prepared_.end()) return known->second.get();
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return nullptr;
  return prepared_.emplace(sql, Statement(statement)).first->second.get();
}

}  // namespace standpipe::store::sqlite
