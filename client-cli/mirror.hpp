#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-cli/held_messages.hpp"
#include "protocol/results.hpp"

namespace standpipe::client {

/// The room with that slug or number.
std::optional<protocol::Room> room_named(std::string_view name, const std::vector<protocol::Room>& rooms);

/// A client's copy of what its member's streams say, kept by one rule: take an entity with a rev, put it in place of the one
/// before. A pure reducer: no socket, no disk, no clock. The same events in the same order give the same copy.
///
/// Bounded: of messages the newest `messages_in_all`, as held_messages.hpp says; of notifications the newest
/// `notifications_in_all`; of threads, from one hello to the next and from one run to the next, the `threads_in_all` where
/// something was said last; of people, `MirrorFile::people_in_all` from one run to the next. What is left out is asked for where
/// it is needed.
class Mirror {
 public:
  static constexpr std::size_t messages_in_all = HeldMessages::most;
  static constexpr std::size_t notifications_in_all = 1'000;
  static constexpr std::size_t threads_in_all = 3'000;

  using Place = client::Place;

  enum class Applied {
    taken,   ///< the copy is up to date with it
    old,     ///< known already
    missed,  ///< events before it are missing: ask changes.since from head(stream)
  };

  /// A hello's answer. Another epoch than the copy's empties the copy first.
  void apply(const protocol::HelloResult& hello);
  /// The answer of changes.since, or one stream of a hello.
  void apply(const protocol::CatchUp& catch_up);
  /// The params of an event.
  Applied apply(const protocol::Change& event);
  /// A page of messages: older ones, or some that were asked for. Only of rooms that the member is in. An event that came while
  /// it was on its way may say something newer: that stays.
  void apply(const protocol::MessagePage& page);
  void apply(const protocol::ThreadPage& page);
  /// Who people are.
  void apply(const protocol::MemberPage& page);
  void apply(const protocol::Notifications& page);
  /// The rooms that the member may see, and no more of it: the heads are told by streams.
  void apply(const protocol::Rooms& list);
  /// The stream is closed for this member: what it said goes.
  void close(std::string_view stream);
  /// A room's counters, as room.join or hello give them, and the head to count its events from.
  void apply(const protocol::RoomHead& head);

  const std::string& epoch() const { return epoch_; }
  /// What to name in hello: the head of each stream.
  const std::map<std::string, protocol::Rev>& heads() const { return heads_; }
  protocol::Rev head(std::string_view stream) const;

  const protocol::Profile& me() const { return me_; }
  const std::map<protocol::RoomId, protocol::Room>& rooms() const { return rooms_; }
  const std::map<protocol::RoomId, protocol::RoomHead>& room_heads() const { return room_heads_; }
  const std::map<protocol::RoomId, protocol::Membership>& memberships() const { return memberships_; }
  const std::map<protocol::ThreadId, protocol::Thread>& threads() const { return threads_; }
  const std::map<protocol::MemberId, protocol::Person>& people() const { return people_; }
  const std::map<protocol::NotificationId, protocol::Notification>& notifications() const { return notifications_; }
  /// The member's own posts that wait for a moderator.
  const std::map<protocol::PendingId, protocol::PendingPost>& pending() const { return pending_; }

  /// By slug or number, as it is shown. Only a room that this member is told of when it changes: of others the copy may be old.
  std::optional<protocol::Room> find_room(std::string_view name) const;
  std::optional<protocol::Room> find_room(protocol::RoomId id) const;
  /// A direct conversation, which has neither, with its partner for a name and its number for a slug; any other as it is.
  protocol::Room shown(protocol::Room room) const;
  /// The direct conversation with somebody.
  std::optional<protocol::Room> direct_with(protocol::MemberId partner) const;
  std::optional<protocol::Person> person(protocol::MemberId id) const;
  std::string person_name(protocol::MemberId id) const;
  /// Who bears that name, as far as the copy knows: once, or not at all.
  std::optional<protocol::MemberId> person_by_name(std::string_view name) const;
  bool is_in(protocol::RoomId room) const;
  /// The room's last number - baseline - read.
  std::int64_t unread(protocol::RoomId room) const;
  /// The place's newest message, held or not, as far as the copy knows; 0: nothing was said.
  protocol::Index last_index(Place place) const;
  /// The member's read mark.
  protocol::Index read_up_to(Place place) const;

  std::optional<protocol::Message> message(protocol::MessageId id) const { return messages_.find(id); }
  std::size_t message_count() const { return messages_.size(); }
  /// Of what is held: at most `count` messages with this index or a later one, ascending, without those between that are not.
  std::vector<protocol::Message> page(Place place, protocol::Index from, std::size_t count) const {
    return messages_.page(place, from, count);
  }
  std::vector<protocol::Message> newest(Place place, std::size_t count) const { return messages_.newest(place, count); }
  std::optional<protocol::Index> first_held(Place place) const { return messages_.first(place); }
  std::optional<protocol::Index> last_held(Place place) const { return messages_.last(place); }
  /// Every message from the one to the other, both included.
  bool holds(Place place, protocol::Index from, protocol::Index to) const { return messages_.holds(place, from, to); }

 private:
  friend class MirrorFile;

  void take(const std::string& stream, const protocol::Change& change);
  /// The stream has a gap: what the copy has of it goes.
  void empty(std::string_view stream);
  void take_message(const protocol::Message& message);
  void take_thread(const protocol::Thread& thread);
  void take_notification(const protocol::Notification& notification);
  void drop_quiet_threads();
  /// What was said in the room.
  void forget(protocol::RoomId room);
  bool is_followed(const protocol::Room& room) const;

  std::string epoch_;
  std::map<std::string, protocol::Rev> heads_;
  protocol::Profile me_;
  std::map<protocol::RoomId, protocol::Room> rooms_;
  std::map<protocol::RoomId, protocol::RoomHead> room_heads_;
  std::map<protocol::RoomId, protocol::Membership> memberships_;
  std::map<protocol::ThreadId, protocol::Thread> threads_;
  std::map<protocol::ThreadId, protocol::ReadMark> marks_;
  HeldMessages messages_;
  std::map<protocol::NotificationId, protocol::Notification> notifications_;
  std::map<protocol::PendingId, protocol::PendingPost> pending_;
  std::map<protocol::MemberId, protocol::Person> people_;
};

}  // namespace standpipe::client
