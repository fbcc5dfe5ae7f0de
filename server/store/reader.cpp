#include "server/store/reader.hpp"

#include <algorithm>

#include "server/store/reader_impl.hpp"

namespace standpipe::store {

namespace {

/// How many steps of SQLite's machine pass between two looks at the clock: some tens of microseconds.
constexpr int kStepsBetweenLooks = 1000;
constexpr int kLockTimeoutMs = 1000;

}  // namespace

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Reader::~Reader() {
  end();
}

boost::system::result<std::unique_ptr<Reader>, StoreError> Reader::open(ReaderOptions options) {
  auto impl = std::make_unique<Impl>();
  impl->options = std::move(options);
  auto database = sqlite::open(impl->options.path, SQLITE_OPEN_READONLY);
  if (database.has_error()) return database.error();
  impl->database = std::move(database.value());
  auto* opened = impl->database.get();
  sqlite3_busy_timeout(opened, kLockTimeoutMs);
  // Readers never checkpoint: of two connections that do, SQLite 3.40 can lose pages (the "WAL-reset" bug).
  if (!impl->execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY")) return *impl->error;
  const auto look = [](void* self) { return static_cast<Impl*>(self)->past_deadline() ? 1 : 0; };
  sqlite3_progress_handler(opened, kStepsBetweenLooks, look, impl.get());
  return std::unique_ptr<Reader>(new Reader(std::move(impl)));
}

boost::system::result<std::int64_t, StoreError> Reader::begin() {
  end();
  impl_->error.reset();
  impl_->damaged = false;
  impl_->deadline = std::chrono::steady_clock::now() + impl_->options.time_limit;
  impl_->execute("BEGIN");
  const auto seq = one(select::seq);  // SQLite's snapshot begins with the first row that is read
  if (auto error = end_if_failed()) return *error;
  return seq.value_or(0);
}

std::optional<StoreError> Reader::end_if_failed() {
  return failed() ? end() : std::nullopt;
}

std::optional<StoreError> Reader::end() {
  if (!sqlite3_get_autocommit(impl_->database.get())) {
    impl_->deadline = std::chrono::steady_clock::time_point::max();
    auto first = std::exchange(impl_->error, std::nullopt);
    impl_->execute("COMMIT");
    if (first) impl_->error = std::move(first);
  }
  return impl_->error;
}

bool Reader::failed() const {
  return impl_->error.has_value();
}

bool Reader::damaged() const {
  return impl_->damaged;
}

void Reader::run(std::string_view sql, std::span<const Value> values, const std::function<bool(RowView&)>& take) {
  if (failed()) return;
  if (impl_->past_deadline()) return impl_->fail(SQLITE_INTERRUPT);
  auto* statement = impl_->statement(sql);
  if (!statement) return;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
      sqlite3_bind_int64(statement, at, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&values[i])) {
      sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      sqlite3_bind_null(statement, at);
    }
  }
  RowView view(*impl_);
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    impl_->current = statement;
    if (!take(view)) break;
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE) impl_->fail(code);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

std::vector<std::string> Reader::plan(std::string_view sql) {
  std::vector<std::string> steps;
  const auto text = "EXPLAIN QUERY PLAN " + std::string(sql);
  const auto statement = impl_->prepare(text.data(), text.size());
  while (statement && sqlite3_step(statement.get()) == SQLITE_ROW) {
    steps.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 3)));
  }
  return steps;
}

Reader::Impl::Statement Reader::Impl::prepare(const char* sql, std::size_t size) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(database.get(), sql, static_cast<int>(size), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) fail(code);
  return Statement(prepared);
}

sqlite3_stmt* Reader::Impl::statement(std::string_view sql) {
  const auto known = statements.find(sql);
  if (known != statements.end()) return known->second.get();
  const auto catalogue = reader_catalogue();
  if (std::ranges::find(catalogue, sql) == catalogue.end()) {
    error = StoreError{StoreError::Kind::bug, "a statement that is not in the reader's catalogue: " + std::string(sql)};
    return nullptr;
  }
  auto prepared = prepare(sql.data(), sql.size());
  auto* statement = prepared.get();
  if (statement) statements.emplace(sql, std::move(prepared));
  return statement;
}

bool Reader::Impl::execute(const char* sql) {
  const int code = sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
  return code == SQLITE_OK;
}

void Reader::Impl::fail(int code) {
  if (!error)
    error = sqlite::error_of(database.get(), code, code == SQLITE_INTERRUPT ? "the time limit of a query" : "read the database");
}

void Reader::Impl::report_damage(std::string_view table, std::int64_t id) {
  damaged = true;
  if (options.on_damage) {
    options.on_damage("damaged row: " + std::string(table) + " " + std::to_string(id) + " does not match its checksum");
  }
}

}  // namespace standpipe::store
