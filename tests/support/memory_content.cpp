#include "tests/support/memory_content.hpp"

#include <algorithm>

namespace standpipe::test {

using namespace protocol;  // NOLINT: the tests speak the protocol's words
using domain::EntityKind;
using domain::StreamKey;

namespace {

template <class Map>
auto find(const Map& map, const typename Map::key_type& key) {
  const auto at = map.find(key);
  return at == map.end() ? std::nullopt : std::optional<typename Map::mapped_type>(at->second);
}

template <class Map>
void bring_in(domain::State& state, const Map& rows) {
  for (const auto& [key, row] : rows) domain::evolve(state, row);
}

}  // namespace

void MemoryContent::apply(const domain::RowChange& row) {
  std::visit([this](const auto& content) { put(content); }, row);
}

void MemoryContent::apply(const domain::Decision& decision, std::int64_t decision_seq, Time decided_at) {
  seq = decision_seq;
  at = decided_at;
  for (const auto& row : decision.rows) apply(row);
  for (const auto& announcement : decision.announcements) {
    changes[announcement.stream][{announcement.kind, announcement.entity}] = announcement.change.rev;
  }
}

domain::State MemoryContent::load() const {
  domain::State state;
  state.seq = seq;
  state.at = at;
  bring_in(state, accounts);
  bring_in(state, utilities);
  bring_in(state, rooms);
  bring_in(state, memberships);
  bring_in(state, threads);
  bring_in(state, messages);
  bring_in(state, gone);
  bring_in(state, sanctions);
  bring_in(state, reports);
  bring_in(state, pending_posts);
  bring_in(state, notifications);
  bring_in(state, applications);
  bring_in(state, invitations);
  bring_in(state, sessions);
  for (const auto& entry : audit) domain::evolve(state, entry);
  for (const auto& [stream, entities] : changes) {
    domain::Announcement newest{.stream = stream};
    for (const auto& [entity, rev] : entities) newest.change.rev = std::max(newest.change.rev, rev);
    domain::evolve(state, newest);
  }
  return state;
}

void MemoryContent::put(const domain::NotificationsSeen& row) {
  for (auto& [id, record] : notifications) {
    if (record.member == row.member && id <= row.up_to) record.notification.seen = true;
  }
}

void MemoryContent::put(const domain::KeysExpired& row) {
  std::erase_if(keys, [&](const auto& entry) { return entry.second.at < row.before; });
}

std::optional<Message> MemoryContent::message(MessageId id) const {
  return find(messages, id);
}

std::optional<Thread> MemoryContent::thread(ThreadId id) const {
  return find(threads, id);
}

Index MemoryContent::read_mark(MemberId member, ThreadId thread) const {
  const auto mark = find(marks, {member, thread});
  return mark ? mark->mark.index : Index{};
}

Number MemoryContent::next_number(RoomId room, ThreadId thread, Index index) const {
  Message next;
  for (const auto& [id, message] : messages) {
    const bool later = message.room == room && message.thread == thread && message.index > index;
    if (later && (!next.number || message.index < next.index)) next = message;
  }
  return next.number;
}

Index MemoryContent::index_at(ThreadId thread, Number number) const {
  Index index;
  for (const auto& [id, message] : messages) {
    if (message.thread == thread && message.number <= number) index = std::max(index, message.index);
  }
  return index;
}

Index MemoryContent::chat_index_at(RoomId room, Number number) const {
  Index index;
  for (const auto& [id, message] : messages) {
    if (message.room == room && !message.thread && message.number <= number) index = std::max(index, message.index);
  }
  return index;
}

std::vector<Message> MemoryContent::thread_messages(ThreadId thread, std::size_t limit) const {
  std::vector<Message> found;
  for (const auto& [id, message] : messages) {
    if (message.thread == thread) found.push_back(message);
  }
  std::ranges::sort(found, {}, &Message::index);
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<std::pair<MemberId, Index>> MemoryContent::thread_marks(ThreadId thread) const {
  std::vector<std::pair<MemberId, Index>> found;
  for (const auto& [key, record] : marks) {
    if (key.second == thread) found.emplace_back(key.first, record.mark.index);
  }
  return found;
}

std::vector<Message> MemoryContent::messages_by(MemberId member, MessageId after, std::size_t limit) const {
  std::vector<Message> found;
  std::size_t rows = 0;
  for (auto at_id = messages.upper_bound(after); at_id != messages.end() && rows < limit; ++at_id) {
    if (at_id->second.by != member) continue;
    ++rows;
    if (!damaged.contains(at_id->first)) found.push_back(at_id->second);
  }
  return found;
}

std::optional<Sanction> MemoryContent::sanction(SanctionId id) const {
  return find(sanctions, id);
}

std::optional<Report> MemoryContent::report(ReportId id) const {
  return find(reports, id);
}

bool MemoryContent::has_open_report(MessageId message, MemberId by) const {
  return std::ranges::any_of(reports, [&](const auto& entry) {
    const auto& report = entry.second;
    return report.message == message && report.by == by && report.status == ReportStatus::open;
  });
}

std::optional<PendingPost> MemoryContent::pending(PendingId id) const {
  return find(pending_posts, id);
}

std::vector<PendingPost> MemoryContent::pending_of(MemberId member, RoomId room) const {
  std::vector<PendingPost> found;
  for (const auto& [id, post] : pending_posts) {
    if (post.by == member && post.room == room && !post.decided) found.push_back(post);
  }
  return found;
}

std::optional<domain::ApplicationRecord> MemoryContent::application(ApplicationId id) const {
  return find(applications, id);
}

std::vector<domain::ApplicationRecord> MemoryContent::applications_of(MemberId member) const {
  std::vector<domain::ApplicationRecord> found;
  for (const auto& [id, record] : applications) {
    if (record.application.member == member) found.push_back(record);
  }
  return found;
}

std::size_t MemoryContent::pinned_in(RoomId room) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(messages, [&](const auto& entry) { return entry.second.room == room && entry.second.pinned; }));
}

