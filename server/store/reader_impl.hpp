#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/store/reader.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// What a Reader has below its narrow interface. For reader.cpp and reader_rows.cpp only.
struct Reader::Impl {
  using Database = sqlite::Database;
  using Statement = sqlite::Statement;

  ReaderOptions options;
  Database database;
  std::unordered_map<std::string_view, Statement> statements;  ///< by text; all of the catalogue, prepared when first used
  std::chrono::steady_clock::time_point deadline;
  std::optional<StoreError> error;  ///< the first since begin
  bool damaged = false;             ///< a row since begin
  sqlite3_stmt* current = nullptr;  ///< what the RowView stands at

  Statement prepare(const char* sql, std::size_t size);
  sqlite3_stmt* statement(std::string_view sql);
  bool execute(const char* sql);
  bool past_deadline() const { return std::chrono::steady_clock::now() > deadline; }
  /// Keeps the first error. `code` is SQLite's.
  void fail(int code);
  /// Notes and tells of a damaged row.
  void report_damage(std::string_view table, std::int64_t id);
};

}  // namespace standpipe::store
