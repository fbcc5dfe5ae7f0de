#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "protocol/entities.hpp"

namespace standpipe::client {

/// Where messages follow one another by index.
struct Place {
  protocol::RoomId room;
  protocol::ThreadId thread;  ///< 0: the chat
  auto operator<=>(const Place&) const = default;
};

/// The messages of a copy, many thousands of them: each lies here packed, and becomes a protocol::Message, which takes twice as
/// much with its parts, when it is asked for.
///
/// Bounded: beyond `most`, the place that has most gives up its oldest. So a busy room never takes what a quiet one has, which
/// may be all that was said there in months; and what a place has left stays without a new gap.
class HeldMessages {
 public:
  static constexpr std::size_t most = 10'000;

  /// In place of what was held of it, wherever that was.
  void put(const protocol::Message& message);
  void erase(protocol::MessageId id);
  /// All of a room.
  void forget(protocol::RoomId room);

  std::size_t size() const { return by_id_.size(); }
  std::optional<protocol::Message> find(protocol::MessageId id) const;
  /// The room that the message is held for; 0: it is not held.
  protocol::RoomId room_of(protocol::MessageId id) const;

  /// At most `count` of those with this index or a later one, ascending; what is not held is left out.
  std::vector<protocol::Message> page(Place place, protocol::Index from, std::size_t count) const;
  std::vector<protocol::Message> newest(Place place, std::size_t count) const;
  std::optional<protocol::Index> first(Place place) const;
  std::optional<protocol::Index> last(Place place) const;
  /// All of them from the one to the other, both included.
  bool holds(Place place, protocol::Index from, protocol::Index to) const;

  /// f(message) for each, in the order of their ids: so that they can be put again with nothing to be moved.
  template <class F>
  void for_each(F&& f) const {
    for (const Where& where : by_id_) f(message_at(where));
  }

 private:
  struct Entry {
    protocol::Index index;
    protocol::MessageId id;
    std::unique_ptr<char[]> rest;  ///< packed: what the place, the index and the id do not tell
  };
  using Entries = std::vector<Entry>;  ///< ascending by index
  struct Where {
    protocol::MessageId id;
    protocol::Index index;
    Place place;
  };

  const Where* where(protocol::MessageId id) const;
  void forget_where(protocol::MessageId id);
  void drop_oldest();
  const Entries& entries(const Place& place) const;
  std::vector<protocol::Message> messages(const Place& place, std::size_t from, std::size_t to) const;
  protocol::Message message_at(const Where& where) const;

  std::map<Place, Entries> places_;
  std::vector<Where> by_id_;  ///< ascending by id
};

}  // namespace standpipe::client
