#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "server/domain/records.hpp"
#include "server/domain/stream.hpp"

/// Every question that queries put to the database: its text, what its parameters are, and what each row becomes. Each is an
/// index seek or a range of one index, in keyset pages; a test reads SQLite's plan of each.
///
/// A row of an entity is selected whole (`*`, in the table's order), for its checksum is over all of it. An optional parameter
/// that is absent is NULL, and does not narrow the answer. A list of ids is a JSON array. `?N` counts from 1 in the order
/// of Params.
namespace standpipe::store {

/// One entry of the change table.
struct Changed {
  domain::EntityKind kind = domain::EntityKind::message;
  std::int64_t entity = 0;
  domain::Rev rev;
};

/// Where a message stands in its place, without the message.
struct Standing {
  domain::Number number;
  domain::Time at;
};

template <class Row, class... Params>
struct Select {
  std::string_view sql;
};

namespace select {

using namespace domain;  // NOLINT: the words of this catalogue

template <class T>
using Maybe = std::optional<T>;
using Limit = std::int64_t;
using Stream = StreamKey;
/// A JSON array of ids.
using Ids = std::string_view;

// The change table.
inline constexpr Select<Rev, Stream> head{"SELECT rev FROM change WHERE stream = ?1 ORDER BY rev DESC LIMIT 1"};
inline constexpr Select<Changed, Stream, Rev, Limit> changes_after{
    "SELECT kind, entity, rev FROM change WHERE stream = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3"};
inline constexpr Select<Rev, Stream, EntityKind, std::int64_t> rev_of{
    "SELECT rev FROM change WHERE stream = ?1 AND kind = ?2 AND entity = ?3"};
inline constexpr Select<Changed, Stream, EntityKind, Limit> newest_changes_of_kind{
    "SELECT kind, entity, rev FROM change INDEXED BY change_rev WHERE stream = ?1 AND kind = ?2 ORDER BY rev DESC LIMIT ?3"};
inline constexpr Select<Changed, Stream, EntityKind, Limit> changes_of_kind{
    "SELECT kind, entity, rev FROM change WHERE stream = ?1 AND kind = ?2 ORDER BY entity LIMIT ?3"};

// Messages.
inline constexpr Select<Message, MessageId> message{"SELECT * FROM message WHERE id = ?1"};
inline constexpr Select<Message, RoomId, ThreadId, Index, Index> messages_between{
    "SELECT * FROM message WHERE room = ?1 AND thread = ?2 AND idx BETWEEN ?3 AND ?4 ORDER BY idx"};
/// The same as changes in the room's stream, the newest first. (1: a message.)
inline constexpr Select<Changed, Stream, RoomId, ThreadId, Index, Index> message_changes_between{
    "SELECT c.kind, c.entity, c.rev FROM message m CROSS JOIN change c ON c.stream = ?1 AND c.kind = 1 AND c.entity = m.id"
    " WHERE m.room = ?2 AND m.thread = ?3 AND m.idx BETWEEN ?4 AND ?5 ORDER BY m.idx DESC"};
inline constexpr Select<Index, RoomId, ThreadId> last_index{
    "SELECT idx FROM message WHERE room = ?1 AND thread = ?2 ORDER BY idx DESC LIMIT 1"};
inline constexpr Select<Standing, RoomId, ThreadId, Index> standing{
    "SELECT number, at FROM message WHERE room = ?1 AND thread = ?2 AND idx = ?3"};
inline constexpr Select<Number, RoomId> last_number{"SELECT number FROM message WHERE room = ?1 ORDER BY number DESC LIMIT 1"};
inline constexpr Select<Number, RoomId> last_gone_number{"SELECT number FROM gone WHERE room = ?1 ORDER BY number DESC LIMIT 1"};
inline constexpr Select<Number, MessageId, RoomId> gone_number{
    "SELECT number FROM gone WHERE message = ?1 AND room = ?2 ORDER BY number DESC LIMIT 1"};
inline constexpr Select<Message, RoomId, Limit> pinned_messages{
    "SELECT * FROM message WHERE room = ?1 AND pinned = 1 ORDER BY id DESC LIMIT ?2"};
inline constexpr Select<Message, MemberId, MessageId, Limit> messages_by{
    "SELECT * FROM message WHERE by = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
/// Newest first: the match expression, ids below, the rooms to look in; kind of thread, language, author; how many.
inline constexpr Select<Message, std::string_view, MessageId, Ids, Maybe<ThreadKind>, Maybe<std::string>, Maybe<MemberId>, Limit>
    found_messages{
        "SELECT m.* FROM message_text f CROSS JOIN message m ON m.id = f.rowid"
        " WHERE f.message_text MATCH ?1 AND f.rowid < ?2 AND m.room IN (SELECT value FROM json_each(?3)) AND m.removed = ''"
        " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM thread t WHERE t.id = m.thread AND t.kind = ?4))"
        " AND (?5 IS NULL OR m.lang = ?5) AND (?6 IS NULL OR m.by = ?6)"
        " ORDER BY f.rowid DESC LIMIT ?7"};

// Threads.
inline constexpr Select<Thread, ThreadId> thread{"SELECT * FROM thread WHERE id = ?1"};
/// Most recently active first: the room, last numbers below, last numbers above; kind, status, language, author, pinned,
/// only those with messages above this member's read mark; how many.
inline constexpr Select<Thread, RoomId, Number, Number, Maybe<ThreadKind>, Maybe<ThreadStatus>, Maybe<std::string>,
                        Maybe<MemberId>, Maybe<bool>, Maybe<MemberId>, Limit>
    threads_of_room{
        "SELECT * FROM thread AS t WHERE room = ?1 AND last_number < ?2 AND last_number > ?3"
        " AND (?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR lang = ?6)"
        " AND (?7 IS NULL OR by = ?7) AND (?8 IS NULL OR pinned = ?8)"
        " AND (?9 IS NULL OR last_index > ifnull((SELECT r.idx FROM read_mark r WHERE r.member = ?9 AND r.thread = t.id), 0))"
        " ORDER BY last_number DESC LIMIT ?10"};
inline constexpr Select<Thread, RoomId, Limit> pinned_threads{
    "SELECT * FROM thread WHERE room = ?1 AND pinned = 1 ORDER BY id DESC LIMIT ?2"};
inline constexpr Select<MarkRecord, MemberId, ThreadId> mark{"SELECT * FROM read_mark WHERE member = ?1 AND thread = ?2"};

// Rooms and who is in them.
inline constexpr Select<Room, RoomId> room{"SELECT * FROM room WHERE id = ?1"};
/// All but the direct conversations, of which there may be very many.
inline constexpr Select<RoomId> rooms_with_slug{"SELECT id FROM room WHERE slug <> '' AND slug > '' ORDER BY slug"};
inline constexpr Select<MembershipRecord, MemberId, RoomId> membership{
    "SELECT * FROM membership WHERE member = ?1 AND room = ?2"};
inline constexpr Select<MembershipRecord, MemberId> memberships_of{
    "SELECT * FROM membership WHERE member = ?1 AND \"in\" = 1 ORDER BY room"};
inline constexpr Select<MemberId, RoomId> members_of_room{"SELECT member FROM membership WHERE room = ?1 AND \"in\" = 1"};

// Members and what is theirs.
inline constexpr Select<Account, MemberId> member{"SELECT * FROM member WHERE id = ?1"};
inline constexpr Select<SessionRecord, MemberId, Time> sessions_of{
    "SELECT * FROM session WHERE member = ?1 AND (expires_at = 0 OR expires_at > ?2) ORDER BY id"};
inline constexpr Select<NotificationRecord, NotificationId> notification{"SELECT * FROM notification WHERE id = ?1"};
inline constexpr Select<NotificationRecord, MemberId, NotificationId, Limit> notifications_of{
    "SELECT * FROM notification WHERE member = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"};
inline constexpr Select<std::int64_t, MemberId> unseen_count{"SELECT count(*) FROM notification WHERE member = ?1 AND seen = 0"};
inline constexpr Select<Utility, UtilityId> utility{"SELECT * FROM utility WHERE id = ?1"};
inline constexpr Select<Utility, UtilityId> utilities_after{"SELECT * FROM utility WHERE id > ?1 ORDER BY id"};

// Moderation. `now` narrows sanctions to those in force at that time.
inline constexpr Select<Sanction, SanctionId> sanction{"SELECT * FROM sanction WHERE id = ?1"};
inline constexpr Select<Sanction, MemberId, Maybe<RoomId>, SanctionId, Maybe<Time>, Limit> sanctions_of_member{
    "SELECT * FROM sanction WHERE member = ?1 AND (?2 IS NULL OR room = ?2) AND id < ?3"
    " AND (?4 IS NULL OR (lifted_at = 0 AND kind <> 'warning' AND (until = 0 OR until > ?4))) ORDER BY id DESC LIMIT ?5"};
inline constexpr Select<Sanction, RoomId, Maybe<MemberId>, SanctionId, Maybe<Time>, Limit> sanctions_of_room{
    "SELECT * FROM sanction WHERE room = ?1 AND (?2 IS NULL OR member = ?2) AND id < ?3"
    " AND (?4 IS NULL OR (lifted_at = 0 AND kind <> 'warning' AND (until = 0 OR until > ?4))) ORDER BY id DESC LIMIT ?5"};
inline constexpr Select<Sanction, SanctionId, Maybe<Time>, Limit> all_sanctions{
    "SELECT * FROM sanction WHERE id < ?1"
    " AND (?2 IS NULL OR (lifted_at = 0 AND kind <> 'warning' AND (until = 0 OR until > ?2))) ORDER BY id DESC LIMIT ?3"};
inline constexpr Select<Report, ReportId> report{"SELECT * FROM report WHERE id = ?1"};
inline constexpr Select<Report, RoomId, ReportStatus, ReportId, Limit> reports_of_room{
    "SELECT * FROM report WHERE room = ?1 AND status = ?2 AND id > ?3 ORDER BY id LIMIT ?4"};
inline constexpr Select<Report, ReportStatus, ReportId, Limit> all_reports{
    "SELECT * FROM report WHERE status = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
inline constexpr Select<Report, Stream, Limit> open_reports_on_desk{
    "SELECT r.* FROM report r CROSS JOIN change c ON c.stream = ?1 AND c.kind = 10 AND c.entity = r.id"
    " WHERE r.status = 'open' ORDER BY r.id LIMIT ?2"};
inline constexpr Select<PendingPost, PendingId> pending{"SELECT * FROM pending WHERE id = ?1"};
inline constexpr Select<PendingPost, RoomId, Limit> pending_in_room{
    "SELECT * FROM pending WHERE room = ?1 AND decided = 0 ORDER BY id LIMIT ?2"};
inline constexpr Select<PendingPost, MemberId, Limit> pending_by{
    "SELECT * FROM pending WHERE by = ?1 AND decided = 0 ORDER BY id LIMIT ?2"};
inline constexpr Select<ApplicationRecord, ApplicationId> application{"SELECT * FROM application WHERE id = ?1"};
inline constexpr Select<ApplicationRecord, ApplicationStatus, ApplicationId, Limit> applications{
    "SELECT * FROM application WHERE status = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
/// Those that name one of the rooms.
inline constexpr Select<ApplicationRecord, ApplicationStatus, ApplicationId, Ids, Limit> applications_for{
    "SELECT * FROM application AS a WHERE status = ?1 AND id > ?2 AND EXISTS"
    " (SELECT 1 FROM json_each(a.rooms) j WHERE j.value IN (SELECT value FROM json_each(?3))) ORDER BY id LIMIT ?4"};
inline constexpr Select<ApplicationRecord, Stream, Limit> applications_on_desk{
    "SELECT a.* FROM application a CROSS JOIN change c ON c.stream = ?1 AND c.kind = 9 AND c.entity = a.id"
    " WHERE a.status = 'pending' ORDER BY a.id LIMIT ?2"};
inline constexpr Select<AuditEntry, RoomId, Maybe<MemberId>, AuditId, Limit> audit_of_room{
    "SELECT * FROM audit WHERE room = ?1 AND (?2 IS NULL OR member = ?2) AND id < ?3 ORDER BY id DESC LIMIT ?4"};
inline constexpr Select<AuditEntry, MemberId, AuditId, Limit> audit_of_member{
    "SELECT * FROM audit WHERE member = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"};
inline constexpr Select<AuditEntry, AuditId, Limit> all_audit{"SELECT * FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2"};
inline constexpr Select<InvitationRecord, MemberId, InvitationId, Limit> invitations_by{
    "SELECT * FROM invitation WHERE by = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"};
inline constexpr Select<InvitationRecord, InvitationId, Limit> all_invitations{
    "SELECT * FROM invitation WHERE id < ?1 ORDER BY id DESC LIMIT ?2"};

// The database itself.
inline constexpr Select<std::int64_t> seq{"SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'seq'"};
inline constexpr Select<std::int64_t> bytes{"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"};

}  // namespace select

/// The texts of all of them, each once. A reader prepares these and no others.
std::span<const std::string_view> reader_catalogue();

}  // namespace standpipe::store
