#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "server/domain/decision.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// Writes rows, one statement for each kind, and keeps the search index in step with texts that change.
class Writer {
 public:
  explicit Writer(sqlite3* database) : database_(database), statements_(database) {}

  /// Prepares the upserts from the schema, and checks that it has the columns that rows.hpp knows.
  sqlite::Done prepare();

  sqlite::Done write(const domain::RowChange& row);
  sqlite::Done write_change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev);
  sqlite::Done write_meta(std::string_view name, std::string_view value);
  boost::system::result<std::string, StoreError> read_meta(std::string_view name);

  /// Brings at most so many texts above the mark into the index: how many messages it has come past.
  boost::system::result<std::size_t, StoreError> index_texts(std::size_t max_rows);

  /// Reads the mark up to which texts are in the index; after open, and after a rollback.
  sqlite::Done load_mark();

 private:
  template <class Row>
  sqlite::Done prepare_upsert();
  sqlite3_stmt* prepare_row(std::string sql);
  template <class Row>
  sqlite::Done upsert(const Row& row);
  template <class Row>
  sqlite::Done put_row(sqlite3_stmt* statement, const Row& row);
  sqlite::Done finish(sqlite::Run& run);
  template <class Bind>
  sqlite::Done run(std::string_view sql, Bind bind);

  sqlite::Done put(const domain::Account& row) { return upsert(row); }
  sqlite::Done put(const domain::Utility& row) { return upsert(row); }
  sqlite::Done put(const domain::Room& row) { return upsert(row); }
  sqlite::Done put(const domain::MembershipRecord& row);
  sqlite::Done put(const domain::Thread& row);
  sqlite::Done put(const domain::Message& row);
  sqlite::Done put(const domain::GoneRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::MarkRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::Sanction& row) { return upsert(row); }
  sqlite::Done put(const domain::Report& row) { return upsert(row); }
  sqlite::Done put(const domain::PendingPost& row) { return upsert(row); }
  sqlite::Done put(const domain::NotificationRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::NotificationsSeen& row);
  sqlite::Done put(const domain::ApplicationRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::InvitationRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::SessionRecord& row) { return upsert(row); }
  sqlite::Done put(const domain::SessionEnded& row);
  sqlite::Done put(const domain::AuditEntry& row) { return upsert(row); }
  sqlite::Done put(const domain::KeyRecord& row);
  sqlite::Done put(const domain::KeysExpired& row);

  /// A text as the index has it.
  struct Indexed {
    domain::MessageId id;
    std::string text;
    std::string title;
    bool shown = false;  ///< false: not in the index
    bool operator==(const Indexed&) const = default;
  };
  boost::system::result<Indexed, StoreError> indexed_now(domain::MessageId id);
  std::string title_for(domain::ThreadId thread, domain::Index index);
  sqlite::Done reindex(const Indexed& before, const Indexed& after);
  sqlite::Done add_to_index(const Indexed& entry);

  sqlite3* database_;
  sqlite::Statements statements_;
  std::deque<std::string> row_texts_;                  ///< of the statements below
  std::map<std::string_view, sqlite3_stmt*> upserts_;  ///< by table
  sqlite3_stmt* insert_message_ = nullptr;             ///< of a new one, at half the cost
  domain::MessageId newest_;
  domain::MessageId mark_;  ///< the last message that is in the index, if it has a text
};

}  // namespace standpipe::store
