#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "server/domain/content.hpp"
#include "server/domain/state.hpp"
#include "server/domain/stream.hpp"

namespace standpipe::test {

/// The store without a disk: keeps each row by its key, and the newest revision of each entity in each stream. What the real
/// store answers, it answers too, by looking at everything. The rows are public, for tests to look at.
class MemoryContent : public domain::Content {
 public:
  using EntityKey = std::pair<domain::EntityKind, std::int64_t>;

  /// Brings in all rows and announcements of a decision.
  void apply(const domain::Decision& decision, std::int64_t seq, protocol::Time at);
  void apply(const domain::RowChange& row);

  /// The state that the rows say, as after a restart.
  domain::State load() const;

  std::optional<protocol::Message> message(protocol::MessageId id) const override;
  std::optional<protocol::Thread> thread(protocol::ThreadId id) const override;
  protocol::Index read_mark(protocol::MemberId member, protocol::ThreadId thread) const override;
  protocol::Number next_number(protocol::RoomId room, protocol::ThreadId thread, protocol::Index index) const override;
  protocol::Index index_at(protocol::ThreadId thread, protocol::Number number) const override;
  protocol::Index chat_index_at(protocol::RoomId room, protocol::Number number) const override;
  std::vector<protocol::Message> thread_messages(protocol::ThreadId thread, std::size_t limit) const override;
  std::vector<std::pair<protocol::MemberId, protocol::Index>> thread_marks(protocol::ThreadId thread) const override;
  std::vector<protocol::Message> messages_by(protocol::MemberId member, protocol::MessageId after,
                                             std::size_t limit) const override;
  std::optional<protocol::Sanction> sanction(protocol::SanctionId id) const override;
  std::optional<protocol::Report> report(protocol::ReportId id) const override;
  bool has_open_report(protocol::MessageId message, protocol::MemberId by) const override;
  std::optional<protocol::PendingPost> pending(protocol::PendingId id) const override;
  std::vector<protocol::PendingPost> pending_of(protocol::MemberId member, protocol::RoomId room) const override;
  std::optional<domain::ApplicationRecord> application(protocol::ApplicationId id) const override;
  std::vector<domain::ApplicationRecord> applications_of(protocol::MemberId member) const override;
  std::size_t pinned_in(protocol::RoomId room) const override;
  std::vector<protocol::Notification> unseen(protocol::MemberId member, protocol::NotificationId up_to,
                                             std::size_t limit) const override;
  std::optional<domain::KeyRecord> key(protocol::MemberId member, const std::string& key) const override;

  std::int64_t seq = 0;
  protocol::Time at;
  std::map<protocol::MemberId, domain::Account> accounts;
  std::map<protocol::UtilityId, protocol::Utility> utilities;
  std::map<protocol::RoomId, protocol::Room> rooms;
  std::map<std::pair<protocol::MemberId, protocol::RoomId>, domain::MembershipRecord> memberships;
  std::map<protocol::ThreadId, protocol::Thread> threads;
  std::map<protocol::MessageId, protocol::Message> messages;
  std::set<protocol::MessageId> damaged;  ///< of a page by author they count as rows and are not given, as on a disk
  std::map<std::pair<protocol::RoomId, protocol::Number>, domain::GoneRecord> gone;
  std::map<std::pair<protocol::MemberId, protocol::ThreadId>, domain::MarkRecord> marks;
  std::map<protocol::SanctionId, protocol::Sanction> sanctions;
  std::map<protocol::ReportId, protocol::Report> reports;
  std::map<protocol::PendingId, protocol::PendingPost> pending_posts;
  std::map<protocol::NotificationId, domain::NotificationRecord> notifications;
  std::map<protocol::ApplicationId, domain::ApplicationRecord> applications;
  std::map<protocol::InvitationId, domain::InvitationRecord> invitations;
  std::map<protocol::SessionId, domain::SessionRecord> sessions;
  std::vector<protocol::AuditEntry> audit;
  std::map<std::pair<protocol::MemberId, std::string>, domain::KeyRecord> keys;
  /// The change table: of each stream, the newest rev of each entity in it.
  std::map<domain::StreamKey, std::map<EntityKey, protocol::Rev>> changes;

 private:
  void put(const domain::Account& row) { accounts[row.profile.id] = row; }
  void put(const protocol::Utility& row) { utilities[row.id] = row; }
  void put(const protocol::Room& row) { rooms[row.id] = row; }
  void put(const domain::MembershipRecord& row) { memberships[{row.member, row.membership.room}] = row; }
  void put(const protocol::Thread& row) { threads[row.id] = row; }
  void put(const protocol::Message& row) { messages[row.id] = row; }
  void put(const domain::GoneRecord& row) { gone[{row.room, row.number}] = row; }
  void put(const domain::MarkRecord& row) { marks[{row.member, row.mark.thread}] = row; }
  void put(const protocol::Sanction& row) { sanctions[row.id] = row; }
  void put(const protocol::Report& row) { reports[row.id] = row; }
  void put(const protocol::PendingPost& row) { pending_posts[row.id] = row; }
  void put(const domain::NotificationRecord& row) { notifications[row.notification.id] = row; }
  void put(const domain::NotificationsSeen& row);
  void put(const domain::ApplicationRecord& row) { applications[row.application.id] = row; }
  void put(const domain::InvitationRecord& row) { invitations[row.invitation.id] = row; }
  void put(const domain::SessionRecord& row) { sessions[row.id] = row; }
  void put(const domain::SessionEnded& row) { sessions.erase(row.id); }
  void put(const protocol::AuditEntry& row) { audit.push_back(row); }
  void put(const domain::KeyRecord& row) { keys[{row.member, row.key}] = row; }
  void put(const domain::KeysExpired& row);
};

/// What a stream's reader gets who asks for everything after `since`: each entity as the rows have it now, ascending by rev.
std::vector<protocol::Change> changes_since(const MemoryContent& content, domain::StreamKey stream, protocol::Rev since);

}  // namespace standpipe::test
