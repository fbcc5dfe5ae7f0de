#include "tests/crash/message_check.hpp"

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <set>
#include <stdexcept>

#include "tests/crash/message_row.hpp"

namespace standpipe::crash {
namespace {

using Handle = std::unique_ptr<sqlite3, decltype([](sqlite3* handle) { sqlite3_close(handle); })>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* statement) { sqlite3_finalize(statement); })>;

std::string text(sqlite3_stmt* row, int column) {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return {start == nullptr ? "" : start, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

void for_each_row(sqlite3* handle, const char* query, const std::function<void(sqlite3_stmt*)>& visit) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(handle, query, -1, &prepared, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(handle));
  }
  const Statement statement(prepared);
  int result;
  while ((result = sqlite3_step(prepared)) == SQLITE_ROW) visit(prepared);
  if (result != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle));
}

std::set<std::string> checked_keys(sqlite3* handle) {
  std::set<std::string> keys;
  for_each_row(handle, "PRAGMA integrity_check", [](sqlite3_stmt* row) {
    if (text(row, 0) != "ok") throw std::runtime_error(text(row, 0));
  });
  for_each_row(handle, "SELECT key, body FROM message", [&](sqlite3_stmt* row) {
    if (text(row, 1) != body_of(static_cast<std::uint64_t>(sqlite3_column_int64(row, 0)))) {
      throw std::runtime_error("wrong body of key " + text(row, 0));
    }
    keys.insert(text(row, 0));
  });
  return keys;
}

}  // namespace

std::optional<std::string> damage_of(const std::filesystem::path& database, const std::vector<std::string>& acknowledged) {
  if (acknowledged.empty()) return std::nullopt;
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const Handle handle(opened);
  if (result != SQLITE_OK) return sqlite3_errmsg(opened);
  try {
    const std::set<std::string> keys = checked_keys(opened);
    std::size_t missing = 0;
    for (const std::string& key : acknowledged) missing += keys.contains(key) ? 0 : 1;
    if (missing > 0) return std::to_string(missing) + " acknowledged keys are missing";
    return std::nullopt;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace standpipe::crash
