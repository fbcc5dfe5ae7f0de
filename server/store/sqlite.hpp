#pragma once

#include <sqlite3.h>

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/ids.hpp"
#include "server/store/error.hpp"

/// A thin hold on SQLite's C interface, for this folder only.
namespace standpipe::store::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// What SQLite's code means for the caller, with its text. `database` may be null.
StoreError error_of(sqlite3* database, int code, std::string_view doing);

using Done = boost::system::result<void, StoreError>;

/// To be called before anything else asks SQLite for something; again does nothing.
void configure();

/// Through the VFS of that name, or where none is said, the system's.
boost::system::result<Database, StoreError> open(const std::string& path, int flags, const char* vfs = nullptr);
/// `doing` is what an error says was being done.
Done execute(sqlite3* database, const char* sql, std::string_view doing);

/// A prepared statement with its parameters, for one run. Keeps text by reference: it must live until the run is over.
class Run {
 public:
  explicit Run(sqlite3_stmt* statement) : statement_(statement) {}
  ~Run() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Run& bind(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }
  Run& bind(std::string_view text) {
    sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  Run& bind_blob(const void* bytes, std::size_t size) {
    sqlite3_bind_blob64(statement_, ++bound_, bytes, size, SQLITE_STATIC);
    return *this;
  }
  template <class Tag>
  Run& bind(protocol::Strong<Tag> value) {
    return bind(value.value);
  }

  /// Whether there is a row; false at the end and on errors.
  bool step() { return (code_ = sqlite3_step(statement_)) == SQLITE_ROW; }
  /// Whether the last step failed.
  bool failed() const { return code_ != SQLITE_ROW && code_ != SQLITE_DONE && code_ != SQLITE_OK; }
  int code() const { return code_; }

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  sqlite3_stmt* statement() const { return statement_; }

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
  int code_ = SQLITE_OK;
};

/// Statements by their text, each prepared once. The texts are literals, or live as long as this.
class Statements {
 public:
  explicit Statements(sqlite3* database) : database_(database) {}
  /// Null where it cannot be prepared: a bug.
  sqlite3_stmt* get(std::string_view sql);

 private:
  sqlite3* database_;
  std::unordered_map<std::string_view, Statement> prepared_;
};

}  // namespace standpipe::store::sqlite
