#include "server/store/archive.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <iterator>

#include "protocol/formats.hpp"
#include "server/store/files.hpp"
#include "server/store/migrations.hpp"
#include "server/store/rows.hpp"

namespace standpipe::store {

using sqlite::Done;
using sqlite::Run;

namespace {

class Walk {
 public:
  Walk(sqlite3* database, ArchiveSink& sink) : database_(database), statements_(database), sink_(sink) {}

  Done run() {
    head();
    rows<domain::Utility>("SELECT * FROM utility ORDER BY id");
    rows<domain::Account>("SELECT * FROM member ORDER BY id");
    rows<domain::Room>("SELECT * FROM room ORDER BY id");
    rows<domain::MembershipRecord>("SELECT * FROM membership ORDER BY member, room");
    rows<domain::Thread>("SELECT * FROM thread ORDER BY id");
    rows<domain::Message>("SELECT * FROM message ORDER BY id");
    rows<domain::GoneRecord>("SELECT * FROM gone ORDER BY room, number");
    rows<domain::MarkRecord>("SELECT * FROM read_mark ORDER BY member, thread");
    rows<domain::Sanction>("SELECT * FROM sanction ORDER BY id");
    rows<domain::Report>("SELECT * FROM report ORDER BY id");
    rows<domain::PendingPost>("SELECT * FROM pending ORDER BY id");
    rows<domain::NotificationRecord>("SELECT * FROM notification ORDER BY id");
    rows<domain::ApplicationRecord>("SELECT * FROM application ORDER BY id");
    rows<domain::InvitationRecord>("SELECT * FROM invitation ORDER BY id");
    rows<domain::SessionRecord>("SELECT * FROM session ORDER BY id");
    rows<domain::AuditEntry>("SELECT * FROM audit ORDER BY id");
    keys();
    changes();
    return done_;
  }

 private:
  /// take(Run&) -> bool; the walk is over where it says no.
  template <class Take>
  void each(std::string_view sql, Take take) {
    if (over_) return;
    auto* statement = statements_.get(sql);
    if (!statement) return fail(sqlite3_errcode(database_));
    Run run(statement);
    while (!over_ && run.step()) over_ = !take(run);
    if (run.failed()) fail(run.code());
  }

  void fail(int code) {
    done_ = sqlite::error_of(database_, code, "read the database");
    over_ = true;
  }

  void head() {
    ArchiveHead head{.schema = schema_version()};
    each("SELECT name, CAST(value AS INTEGER) FROM meta ORDER BY name", [&](Run& run) {
      if (run.text(0) == "seq") head.seq = run.integer(1);
      if (run.text(0) == "at") head.at = domain::Time(run.integer(1));
      if (run.text(0) == "created_at") head.created_at = domain::Time(run.integer(1));
      return true;
    });
    if (!over_) over_ = !sink_.head(head);
  }

  template <class Row>
  void rows(std::string_view sql) {
    each(sql, [&](Run& run) {
      bool damaged = false;
      auto row = read_row<Row>(run.statement(), damaged);
      if (damaged) {
        sink_.damaged(Table<Row>::name, id_of(row));
        if (auto stub = stub_of(row)) row = std::move(*stub);
      }
      return sink_.row(std::move(row));
    });
  }

  void keys() {
    each("SELECT member, key, at, reply FROM command_key ORDER BY member, key", [&](Run& run) {
      std::array<std::uint8_t, 16> bytes{};
      if (sqlite3_column_bytes(run.statement(), 1) != std::ssize(bytes)) return true;
      std::memcpy(bytes.data(), sqlite3_column_blob(run.statement(), 1), bytes.size());
      return sink_.row(domain::KeyRecord{.member = domain::MemberId(run.integer(0)),
                                         .key = protocol::uuid_text(bytes),
                                         .at = domain::Time(run.integer(2)),
                                         .reply = std::string(run.text(3))});
    });
  }

  void changes() {
    each("SELECT stream, kind, entity, rev FROM change ORDER BY stream, kind, entity", [&](Run& run) {
      return sink_.change(domain::StreamKey::unpack(run.integer(0)), static_cast<domain::EntityKind>(run.integer(1)),
                          run.integer(2), domain::Rev(run.integer(3)));
    });
  }

