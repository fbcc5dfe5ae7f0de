#pragma once

#include <random>
#include <vector>

#include "tests/unit/domain/community.hpp"

namespace standpipe::test {

/// Makes commands as people might give them, sensible and not, of what is in the community: the same seed gives the same commands
/// for the same community.
class RandomCommands {
 public:
  RandomCommands(const Community& community, std::uint64_t seed) : community_(community), random_(seed) {}

  /// The first commands: enough people and rooms for something to happen between them.
  static void populate(Community& community);

  domain::Command next();
  /// Milliseconds until the next command.
  std::int64_t pause() { return below(20) == 0 ? below(3 * day_ms) : below(90'000); }

 private:
  std::int64_t below(std::int64_t bound) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound)); }
  bool coin() { return below(2) == 1; }
  bool seldom() { return below(10) == 0; }
  template <class T>
  std::optional<T> perhaps(T value) {
    return coin() ? std::optional<T>(std::move(value)) : std::nullopt;
  }
  template <class T>
  T any_of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(list.size())))];
  }
  /// One of the ids given out so far, or one that does not exist.
  template <class Id>
  Id any(Id next_id) {
    return Id{1 + below(next_id.value)};
  }
  MemberId member() { return any(community_.state.next.member); }
  MemberId likely_actor();
  /// Mostly one that the actor is in.
  RoomId room();
  ThreadId thread() { return any(community_.state.next.thread); }
  MessageId message() { return any(community_.state.next.message); }
  /// Mostly one of the actor's own.
  MessageId own_message();
  /// Mostly one of the same place.
  std::optional<MessageId> replied_to(RoomId where, ThreadId in);
  RoomId room_of(ThreadId in);
  std::vector<MemberId> members();
  std::string words();
  std::int64_t minutes() { return seldom() ? 0 : below(3000); }

  domain::Payload payload();
  domain::Payload from_outside();
  domain::Payload of_message();
  domain::Payload of_reading();
  domain::Payload of_thread();
  domain::Payload of_room();
  domain::Payload of_room_members();
  domain::Payload of_member();
  domain::Payload of_moderation();
  domain::Payload of_account();
  Application application();

  const Community& community_;
  MemberId actor_;
  std::mt19937_64 random_;
  std::int64_t keys_ = 0;
  std::int64_t tokens_ = 0;
};

}  // namespace standpipe::test
