#include "server/store/writer.hpp"

#include <charconv>
#include <type_traits>
#include <utility>

#include "protocol/formats.hpp"
#include "server/store/content.hpp"
#include "server/store/rows.hpp"

namespace standpipe::store {

using sqlite::Done;
using sqlite::Run;

template <class Row>
Done Writer::prepare_upsert() {
  const std::string table(Table<Row>::name);
  sqlite3_stmt* all = nullptr;
  const auto select = "SELECT * FROM " + table;  // NOLINT: the names are the schema's
  const int code = sqlite3_prepare_v2(database_, select.c_str(), -1, &all, nullptr);
  const sqlite::Statement owned(all);
  if (code != SQLITE_OK) return sqlite::error_of(database_, code, select);
  ColumnCounter counter;
  const Row row;
  columns(counter, row);
  const int count = sqlite3_column_count(all);
  if (count != counter.count) return StoreError{StoreError::Kind::bug, "the table " + table + " has other columns than its rows"};
  const std::string key(Table<Row>::key);
  std::string names, values, updates;
  for (int i = 0; i < count; ++i) {
    const std::string column = sqlite3_column_name(all, i);
    const auto name = '"' + column + '"';
    const auto* comma = i ? ", " : "";
    names.append(comma).append(name);
    values.append(comma).append("?").append(std::to_string(i + 1));
    // The key's own columns stay as they are; naming them would have their indexes written anew.
    if ((' ' + key + ',').find(' ' + column + ',') == std::string::npos)
      updates.append(updates.empty() ? "" : ", ").append(name).append(" = excluded.").append(name);
  }
  const auto into = "INSERT INTO " + table;  // NOLINT: the names are the schema's
  const auto insert = into + " (" + names + ") VALUES (" + values + ")";
  auto* upsert = upserts_[Table<Row>::name] = prepare_row(insert + " ON CONFLICT (" + key + ") DO UPDATE SET " + updates);
  if constexpr (std::is_same_v<Row, domain::Message>) insert_message_ = upsert ? prepare_row(insert) : nullptr;
  if (!upsert || (std::is_same_v<Row, domain::Message> && !insert_message_)) {
    return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the upsert of " + table);
  }
  return {};
}

sqlite3_stmt* Writer::prepare_row(std::string sql) {
  return statements_.get(row_texts_.emplace_back(std::move(sql)));
}

Done Writer::prepare() {
  Done done;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, domain::RowChange>>([&](auto type) {
    using Row = typename decltype(type)::type;
    if constexpr (requires { Table<Row>::name; }) {
      if (done.has_value()) done = prepare_upsert<Row>();
    }
  });
  if (done.has_error()) return done;
  return load_mark();
}

Done Writer::finish(Run& run) {
  // Where a question finds no room for what its transaction has written so far, SQLite gives all of it up.
  if (sqlite3_get_autocommit(database_))
    return StoreError{StoreError::Kind::full, "the transaction was given up: is the disk full?"};
  while (run.step()) {
  }
  if (run.failed()) return sqlite::error_of(database_, run.code(), "write");
  return {};
}

template <class Row>
Done Writer::upsert(const Row& row) {
  return put_row(upserts_.find(Table<Row>::name)->second, row);
}

template <class Row>
Done Writer::put_row(sqlite3_stmt* statement, const Row& row) {
  Run run(statement);
  ColumnWriter writer(run);
  columns(writer, row);
  return finish(run);
}

template <class Bind>
Done Writer::run(std::string_view sql, Bind bind) {
  auto* statement = statements_.get(sql);
  if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare " + std::string(sql));
  Run run(statement);
  bind(run);
  return finish(run);
}

Done Writer::write(const domain::RowChange& row) {
  return std::visit([this](const auto& content) { return put(content); }, row);
}

/// As a rule somebody has read or posted: where nobody enters or leaves, no index is touched.
Done Writer::put(const domain::MembershipRecord& row) {
  auto* statement = statements_.get(
      "UPDATE membership SET role = ?3, joined_at = ?5, baseline = ?6, chat_read = ?7, read = ?8, notify = ?9, posts = ?10,"
      " last_post_at = ?11 WHERE member = ?1 AND room = ?2 AND \"in\" = ?4");
  if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the update of membership");
  if (auto done = put_row(statement, row); done.has_error() || sqlite3_changes(database_) > 0) return done;
  return upsert(row);
}

Done Writer::put(const domain::NotificationsSeen& row) {
  return run("UPDATE notification SET seen = 1 WHERE member = ?1 AND id <= ?2 AND seen = 0",
             [&](Run& run) { run.bind(row.member).bind(row.up_to); });
}

Done Writer::put(const domain::SessionEnded& row) {
  return run("DELETE FROM session WHERE id = ?1", [&](Run& run) { run.bind(row.id); });
}

Done Writer::put(const domain::KeyRecord& row) {
  const auto bytes = protocol::uuid_bytes(row.key);
  return run("INSERT INTO command_key (member, key, at, reply) VALUES (?1, ?2, ?3, ?4)", [&](Run& run) {
    run.bind(row.member).bind_blob(bytes.data(), bytes.size()).bind(row.at).bind(std::string_view(row.reply));
  });
}

Done Writer::put(const domain::KeysExpired& row) {
  return run("DELETE FROM command_key WHERE at < ?1", [&](Run& run) { run.bind(row.before); });
}

Done Writer::write_change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev) {
  return run(
      "INSERT INTO change (stream, kind, entity, rev) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (stream, kind, entity) DO UPDATE SET rev = excluded.rev",
      [&](Run& run) { run.bind(stream.packed()).bind(static_cast<std::int64_t>(kind)).bind(entity).bind(rev); });
}

