#include "server/store/content.hpp"

#include "protocol/formats.hpp"
#include "server/store/rows.hpp"

namespace standpipe::store {

using namespace domain;  // NOLINT: this file answers in the domain's words

void WriterContent::each(std::string_view sql, const std::function<void(sqlite::Run&)>& bind,
                         const std::function<void(sqlite::Run&)>& take) const {
  auto* statement = statements_.get(sql);
  if (!statement) {
    if (!error_) error_ = sqlite::error_of(database_, sqlite3_errcode(database_), "prepare " + std::string(sql));
    return;
  }
  sqlite::Run run(statement);
  bind(run);
  while (run.step()) take(run);
  if (run.failed() && !error_) error_ = sqlite::error_of(database_, run.code(), "read for a decision");
}

template <class Row, class... Values>
std::vector<Row> WriterContent::rows(std::string_view sql, const Values&... values) const {
  std::vector<Row> found;
  const auto bind = [&](sqlite::Run& run) { (run.bind(values), ...); };
  each(sql, bind, [&](sqlite::Run& run) {
    auto next = checked_row<Row>(run.statement(), on_damage_);
    if (next) found.push_back(std::move(*next));
  });
  return found;
}

template <class Row, class... Values>
std::optional<Row> WriterContent::row(std::string_view sql, const Values&... values) const {
  auto found = rows<Row>(sql, values...);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

template <class... Values>
std::int64_t WriterContent::number(std::string_view sql, const Values&... values) const {
  std::int64_t found = 0;
  const auto bind = [&](sqlite::Run& run) { (run.bind(values), ...); };
  each(sql, bind, [&](sqlite::Run& run) { found = run.integer(0); });
  return found;
}

namespace {

std::int64_t limit_of(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

}  // namespace

std::optional<Message> WriterContent::message(MessageId id) const {
  return row<Message>("SELECT * FROM message WHERE id = ?1", id);
}

std::optional<Thread> WriterContent::thread(ThreadId id) const {
  return row<Thread>("SELECT * FROM thread WHERE id = ?1", id);
}

Index WriterContent::read_mark(MemberId member, ThreadId thread) const {
  return Index(number("SELECT idx FROM read_mark WHERE member = ?1 AND thread = ?2", member, thread));
}

Number WriterContent::next_number(RoomId room, ThreadId thread, Index index) const {
  return Number(number("SELECT number FROM message WHERE room = ?1 AND thread = ?2 AND idx > ?3 ORDER BY idx LIMIT 1", room,
                       thread, index));
}

// Numbers and indexes of one place ascend together: a thread's messages are walked back from its end, those of a room from the
// number.
Index WriterContent::index_at(ThreadId thread, Number number_up_to) const {
  return Index(
      number("SELECT m.idx FROM thread t CROSS JOIN message m ON m.room = t.room AND m.thread = t.id"
             " WHERE t.id = ?1 AND m.number <= ?2 ORDER BY m.idx DESC LIMIT 1",
             thread, number_up_to));
}

Index WriterContent::chat_index_at(RoomId room, Number number_up_to) const {
  return Index(
      number("SELECT idx FROM message INDEXED BY message_number WHERE room = ?1 AND thread = 0 AND number <= ?2"
             " ORDER BY number DESC LIMIT 1",
             room, number_up_to));
}

std::vector<Message> WriterContent::thread_messages(ThreadId thread, std::size_t limit) const {
  return rows<Message>(
      "SELECT m.* FROM thread t CROSS JOIN message m ON m.room = t.room AND m.thread = t.id"
      " WHERE t.id = ?1 ORDER BY m.idx LIMIT ?2",
      thread, limit_of(limit));
}

std::vector<std::pair<MemberId, Index>> WriterContent::thread_marks(ThreadId thread) const {
  std::vector<std::pair<MemberId, Index>> found;
  each(
      "SELECT member, idx FROM read_mark WHERE thread = ?1 ORDER BY member", [&](sqlite::Run& run) { run.bind(thread); },
      [&](sqlite::Run& run) { found.emplace_back(MemberId(run.integer(0)), Index(run.integer(1))); });
  return found;
}

std::vector<Message> WriterContent::messages_by(MemberId member, MessageId after, std::size_t limit) const {
  return rows<Message>("SELECT * FROM message WHERE by = ?1 AND id > ?2 ORDER BY id LIMIT ?3", member, after, limit_of(limit));
}

std::optional<Sanction> WriterContent::sanction(SanctionId id) const {
  return row<Sanction>("SELECT * FROM sanction WHERE id = ?1", id);
}

std::optional<Report> WriterContent::report(ReportId id) const {
  return row<Report>("SELECT * FROM report WHERE id = ?1", id);
}

bool WriterContent::has_open_report(MessageId message, MemberId by) const {
  return number("SELECT EXISTS (SELECT 1 FROM report WHERE message = ?1 AND by = ?2 AND status = 'open')", message, by) != 0;
}

std::optional<PendingPost> WriterContent::pending(PendingId id) const {
  return row<PendingPost>("SELECT * FROM pending WHERE id = ?1", id);
}

std::vector<PendingPost> WriterContent::pending_of(MemberId member, RoomId room) const {
  return rows<PendingPost>("SELECT * FROM pending WHERE by = ?1 AND room = ?2 AND decided = 0 ORDER BY id", member, room);
}

std::optional<ApplicationRecord> WriterContent::application(ApplicationId id) const {
  return row<ApplicationRecord>("SELECT * FROM application WHERE id = ?1", id);
}

std::vector<ApplicationRecord> WriterContent::applications_of(MemberId member) const {
  return rows<ApplicationRecord>("SELECT * FROM application WHERE member = ?1 ORDER BY id", member);
}

std::size_t WriterContent::pinned_in(RoomId room) const {
  return static_cast<std::size_t>(number("SELECT count(*) FROM message WHERE room = ?1 AND pinned = 1", room));
}

std::vector<Notification> WriterContent::unseen(MemberId member, NotificationId up_to, std::size_t limit) const {
  std::vector<Notification> found;
  const auto records =
      rows<NotificationRecord>("SELECT * FROM notification WHERE member = ?1 AND id <= ?2 AND seen = 0 ORDER BY id LIMIT ?3",
                               member, up_to, limit_of(limit));
  found.reserve(records.size());
  for (const auto& record : records) found.push_back(record.notification);
  return found;
}

std::optional<KeyRecord> WriterContent::key(MemberId member, const std::string& key) const {
  std::optional<KeyRecord> found;
  const auto bytes = protocol::uuid_bytes(key);
  each(
      "SELECT at, reply FROM command_key WHERE member = ?1 AND key = ?2",
      [&](sqlite::Run& run) { run.bind(member).bind_blob(bytes.data(), bytes.size()); },
      [&](sqlite::Run& run) {
        found = KeyRecord{.member = member, .key = key, .at = Time(run.integer(0)), .reply = std::string(run.text(1))};
      });
  return found;
}

}  // namespace standpipe::store
