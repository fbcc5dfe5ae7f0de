// A yardstick: what SQLite itself takes for the rows of posts, in the server's own schema with its indexes, so many posts in one
// durable transaction (WAL, synchronous=FULL). Nothing is decided, checked, answered or announced.
//   standpipe-raw-commits DATABASE POSTS_PER_COMMIT SECONDS [ROOMS [COMMITS_PER_SECOND]]
// Each room, one where nothing else is said, has an author of its own; they post in turn. One commit follows the other, unless a
// pace is said: a disk and a processor that rested between are slower.
// The database is one of standpipe-make-community that a server has made; it is of no use afterwards.
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <thread>

#include "bench/load/clock.hpp"
#include "bench/load/histogram.hpp"
#include "bench/load/scattered.hpp"
#include "server/domain/stream.hpp"

namespace {

namespace domain = standpipe::domain;
using domain::StreamKey;

constexpr std::int64_t second = 1'000'000'000;

class Raw {
 public:
  Raw(const char* path, std::int64_t rooms) : rooms_(rooms) {
    check(sqlite3_open_v2(path, &database_, SQLITE_OPEN_READWRITE, nullptr));
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;"
        "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000");
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    message_ = prepare(
        "INSERT INTO message (id, room, number, thread, idx, by, at, lang, text, reply_to, mentions, reactions, edited_at, "
        "pinned, removed,"
        " rev, sum) VALUES (?1, ?2, ?1, 0, ?1, ?2, ?3, 'en', ?4, 0, '', '', 0, 0, '', ?1, 1234567890)");
    membership_ =
        prepare("UPDATE membership SET chat_read = ?1, read = ?1, posts = ?1, last_post_at = ?3 WHERE member = ?2 AND room = ?2");
    change_ = prepare(
        "INSERT INTO change (stream, kind, entity, rev) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (stream, kind, entity) DO UPDATE SET rev = excluded.rev");
    key_ = prepare("INSERT INTO command_key (member, key, at, reply) VALUES (?1, ?2, ?3, ?4)");
    meta_ = prepare("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    auto* last = prepare("SELECT coalesce(max(id), 0) FROM message");
    sqlite3_step(last);
    id_ = sqlite3_column_int64(last, 0) + 1'000'000'000;
    sqlite3_finalize(last);
    text_.assign(256, 'x');
  }
  ~Raw() { sqlite3_close_v2(database_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  void commit(int posts) {
    step(begin_);
    for (int i = 0; i < posts; ++i) post();
    set_meta("seq");
    set_meta("at");
    step(commit_);
  }

 private:
  void post() {
    ++id_;
    const std::int64_t member = 1 + id_ % rooms_;  // and the room's number
    bind(message_, 1, id_), bind(message_, 2, member), bind(message_, 3, id_);
    sqlite3_bind_text(message_, 4, text_.data(), static_cast<int>(text_.size()), SQLITE_STATIC);
    step(message_);
    bind(membership_, 1, id_), bind(membership_, 2, member), bind(membership_, 3, id_);
    step(membership_);
    set_change(StreamKey::room(standpipe::protocol::RoomId{member}), domain::EntityKind::message, id_);
    set_change(StreamKey::member(standpipe::protocol::MemberId{member}), domain::EntityKind::membership, member);
    bind(key_, 1, member), bind(key_, 3, id_);
    std::array<char, 16> key{};  // of a time and a number, as those of the clients are
    auto ms = standpipe::bench::wall_ms();
    for (std::size_t i = 6; i-- > 0; ms >>= 8) key[i] = static_cast<char>(ms);
    const auto scattered = standpipe::bench::scattered(static_cast<std::uint64_t>(id_));
    std::memcpy(key.data() + 8, &scattered, sizeof scattered);
    sqlite3_bind_blob(key_, 2, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
    const auto number = std::to_string(id_);
    const auto reply =
        R"({"message":)" + number + R"(,"room":1,"number":)" + number + R"(,"index":)" + number + R"(,"rev":)" + number + "}";
    sqlite3_bind_text(key_, 4, reply.data(), static_cast<int>(reply.size()), SQLITE_STATIC);
    step(key_);
  }
  void set_change(StreamKey stream, domain::EntityKind kind, std::int64_t entity) {
    bind(change_, 1, stream.packed()), bind(change_, 2, static_cast<std::int64_t>(kind)), bind(change_, 3, entity);
    bind(change_, 4, id_);
    step(change_);
  }
  void set_meta(const char* name) {
    const auto value = std::to_string(id_);
    sqlite3_bind_text(meta_, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(meta_, 2, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    step(meta_);
  }

  static void bind(sqlite3_stmt* statement, int place, std::int64_t value) { sqlite3_bind_int64(statement, place, value); }
  void step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_DONE && code != SQLITE_ROW) check(code);
    sqlite3_reset(statement);
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  void execute(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
  void check(int code) {
    if (code == SQLITE_OK) return;
    std::fprintf(stderr, "standpipe-raw-commits: %s\n", sqlite3_errmsg(database_));
    std::exit(1);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt *begin_, *commit_, *message_, *membership_, *change_, *key_, *meta_;
  std::int64_t rooms_;
  std::int64_t id_ = 0;
  std::string text_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc > 6) {
    std::fprintf(stderr, "usage: standpipe-raw-commits DATABASE POSTS_PER_COMMIT SECONDS [ROOMS [COMMITS_PER_SECOND]]\n");
    return 2;
  }
  Raw raw(argv[1], argc > 4 ? std::atoi(argv[4]) : 1);
  const int posts = std::atoi(argv[2]);
  const auto step = argc > 5 ? static_cast<std::int64_t>(second / std::atof(argv[5])) : 0;
  standpipe::bench::Histogram time;
  for (int i = 0; i < 20; ++i) raw.commit(posts);
  const auto begin = standpipe::bench::now_ns();
  const auto end = begin + static_cast<std::int64_t>(std::atof(argv[3]) * second);
  const auto used = std::clock();
  std::int64_t at = begin;
  for (auto due = begin; at < end; due += step) {
    if (at < due) std::this_thread::sleep_for(std::chrono::nanoseconds(due - at));
    if (step > 0) at = standpipe::bench::now_ns();
    raw.commit(posts);
    const auto now = standpipe::bench::now_ns();
    time.record(now - at);
    at = now;
  }
  const auto used_us = static_cast<double>(std::clock() - used) * 1e6 / CLOCKS_PER_SEC;
  std::printf("commit_busy_us %.6g\n", used_us / static_cast<double>(time.count()));
  std::printf("posts_per_s %.6g\n", static_cast<double>(time.count()) * posts / static_cast<double>(at - begin) * second);
  for (const auto& [name, part] : {std::pair{"p50", 0.5}, {"p99", 0.99}}) {
    std::printf("commit_%s_us %.6g\n", name, static_cast<double>(time.percentile(part)) / 1000);
  }
}
