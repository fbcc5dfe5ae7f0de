#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/commands.hpp"
#include "server/domain/content.hpp"
#include "server/domain/decision.hpp"
#include "server/domain/state.hpp"

namespace standpipe::domain {

/// What an act concerned, for the audit log.
struct AuditSubject {
  MemberId member{};
  RoomId room{};
  ThreadId thread{};
  MessageId message{};
  std::string reason{};
  std::string detail{};
};

/// A decision in the making. It answers what things are like now, with what the command has done so far, and turns each change
/// into its rows, its announcements with the next revision of each stream concerned, and its effects. It checks nothing: that is
/// done before anything is saved. Lives while one command is decided; `state`, `content`, `stamp` and `command` outlive it.
class Draft {
 public:
  Draft(const State& state, const Content& content, const Stamp& stamp, const Command& command)
      : state_(state), content_(content), stamp_(stamp), command_(command), next_(state.next) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// As it was before the command.
  const State& state() const { return state_; }
  const Content& content() const { return content_; }
  Time now() const { return stamp_.at; }
  std::int64_t seq() const { return stamp_.seq; }
  MemberId actor() const { return command_.actor; }
  const Command& command() const { return command_; }

  // How things are now. The id must exist.
  Account account(MemberId member) const;
  Room room(RoomId room) const;
  /// One with in == false where the member has never been in the room.
  MembershipRecord membership(MemberId member, RoomId room) const;
  /// All of the member's, ascending by room.
  std::vector<MembershipRecord> memberships(MemberId member) const;
  std::optional<Thread> thread(ThreadId thread) const;
  Rev head(StreamKey stream) const;
  Number last_number(RoomId room) const;
  Index chat_last(RoomId room) const;

  template <class Id>
  Id take(Id NextIds::*kind) {
    return std::exchange(next_.*kind, (next_.*kind).next());
  }
  Number take_number(RoomId room);
  Index take_chat_index(RoomId room);

  // Each writes the row and tells the streams of those who may see it.
  /// Raises the version where the profile changed.
  void save(Account account);
  void save(const Utility& utility);
  void save(const Room& room);
  /// Tells the member only where the part that they see changed.
  void save(const MembershipRecord& record);
  void save(const MarkRecord& record);
  void save(const Thread& thread);
  /// For the counters that the announcement of a message implies.
  void save_unannounced(const Thread& thread);
  /// Stamps the message with the rev of its room's stream. With `own_key`, the author's connections get the command's key.
  Rev save(Message& message, bool own_key = false);
  void save(const Sanction& sanction);
  void save(const Report& report);
  void save(const PendingPost& post);
  void save(const ApplicationRecord& record);
  /// Marks the member's notifications, ascending by id and all that are unseen up to the last of them, as seen.
  void save_seen(MemberId member, std::vector<Notification> notifications);
  /// Rows that no stream speaks of.
  void write(RowChange row) { decision_.rows.push_back(std::move(row)); }

  /// Leaves the thread's or the message's tombstone in a room that it has moved from.
  void bury(const Thread& thread);
  void bury(const Message& message);

  /// Makes a notification; id and time are filled in.
  void notify(MemberId member, Notification notification);
  /// Notes an act of the actor's.
  void audit(std::string_view act, AuditSubject subject);
  void add(Effect effect) { decision_.effects.push_back(std::move(effect)); }

  /// The decision, with the command's key recorded beside `recorded`, the reply that a retry gets.
  Decision finish(std::string reply, std::string recorded) &&;

 private:
  struct Counters {
    Number last_number;
    Index chat_last;
  };
  Counters& counters(RoomId room);
  void announce(MemberId member, const Notification& notification);
  Rev announce(StreamKey stream, EntityKind kind, std::int64_t entity, Change change);
  StreamKey desk_of(RoomId room) const;

  const State& state_;
  const Content& content_;
  const Stamp& stamp_;
  const Command& command_;
  NextIds next_;
  Decision decision_;
  std::map<StreamKey, Rev> heads_;
  std::map<RoomId, Counters> counters_;
  std::map<MemberId, Account> accounts_;
  std::map<RoomId, Room> rooms_;
  std::map<std::pair<MemberId, RoomId>, MembershipRecord> memberships_;
  std::map<ThreadId, Thread> threads_;
};

}  // namespace standpipe::domain