  sqlite3* database_;
  sqlite::Statements statements_;
  ArchiveSink& sink_;
  Done done_;
  bool over_ = false;
};

boost::system::result<sqlite::Database, StoreError> open_for_reading(const std::string& path) {
  auto database = sqlite::open(path, SQLITE_OPEN_READONLY);
  if (database.has_error()) return database;
  sqlite3_busy_timeout(database->get(), 2000);
  auto done = sqlite::execute(
      database->get(), "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY", "open " + path);
  if (done.has_error()) return done.error();
  return database;
}

/// Makes of a database one plain file, without a log beside it.
constexpr const char* kPlain = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL";

Done fill_with_pages(const std::string& from, const std::string& to) {
  if (auto made = make_private_file(to); made.has_error()) return made;
  auto source = open_for_reading(from);
  if (source.has_error()) return source.error();
  auto target = sqlite::open(to, SQLITE_OPEN_READWRITE);
  if (target.has_error()) return target.error();
  if (auto done = sqlite::execute(target->get(), "PRAGMA synchronous = OFF", "open " + to); done.has_error()) return done;
  auto* copying = sqlite3_backup_init(target->get(), "main", source->get(), "main");
  if (copying) {
    sqlite3_backup_step(copying, -1);  // all at once: in steps it would begin anew with each commit
    sqlite3_backup_finish(copying);
  }
  const int code = sqlite3_errcode(target->get());
  if (code != SQLITE_OK) return sqlite::error_of(target->get(), code, "copy the database to " + to);
  return {};
}

/// Is removed at the end, where it still has its name.
struct Draft {
  std::string path;
  ~Draft() { remove_database(path); }
};

}  // namespace

bool is_newer(const ArchiveHead& head) {
  return head.schema > schema_version();
}

Done walk(const std::string& path, ArchiveSink& sink) {
  auto database = open_for_reading(path);
  if (database.has_error()) return database.error();
  if (auto done = sqlite::execute(database->get(), "BEGIN", "begin to read"); done.has_error()) return done;
  return Walk(database->get(), sink).run();
}

Done copy_pages(const std::string& from, const std::string& to) {
  remove_database(to);
  auto done = fill_with_pages(from, to);
  if (done.has_error()) remove_database(to);
  return done;
}

void remove_database(const std::string& path) {
  for (const auto* suffix : {"", "-wal", "-shm", "-journal", ".lock", ".reserve"}) std::remove((path + suffix).c_str());
}

Done copy(const std::string& from, const std::string& to) {
  const Draft pages{to + ".pages"}, draft{to + ".part"};
  remove_database(draft.path);
  if (auto made = make_private_file(draft.path); made.has_error()) return made;
  if (auto copied = copy_pages(from, pages.path); copied.has_error()) return copied;
  {
    auto database = open_for_reading(pages.path);
    if (database.has_error()) return database.error();
    sqlite3_exec(database->get(), "PRAGMA query_only = OFF", nullptr, nullptr, nullptr);
    sqlite3_stmt* prepared = nullptr;
    sqlite3_prepare_v2(database->get(), "VACUUM INTO ?1", -1, &prepared, nullptr);
    const sqlite::Statement statement(prepared);
    Run run(prepared);
    run.bind(std::string_view(draft.path));
    run.step();
    if (run.failed()) return sqlite::error_of(database->get(), run.code(), "copy the database to " + draft.path);
  }
  remove_database(pages.path);
  {
    auto database = sqlite::open(draft.path, SQLITE_OPEN_READWRITE);
    if (database.has_error()) return database.error();
    // Merging all of the index lets go of the words of removed texts.
    const auto sql = std::string(kPlain) + "; INSERT INTO message_text (message_text) VALUES ('optimize')";
    if (auto done = sqlite::execute(database->get(), sql.c_str(), "finish the copy"); done.has_error()) return done;
  }
  return put_in_place(draft.path, to);
}

Done put_in_place(const std::string& from, const std::string& to) {
  if (auto done = sync_file(from); done.has_error()) return done;
  if (std::rename(from.c_str(), to.c_str()) != 0) return StoreError{StoreError::Kind::io, "rename " + from + " to " + to};
  return sync_folder_of(to);
}

Done renew_epoch(const std::string& path) {
  auto database = sqlite::open(path, SQLITE_OPEN_READWRITE);
  if (database.has_error()) return database.error();
  return sqlite::execute(database->get(), "UPDATE meta SET value = lower(hex(randomblob(16))) WHERE name = 'epoch'",
                         "give the database a new epoch");
}

}  // namespace standpipe::store