std::vector<Notification> MemoryContent::unseen(MemberId member, NotificationId up_to, std::size_t limit) const {
  std::vector<Notification> found;
  for (const auto& [id, record] : notifications) {
    const bool asked = record.member == member && id <= up_to && !record.notification.seen;
    if (asked && found.size() < limit) found.push_back(record.notification);
  }
  return found;
}

std::optional<domain::KeyRecord> MemoryContent::key(MemberId member, const std::string& key) const {
  return find(keys, {member, key});
}

namespace {

Message render_message(const MemoryContent& content, MessageId id, RoomId room) {
  const auto& message = content.messages.at(id);
  if (message.room == room) return message;
  Message tombstone;
  tombstone.id = id;
  tombstone.room = room;
  tombstone.gone = true;
  for (const auto& [key, record] : content.gone) {
    if (key.first == room && record.message == id) tombstone.number = record.number;
  }
  return tombstone;
}

Thread render_thread(const MemoryContent& content, ThreadId id, RoomId room) {
  const auto& thread = content.threads.at(id);
  if (thread.room == room) return thread;
  Thread tombstone;
  tombstone.id = id;
  tombstone.room = room;
  tombstone.gone = true;
  return tombstone;
}

Change render(const MemoryContent& content, StreamKey stream, MemoryContent::EntityKey entity) {
  const auto id = entity.second;
  const RoomId room{stream.id};
  const MemberId member{stream.id};
  Change change;
  switch (entity.first) {
    case EntityKind::message:
      change.message = render_message(content, MessageId{id}, room);
      break;
    case EntityKind::thread:
      change.thread = render_thread(content, ThreadId{id}, room);
      break;
    case EntityKind::room:
      change.room = content.rooms.at(RoomId{id});
      break;
    case EntityKind::utility:
      change.utility = content.utilities.at(UtilityId{id});
      break;
    case EntityKind::membership:
      change.membership = content.memberships.at({member, RoomId{id}}).membership;
      break;
    case EntityKind::mark:
      change.mark = content.marks.at({member, ThreadId{id}}).mark;
      break;
    case EntityKind::notification:
      change.notification = content.notifications.at(NotificationId{id}).notification;
      break;
    case EntityKind::sanction:
      change.sanction = content.sanctions.at(SanctionId{id});
      break;
    case EntityKind::application:
      change.application = content.applications.at(ApplicationId{id}).application;
      break;
    case EntityKind::report:
      change.report = content.reports.at(ReportId{id});
      break;
    case EntityKind::pending:
      change.pending = content.pending_posts.at(PendingId{id});
      break;
    case EntityKind::profile:
      change.profile = content.accounts.at(MemberId{id}).profile;
      break;
  }
  return change;
}

}  // namespace

std::vector<Change> changes_since(const MemoryContent& content, StreamKey stream, Rev since) {
  std::vector<Change> found;
  const auto entities = content.changes.find(stream);
  if (entities == content.changes.end()) return found;
  for (const auto& [entity, rev] : entities->second) {
    if (rev <= since) continue;
    found.push_back(render(content, stream, entity));
    found.back().rev = rev;
  }
  std::ranges::sort(found, {}, &Change::rev);
  return found;
}

}  // namespace standpipe::test
