#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "server/domain/decision.hpp"

namespace standpipe::domain {

/// What decide needs of what lies on disk: the store answers from the writer's own connection, so that it sees all earlier
/// commands, those of the same batch included. Tests answer from memory. Every call is an index seek or a bounded range. A row
/// that is damaged on disk is not there, also where another row names it.
class Content {
 public:
  virtual ~Content() = default;

  virtual std::optional<Message> message(MessageId id) const = 0;
  virtual std::optional<Thread> thread(ThreadId id) const = 0;
  /// The member's read mark of the thread; 0 where there is none.
  virtual Index read_mark(MemberId member, ThreadId thread) const = 0;
  /// The number of the first message of the thread, or with thread 0 of the room's chat, whose index is above `index`; 0 where
  /// there is none.
  virtual Number next_number(RoomId room, ThreadId thread, Index index) const = 0;
  /// The index of the thread's last message with a number up to `number`; 0 where there is none.
  virtual Index index_at(ThreadId thread, Number number) const = 0;
  /// The same for the room's chat.
  virtual Index chat_index_at(RoomId room, Number number) const = 0;
  /// All messages of a thread by index, at most `limit`.
  virtual std::vector<Message> thread_messages(ThreadId thread, std::size_t limit) const = 0;
  virtual std::vector<std::pair<MemberId, Index>> thread_marks(ThreadId thread) const = 0;
  /// Messages by a member with an id above `after`, ascending, at most `limit`.
  virtual std::vector<Message> messages_by(MemberId member, MessageId after, std::size_t limit) const = 0;
  virtual std::optional<Sanction> sanction(SanctionId id) const = 0;
  virtual std::optional<Report> report(ReportId id) const = 0;
  virtual bool has_open_report(MessageId message, MemberId by) const = 0;
  virtual std::optional<PendingPost> pending(PendingId id) const = 0;
  /// A member's own undecided posts in a room, ascending.
  virtual std::vector<PendingPost> pending_of(MemberId member, RoomId room) const = 0;
  virtual std::optional<ApplicationRecord> application(ApplicationId id) const = 0;
  /// The applications that made the person a member; a rare question (only erasing asks it), a scan is fine.
  virtual std::vector<ApplicationRecord> applications_of(MemberId member) const = 0;
  /// How many of the room's messages are pinned.
  virtual std::size_t pinned_in(RoomId room) const = 0;
  /// The member's unseen notifications with an id up to `up_to`, ascending, at most `limit`.
  virtual std::vector<Notification> unseen(MemberId member, NotificationId up_to, std::size_t limit) const = 0;
  /// The recorded answer of a command with that key.
  virtual std::optional<KeyRecord> key(MemberId member, const std::string& key) const = 0;
};

}  // namespace standpipe::domain
