#include "server/store/verify.hpp"

#include <cerrno>
#include <filesystem>
#include <optional>

#include "server/store/archive.hpp"
#include "server/store/migrations.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

namespace {

using sqlite::Run;

constexpr std::size_t problems_at_most = 100;

struct Check {
  const char* problem;  ///< what each row that the statement finds is
  const char* sql;      ///< one column: which one
};

/// Each finds what must not be.
constexpr Check checks[] = {
    {"the database is damaged", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"},
    {"a row points to one that is not there (table, row, table)",
     "SELECT \"table\" || ' ' || ifnull(rowid, '') || ' ' || parent FROM pragma_foreign_key_check"},
    {"message ids are not dense up to", "SELECT max(id) FROM message HAVING count(*) <> max(id)"},
    {"message numbers are not dense in room",
     "SELECT room FROM (SELECT room, number FROM message UNION ALL SELECT room, number FROM gone) GROUP BY room"
     " HAVING count(*) <> max(number) OR min(number) <> 1 OR count(DISTINCT number) <> count(*)"},
    {"message indexes are not dense in room and thread",
     "SELECT room || ' ' || thread FROM message GROUP BY room, thread HAVING count(*) <> max(idx) OR min(idx) <> 1"},
    {"a message is in a thread that is not there, or in another room than its thread",
     "SELECT m.id FROM message m LEFT JOIN thread t ON t.id = m.thread WHERE m.thread <> 0 AND (t.id IS NULL OR t.room <> "
     "m.room)"},
    {"a thread's counters are wrong",
     "SELECT t.id FROM thread t LEFT JOIN message m ON m.room = t.room AND m.thread = t.id AND m.idx = t.last_index"
     " WHERE m.id IS NULL OR m.number <> t.last_number"},
    {"a thread's answer is not one of its messages",
     "SELECT t.id FROM thread t LEFT JOIN message m ON m.id = t.answer WHERE t.answer <> 0 AND (m.id IS NULL OR m.thread <> "
     "t.id)"},
    {"a read mark is beyond its thread's end (member thread)",
     "SELECT r.member || ' ' || r.thread FROM read_mark r JOIN thread t ON t.id = r.thread WHERE r.idx > t.last_index"},
    {"a member has read more of a room than there is (member room)",
     "SELECT s.member || ' ' || s.room FROM membership s WHERE s.\"in\" = 1 AND s.baseline + s.read >"
     " max(ifnull((SELECT number FROM message m WHERE m.room = s.room ORDER BY number DESC LIMIT 1), 0),"
     "     ifnull((SELECT number FROM gone g WHERE g.room = s.room ORDER BY number DESC LIMIT 1), 0))"},
    {"a room's list of moderators is not that of its members' roles",
     "SELECT r.id FROM room r WHERE (SELECT count(*) FROM json_each(r.moderators)) <>"
     " (SELECT count(*) FROM membership s WHERE s.room = r.id AND s.\"in\" = 1 AND s.role = 'moderator')"
     " OR EXISTS (SELECT 1 FROM json_each(r.moderators) j WHERE NOT EXISTS (SELECT 1 FROM membership s WHERE s.room = r.id"
     " AND s.member = j.value AND s.\"in\" = 1 AND s.role = 'moderator'))"},
    {"a message's revision is not its change's",
     "SELECT m.id FROM message m LEFT JOIN change c ON c.stream = m.room * 4 + 1 AND c.kind = 1 AND c.entity = m.id"
     " WHERE c.rev IS NULL OR c.rev <> m.rev"},
    {"a stream has fewer revisions than changed entities",
     "SELECT stream FROM change GROUP BY stream HAVING max(rev) < count(*) OR min(rev) < 1"},
    {"a change speaks of a message that is not there (stream)",
     "SELECT c.stream FROM change c LEFT JOIN message m ON m.id = c.entity WHERE c.kind = 1 AND m.id IS NULL"},
    {"a change speaks of a thread that is not there (stream)",
     "SELECT c.stream FROM change c LEFT JOIN thread t ON t.id = c.entity WHERE c.kind = 2 AND t.id IS NULL"},
    {"the audit log is not dense up to", "SELECT max(id) FROM audit HAVING count(*) <> max(id)"},
    {"a removed message has kept its text", "SELECT id FROM message WHERE removed <> '' AND text <> ''"},
    {"the last command's number is missing", "SELECT 'seq' WHERE NOT EXISTS (SELECT 1 FROM meta WHERE name = 'seq')"},
};

/// Reads every row, so that each checksum is compared.
struct Reading : ArchiveSink {
  explicit Reading(Findings& f) : findings(f) {}
  bool head(const ArchiveHead&) override { return true; }
  bool row(const domain::RowChange&) override { return ++findings.rows, true; }
  bool change(domain::StreamKey, domain::EntityKind, std::int64_t, domain::Rev) override { return ++findings.rows, true; }
  void damaged(std::string_view table, std::int64_t id) override {
    if (findings.problems.size() >= problems_at_most) return;
    findings.problems.push_back("a row does not match its checksum: " + std::string(table) + " " + std::to_string(id));
  }
  Findings& findings;
};

/// An error that says nothing about the database: a disk that is full, a lock that is held.
std::optional<StoreError> trouble_beside(sqlite3* database, int code, const std::string& doing) {
  if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS) return std::nullopt;
  auto error = sqlite::error_of(database, code, doing);
  if (error.kind == StoreError::Kind::io && sqlite3_system_errno(database) == ENOSPC) error.kind = StoreError::Kind::full;
  if (error.kind == StoreError::Kind::full) error.text = doing + ": the disk is full: make room first";
  if (error.kind == StoreError::Kind::corrupt || error.kind == StoreError::Kind::bug) return std::nullopt;
  return error;
}

boost::system::result<sqlite::Database, StoreError> open_to_look(const std::string& path) {
  auto database = sqlite::open(path, SQLITE_OPEN_READONLY);
  if (database.has_value()) sqlite3_busy_timeout(database->get(), 2000);
  return database;
}

}  // namespace

