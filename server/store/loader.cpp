#include "server/store/loader.hpp"

#include "server/store/rows.hpp"

namespace standpipe::store {

using namespace domain;  // NOLINT: this file builds the domain's state

namespace {

class Loader {
 public:
  Loader(sqlite3* database, const std::function<void(std::string_view, std::int64_t)>& on_damage)
      : database_(database), statements_(database), on_damage_(on_damage) {}

  boost::system::result<State, StoreError> load() {
    load_meta();
    bring_in<Account>("SELECT * FROM member ORDER BY id");
    bring_in<Utility>("SELECT * FROM utility ORDER BY id");
    bring_in<Room>("SELECT * FROM room ORDER BY id");
    bring_in<MembershipRecord>("SELECT * FROM membership ORDER BY member, room");
    bring_in<Sanction>("SELECT * FROM sanction WHERE lifted_at = 0 AND kind <> 'warning' ORDER BY id");
    bring_in<ApplicationRecord>("SELECT * FROM application WHERE status IN ('pending', 'declined') ORDER BY id");
    bring_in<InvitationRecord>("SELECT * FROM invitation ORDER BY id");
    bring_in<SessionRecord>("SELECT * FROM session ORDER BY id");
    load_ends();
    load_revisions();
    if (error_) return *error_;
    return std::move(state_);
  }

 private:
  template <class Take>
  void each(std::string_view sql, std::int64_t parameter, Take take) {
    if (error_) return;
    auto* statement = statements_.get(sql);
    if (!statement) {
      error_ = sqlite::error_of(database_, sqlite3_errcode(database_), "prepare " + std::string(sql));
      return;
    }
    sqlite::Run run(statement);
    if (sqlite3_bind_parameter_count(statement) > 0) run.bind(parameter);
    while (run.step()) take(run);
    if (run.failed()) error_ = sqlite::error_of(database_, run.code(), "load the community");
  }

  template <class Row>
  void bring_in(std::string_view sql) {
    each(sql, 0, [&](sqlite::Run& run) {
      bool damaged = false;
      auto row = read_row<Row>(run.statement(), damaged);
      if (damaged) {
        on_damage_(Table<Row>::name, id_of(row));
        if constexpr (std::is_same_v<Row, Account>) row.password_hash.clear();
      }
      evolve(state_, row);
    });
  }

  std::int64_t number(std::string_view sql, std::int64_t parameter = 0) {
    std::int64_t found = 0;
    each(sql, parameter, [&](sqlite::Run& run) { found = run.integer(0); });
    return found;
  }

  void load_meta() {
    each("SELECT value FROM meta WHERE name = 'epoch'", 0, [&](sqlite::Run& run) { state_.epoch = run.text(0); });
    state_.seq = number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'seq'");
    state_.at = Time(number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'at'"));
  }

  template <class Id>
  void next(Id NextIds::*id, std::string_view max_sql) {
    state_.next.*id = Id(number(max_sql) + 1);
  }

  void load_ends() {
    next(&NextIds::thread, "SELECT max(id) FROM thread");
    next(&NextIds::message, "SELECT max(id) FROM message");
    next(&NextIds::application, "SELECT max(id) FROM application");
    next(&NextIds::sanction, "SELECT max(id) FROM sanction");
    next(&NextIds::report, "SELECT max(id) FROM report");
    next(&NextIds::pending, "SELECT max(id) FROM pending");
    next(&NextIds::notification, "SELECT max(id) FROM notification");
    next(&NextIds::audit, "SELECT max(id) FROM audit");
    state_.messages = state_.next.message.value - 1;
    state_.open_reports = number("SELECT count(*) FROM report WHERE status = 'open'");
    for (auto& [id, room] : state_.rooms) {
      const auto last = number("SELECT number FROM message WHERE room = ?1 ORDER BY number DESC LIMIT 1", id.value);
      const auto gone = number("SELECT number FROM gone WHERE room = ?1 ORDER BY number DESC LIMIT 1", id.value);
      room.last_number = Number(std::max(last, gone));
      room.chat_last =
          Index(number("SELECT idx FROM message WHERE room = ?1 AND thread = 0 ORDER BY idx DESC LIMIT 1", id.value));
      room.threads = number("SELECT count(*) FROM thread WHERE room = ?1", id.value);
    }
  }

  Rev head(StreamKey stream) {
    return Rev(number("SELECT rev FROM change WHERE stream = ?1 ORDER BY rev DESC LIMIT 1", stream.packed()));
  }

  void load_revisions() {
    state_.community_rev = head(StreamKey::community());
    state_.admin_desk_rev = head(StreamKey::desk(RoomId{}));
    for (auto& [id, room] : state_.rooms) {
      room.rev = head(StreamKey::room(id));
      room.desk_rev = head(StreamKey::desk(id));
    }
    for (auto& [id, member] : state_.members) member.rev = head(StreamKey::member(id));
  }

  sqlite3* database_;
  sqlite::Statements statements_;
  const std::function<void(std::string_view, std::int64_t)>& on_damage_;
  State state_;
  std::optional<StoreError> error_;
};

}  // namespace

boost::system::result<State, StoreError> load_state(sqlite3* database,
                                                    const std::function<void(std::string_view, std::int64_t)>& on_damage) {
  return Loader(database, on_damage).load();
}

}  // namespace standpipe::store