Done Writer::write_meta(std::string_view name, std::string_view value) {
  return run("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
             [&](Run& run) { run.bind(name).bind(value); });
}

boost::system::result<std::string, StoreError> Writer::read_meta(std::string_view name) {
  auto* statement = statements_.get("SELECT value FROM meta WHERE name = ?1");
  if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the reading of meta");
  Run run(statement);
  run.bind(name);
  if (run.step()) return std::string(run.text(0));
  if (run.failed()) return sqlite::error_of(database_, run.code(), "read meta");
  return std::string();
}

// The search index. It holds no texts, so that what leaves it must be named as it went in. The mark parts the messages that have
// been brought in from those that will be: only the former are touched when a text changes. Only a thread's opening message is
// found by its title.

Done Writer::load_mark() {
  const auto mark = read_meta("indexed");
  if (mark.has_error()) return mark.error();
  std::int64_t value = 0;
  std::from_chars(mark->data(), mark->data() + mark->size(), value);
  mark_ = domain::MessageId(value);
  Run run(statements_.get("SELECT max(id) FROM message"));
  newest_ = run.step() ? domain::MessageId(run.integer(0)) : domain::MessageId();
  if (run.failed()) return sqlite::error_of(database_, run.code(), "read the newest message");
  return {};
}

std::string Writer::title_for(domain::ThreadId thread, domain::Index index) {
  if (!thread || index.value != 1) return {};
  Run run(statements_.get("SELECT title FROM thread WHERE id = ?1"));
  run.bind(thread);
  return run.step() ? std::string(run.text(0)) : std::string();
}

boost::system::result<Writer::Indexed, StoreError> Writer::indexed_now(domain::MessageId id) {
  auto* statement = statements_.get("SELECT text, removed, thread, idx FROM message WHERE id = ?1");
  if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the reading of a text");
  Run run(statement);
  run.bind(id);
  if (!run.step()) {
    if (run.failed()) return sqlite::error_of(database_, run.code(), "read a text");
    return Indexed{.id = id};
  }
  if (!run.text(1).empty()) return Indexed{.id = id};
  Indexed found{.id = id, .text = std::string(run.text(0)), .shown = true};
  found.title = title_for(domain::ThreadId(run.integer(2)), domain::Index(run.integer(3)));
  return found;
}

Done Writer::add_to_index(const Indexed& entry) {
  return run("INSERT INTO message_text (rowid, text, title) VALUES (?1, ?2, ?3)",
             [&](Run& run) { run.bind(entry.id).bind(std::string_view(entry.text)).bind(std::string_view(entry.title)); });
}

Done Writer::reindex(const Indexed& before, const Indexed& after) {
  if (before == after) return {};
  if (before.shown) {
    auto done = run("INSERT INTO message_text (message_text, rowid, text, title) VALUES ('delete', ?1, ?2, ?3)", [&](Run& run) {
      run.bind(before.id).bind(std::string_view(before.text)).bind(std::string_view(before.title));
    });
    if (done.has_error()) return done;
  }
  return after.shown ? add_to_index(after) : Done{};
}

Done Writer::put(const domain::Message& row) {
  if (row.id > newest_) {
    newest_ = row.id;
    return put_row(insert_message_, row);
  }
  if (row.id > mark_) return upsert(row);
  const auto before = indexed_now(row.id);
  if (before.has_error()) return before.error();
  if (auto done = upsert(row); done.has_error()) return done;
  const auto after = indexed_now(row.id);
  if (after.has_error()) return after.error();
  return reindex(*before, *after);
}

Done Writer::put(const domain::Thread& row) {
  domain::MessageId opening;
  std::string title;
  {
    auto* statement = statements_.get(
        "SELECT t.title, m.id FROM thread t JOIN message m ON m.room = t.room AND m.thread = t.id AND m.idx = 1 WHERE t.id = ?1");
    if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the reading of a title");
    Run run(statement);
    run.bind(row.id);
    if (run.step()) {
      title = run.text(0);
      opening = domain::MessageId(run.integer(1));
    }
    if (run.failed()) return sqlite::error_of(database_, run.code(), "read a title");
  }
  if (!opening || opening > mark_ || title == row.title) return upsert(row);
  const auto before = indexed_now(opening);
  if (before.has_error()) return before.error();
  if (auto done = upsert(row); done.has_error()) return done;
  auto after = *before;
  after.title = row.title;
  return reindex(*before, after.shown ? after : *before);
}

boost::system::result<std::size_t, StoreError> Writer::index_texts(std::size_t max_rows) {
  std::vector<domain::MessageId> ids;
  {
    auto* statement = statements_.get("SELECT id FROM message WHERE id > ?1 ORDER BY id LIMIT ?2");
    if (!statement) return sqlite::error_of(database_, sqlite3_errcode(database_), "prepare the indexing");
    Run run(statement);
    run.bind(mark_).bind(static_cast<std::int64_t>(max_rows));
    while (run.step()) ids.emplace_back(run.integer(0));
    if (run.failed()) return sqlite::error_of(database_, run.code(), "read texts to be indexed");
  }
  if (ids.empty()) return std::size_t{0};
  for (const auto id : ids) {
    const auto entry = indexed_now(id);
    if (entry.has_error()) return entry.error();
    if (!entry->shown) continue;
    if (auto done = add_to_index(*entry); done.has_error()) return done.error();
  }
  mark_ = ids.back();
  if (auto done = write_meta("indexed", std::to_string(mark_.value)); done.has_error()) return done.error();
  return ids.size();
}

}  // namespace standpipe::store
