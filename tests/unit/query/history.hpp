#pragma once

#include <map>
#include <random>
#include <utility>
#include <vector>

#include "tests/unit/query/disk_community.hpp"

namespace standpipe::test {

/// Random acts of a few people in three rooms, a group among them: posts, threads that move, reactions, removals, pins, marks,
/// sanctions, reports, newcomers' posts, profiles. Some are refused, as in life. The same seed gives the same history.
class RandomHistory {
 public:
  RandomHistory(DiskCommunity& community, std::uint32_t seed);
  void act();
  std::vector<MemberId> people;
  std::vector<RoomId> rooms;

 private:
  domain::Payload next(MemberId actor);
  std::int64_t below(std::int64_t end) { return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random_); }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(std::ssize(list)))];
  }
  template <class Id>
  Id any_id(Id next) {
    return Id{1 + below(std::max<std::int64_t>(1, next.value - 1))};
  }

  DiskCommunity& c_;
  std::mt19937 random_;
};

/// What a client knows of one stream: the newest state of each entity, and what messages imply for their threads.
class Mirror {
 public:
  using Key = std::pair<domain::EntityKind, std::int64_t>;
  void take(const domain::Announcement& announcement);
  void take(const Change& change);
  const std::map<Key, Change>& entities() const { return entities_; }

  static Key key_of(const Change& change);

 private:
  std::map<Key, Change> entities_;
};

}  // namespace standpipe::test