boost::system::result<std::int64_t, StoreError> examine(const std::string& path) {
  const StoreError stranger{
      StoreError::Kind::corrupt,
      path + " is no Standpipe database, or destroyed at its beginning: take a file that standpiped admin backup has written"};
  if (std::error_code failed; !std::filesystem::is_regular_file(path, failed)) return stranger;
  const auto database = open_to_look(path);
  if (database.has_error()) return database.error();
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v2(database->get(),
                                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
                                " WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'epoch')",
                                -1, &prepared, nullptr);
  const sqlite::Statement statement(prepared);
  if (code == SQLITE_OK) code = sqlite3_step(prepared);
  if (code == SQLITE_ROW) {
    if (auto checked = check_version(database->get()); checked.has_error()) {
      return StoreError{checked.error().kind, path + ": " + checked.error().text};
    }
    return sqlite3_column_int64(prepared, 0);
  }
  if (code == SQLITE_DONE || code == SQLITE_ERROR || code == SQLITE_NOTADB) return stranger;
  if (auto trouble = trouble_beside(database->get(), code, "Cannot read " + path)) return *trouble;
  return StoreError{StoreError::Kind::corrupt,
                    path + " is damaged: " + sqlite3_errmsg(database->get()) + ". Restore the newest backup that is sound"};
}

boost::system::result<Findings, StoreError> verify(const std::string& path) {
  if (const auto examined = examine(path); examined.has_error()) return examined.error();
  Findings findings;
  const auto database = open_to_look(path);
  if (database.has_error()) return database.error();
  if (auto done = sqlite::execute(database->get(), "PRAGMA query_only = ON; BEGIN", "open " + path); done.has_error()) {
    return done.error();
  }
  for (const auto& check : checks) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v2(database->get(), check.sql, -1, &prepared, nullptr);
    const sqlite::Statement statement(prepared);
    Run run(prepared);
    while (prepared && findings.problems.size() < problems_at_most && run.step()) {
      findings.problems.push_back(std::string(check.problem) + ": " + std::string(run.text(0)));
    }
    if (code == SQLITE_OK && !run.failed()) continue;
    const auto failure = code == SQLITE_OK ? run.code() : code;
    if (auto trouble = trouble_beside(database->get(), failure, "Cannot check " + path)) return *trouble;
    findings.problems.push_back(std::string("cannot check whether ") + check.problem + ": " + sqlite3_errmsg(database->get()));
  }
  Reading reading(findings);
  const auto read = walk(path, reading);
  if (read.has_error()) {
    const auto kind = read.error().kind;
    const bool is_finding = kind == StoreError::Kind::corrupt || kind == StoreError::Kind::bug;
    if (!is_finding && findings.problems.empty()) return read.error();
    findings.problems.push_back(read.error().text);
  }
  return findings;
}

}  // namespace standpipe::store
