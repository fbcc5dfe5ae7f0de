#pragma once

#include <string_view>
#include <type_traits>

#include "server/domain/decision.hpp"
#include "server/store/columns.hpp"

/// Which field of a record lies in which column: for each record one function, in the table's order (migrations/), used for
/// writing and for reading.
namespace standpipe::store {

/// The table of a record, and the columns that tell its rows apart.
template <class Row>
struct Table;

/// A record as the visitor needs it: to be filled, or to be read from.
template <class Columns, class Row>
using Of = std::conditional_t<Columns::reads, Row, const Row>;

#define STANDPIPE_TABLE(ROW, NAME, KEY)            \
  template <>                                      \
  struct Table<ROW> {                              \
    static constexpr std::string_view name = NAME; \
    static constexpr std::string_view key = KEY;   \
  }

STANDPIPE_TABLE(domain::Utility, "utility", "id");
STANDPIPE_TABLE(domain::Account, "member", "id");
STANDPIPE_TABLE(domain::Room, "room", "id");
STANDPIPE_TABLE(domain::MembershipRecord, "membership", "member, room");
STANDPIPE_TABLE(domain::Thread, "thread", "id");
STANDPIPE_TABLE(domain::Message, "message", "id");
STANDPIPE_TABLE(domain::GoneRecord, "gone", "room, number");
STANDPIPE_TABLE(domain::MarkRecord, "read_mark", "member, thread");
STANDPIPE_TABLE(domain::Sanction, "sanction", "id");
STANDPIPE_TABLE(domain::Report, "report", "id");
STANDPIPE_TABLE(domain::PendingPost, "pending", "id");
STANDPIPE_TABLE(domain::NotificationRecord, "notification", "id");
STANDPIPE_TABLE(domain::ApplicationRecord, "application", "id");
STANDPIPE_TABLE(domain::InvitationRecord, "invitation", "id");
STANDPIPE_TABLE(domain::SessionRecord, "session", "id");
STANDPIPE_TABLE(domain::AuditEntry, "audit", "id");
#undef STANDPIPE_TABLE

template <class C>
void columns(C& c, Of<C, domain::Utility>& row) {
  c(row.id), c(row.name), c(row.country), c(row.domains);
}

template <class C>
void columns(C& c, Of<C, domain::Account>& row) {
  auto& p = row.profile;
  c(p.id), c(row.email), c(row.password_hash), c(row.lang), c(p.name), c(p.role), c(p.state), c(p.job), c(p.utility);
  c(p.utility_name), c(p.country), c(p.languages), c(p.expertise), c(p.offers), c(p.seeks), c(p.joined_at), c(p.version);
  c.sum();
}

template <class C>
void columns(C& c, Of<C, domain::Room>& r) {
  c(r.id), c(r.kind), c(r.slug), c(r.name), c(r.description), c(r.archived), c(r.created_at), c(r.ends_at), c(r.slow_mode_s);
  c(r.approve_first_post), c(r.moderators), c(r.between);
}

template <class C>
void columns(C& c, Of<C, domain::MembershipRecord>& row) {
  auto& m = row.membership;
  c(row.member), c(m.room), c(m.role), c(m.in), c(m.joined_at), c(m.baseline), c(m.chat_read), c(m.read), c(m.notify);
  c(row.posts), c(row.last_post_at);
}

template <class C>
void columns(C& c, Of<C, domain::Thread>& t) {
  c(t.id), c(t.room), c(t.kind), c(t.status), c(t.title), c(t.lang), c(t.by), c(t.at), c(t.last_index), c(t.last_number);
  c(t.last_at), c(t.pinned), c(t.locked), c(t.answer), c.or_empty(t.outcome);
  c.sum();
}

template <class C>
void columns(C& c, Of<C, domain::Message>& m) {
  c(m.id), c(m.room), c(m.number), c(m.thread), c(m.index), c(m.by), c(m.at), c(m.lang), c(m.text), c(m.reply_to);
  c.or_empty(m.mentions), c.or_empty(m.reactions), c(m.edited_at), c(m.pinned), c.or_empty(m.removed), c(m.rev);
  c.sum();
}

template <class C>
void columns(C& c, Of<C, domain::GoneRecord>& row) {
  c(row.room), c(row.number), c(row.message);
}

template <class C>
void columns(C& c, Of<C, domain::MarkRecord>& row) {
  c(row.member), c(row.mark.thread), c(row.mark.room), c(row.mark.index);
}

template <class C>
void columns(C& c, Of<C, domain::Sanction>& s) {
  c(s.id), c(s.member), c(s.kind), c(s.room), c(s.reason), c(s.by), c(s.at), c(s.until), c(s.lifted_at), c(s.lifted_by);
  c(s.lift_reason);
}

template <class C>
void columns(C& c, Of<C, domain::Report>& r) {
  c(r.id), c(r.room), c(r.message), c(r.by), c(r.reason), c(r.at), c(r.status), c(r.resolved_by), c(r.resolved_at), c(r.note);
}

template <class C>
void columns(C& c, Of<C, domain::PendingPost>& p) {
  c(p.id), c(p.room), c(p.thread), c(p.title), c(p.kind), c.or_empty(p.outcome), c(p.by), c(p.at), c(p.lang), c(p.text);
  c(p.reply_to), c.or_empty(p.mentions), c(p.decided);
}

template <class C>
void columns(C& c, Of<C, domain::NotificationRecord>& row) {
  auto& n = row.notification;
  c(n.id), c(row.member), c(n.kind), c(n.at), c(n.by), c(n.room), c(n.thread), c(n.message), c(n.sanction), c(n.text), c(n.seen);
}

template <class C>
void columns(C& c, Of<C, domain::ApplicationRecord>& row) {
  auto& a = row.application;
  c(a.id), c(a.status), c(a.name), c(a.email), c(row.password_hash), c(a.utility_name), c(a.utility), c(a.domain_matches);
  c(a.country), c(a.job), c(a.languages), c(a.rooms), c(a.why), c(a.at), c(a.decided_by), c(a.decided_at), c(a.reason);
  c(a.member), c(row.invitation), c(a.former);
}

template <class C>
void columns(C& c, Of<C, domain::InvitationRecord>& row) {
  auto& i = row.invitation;
  c(i.id), c(row.code_hash), c(i.note), c(i.by), c(i.at), c(i.expires_at), c(i.uses_left), c(i.revoked), c(i.rooms);
}

template <class C>
void columns(C& c, Of<C, domain::SessionRecord>& row) {
  c(row.id), c(row.member), c(row.token_hash), c(row.device), c(row.at), c(row.expires_at);
}

template <class C>
void columns(C& c, Of<C, domain::AuditEntry>& e) {
  c(e.id), c(e.at), c(e.by), c(e.act), c(e.member), c(e.room), c(e.thread), c(e.message), c(e.reason), c(e.detail);
  c.sum();
}

/// What damage says where a row has something to show in its stead.
inline constexpr const char* damage_text =
    "This entry was damaged on the server's disk. Ask its operator to look at the backups.";

/// The row that a statement over all columns stands at. `damaged` is set where it cannot have been written so.
template <class Row>
Row read_row(sqlite3_stmt* statement, bool& damaged) {
  Row row;
  ColumnReader reader(statement);
  columns(reader, row);
  damaged = !reader.sound();
  return row;
}

/// What readers get to see of a damaged row; nothing for most tables.
template <class Row>
std::optional<Row> stub_of(const Row&) {
  return std::nullopt;
}
std::optional<domain::Message> stub_of(const domain::Message& damaged);
std::optional<domain::AuditEntry> stub_of(const domain::AuditEntry& damaged);

template <class Row>
std::int64_t id_of(const Row& row) {
  if constexpr (requires { row.id.value; })
    return row.id.value;
  else if constexpr (requires { row.profile.id; })
    return row.profile.id.value;
  else if constexpr (requires { row.room.id; })
    return row.room.id.value;
  else if constexpr (requires { row.notification.id; })
    return row.notification.id.value;
  else if constexpr (requires { row.application.id; })
    return row.application.id.value;
  else if constexpr (requires { row.invitation.id; })
    return row.invitation.id.value;
  else if constexpr (requires { row.member; })
    return row.member.value;
  else
    return row.message.value;
}

/// The row, its stub where it is damaged, or nothing; `tell(table, id)` hears of damage.
template <class Row, class Tell>
std::optional<Row> checked_row(sqlite3_stmt* statement, const Tell& tell) {
  bool damaged = false;
  auto row = read_row<Row>(statement, damaged);
  if (!damaged) return row;
  tell(Table<Row>::name, id_of(row));
  return stub_of(row);
}

}  // namespace standpipe::store
