#include "client-cli/held_messages.hpp"

#include <algorithm>

#include "client-cli/packed.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

std::unique_ptr<char[]> rest_of(Message message) {
  message.id = {};
  message.room = {};
  message.thread = {};
  message.index = {};
  message.key.clear();
  const auto packed = Packer::pack(message);
  auto rest = std::make_unique<char[]>(packed.size());
  std::ranges::copy(packed, rest.get());
  return rest;
}

/// Makes room for one more. By an eighth: what is bounded and lives as long as the program needs no half of it to spare.
template <class T>
void grow(std::vector<T>& list) {
  if (list.size() == list.capacity()) list.reserve(list.size() + list.size() / 8 + 1);
}

Message restored(const Place& place, Index index, MessageId id, const char* rest) {
  auto message = Unpacker::unpack<Message>(rest);
  message.id = id;
  message.room = place.room;
  message.thread = place.thread;
  message.index = index;
  return message;
}

}  // namespace

void HeldMessages::put(const Message& message) {
  const Place place{message.room, message.thread};
  if (const Where* before = where(message.id)) {
    if (before->place != place || before->index != message.index) erase(message.id);
  }
  Entries& list = places_[place];
  const auto at = std::ranges::lower_bound(list, message.index, {}, &Entry::index);
  if (at != list.end() && at->index == message.index) {
    at->rest = rest_of(message);
    if (at->id == message.id) return;
    forget_where(at->id);
    at->id = message.id;
  } else {
    const auto before = at - list.begin();
    grow(list);
    list.insert(list.begin() + before, {message.index, message.id, rest_of(message)});
  }
  grow(by_id_);
  by_id_.insert(std::ranges::lower_bound(by_id_, message.id, {}, &Where::id), {message.id, message.index, place});
  if (by_id_.size() > most) drop_oldest();
}

void HeldMessages::erase(MessageId id) {
  const Where* found = where(id);
  if (found == nullptr) return;
  const auto place = places_.find(found->place);
  place->second.erase(std::ranges::lower_bound(place->second, found->index, {}, &Entry::index));
  if (place->second.empty()) places_.erase(place);
  forget_where(id);
}

void HeldMessages::forget(RoomId room) {
  std::erase_if(places_, [&](const auto& entry) { return entry.first.room == room; });
  std::erase_if(by_id_, [&](const Where& where) { return where.place.room == room; });
}

std::optional<Message> HeldMessages::find(MessageId id) const {
  const Where* found = where(id);
  return found == nullptr ? std::nullopt : std::optional(message_at(*found));
}

RoomId HeldMessages::room_of(MessageId id) const {
  const Where* found = where(id);
  return found == nullptr ? RoomId{} : found->place.room;
}

std::vector<Message> HeldMessages::page(Place place, Index from, std::size_t count) const {
  const Entries& list = entries(place);
  const auto first = static_cast<std::size_t>(std::ranges::lower_bound(list, from, {}, &Entry::index) - list.begin());
  return messages(place, first, first + std::min(count, list.size() - first));
}

std::vector<Message> HeldMessages::newest(Place place, std::size_t count) const {
  const auto size = entries(place).size();
  return messages(place, size - std::min(count, size), size);
}

std::optional<Index> HeldMessages::first(Place place) const {
  const Entries& list = entries(place);
  return list.empty() ? std::nullopt : std::optional(list.front().index);
}

std::optional<Index> HeldMessages::last(Place place) const {
  const Entries& list = entries(place);
  return list.empty() ? std::nullopt : std::optional(list.back().index);
}

bool HeldMessages::holds(Place place, Index from, Index to) const {
  if (from > to) return true;
  const Entries& list = entries(place);
  const auto first = std::ranges::lower_bound(list, from, {}, &Entry::index);
  const auto distance = to.value - from.value;
  return first != list.end() && first->index == from && list.end() - first > distance && (first + distance)->index == to;
}

const HeldMessages::Where* HeldMessages::where(MessageId id) const {
  const auto at = std::ranges::lower_bound(by_id_, id, {}, &Where::id);
  return at != by_id_.end() && at->id == id ? &*at : nullptr;
}

void HeldMessages::forget_where(MessageId id) {
  by_id_.erase(std::ranges::lower_bound(by_id_, id, {}, &Where::id));
}

void HeldMessages::drop_oldest() {
  // Of places that have as many, the one where nothing was written for longest.
  const auto largest = std::ranges::max_element(places_, [](const auto& a, const auto& b) {
    if (a.second.size() != b.second.size()) return a.second.size() < b.second.size();
    return a.second.back().id > b.second.back().id;
  });
  erase(MessageId(largest->second.front().id));
}

const HeldMessages::Entries& HeldMessages::entries(const Place& place) const {
  static const Entries none;
  const auto found = places_.find(place);
  return found == places_.end() ? none : found->second;
}

std::vector<Message> HeldMessages::messages(const Place& place, std::size_t from, std::size_t to) const {
  std::vector<Message> out;
  out.reserve(to - from);
  const Entries& list = entries(place);
  for (auto i = from; i < to; ++i) out.push_back(restored(place, list[i].index, list[i].id, list[i].rest.get()));
  return out;
}

Message HeldMessages::message_at(const Where& where) const {
  const Entries& list = entries(where.place);
  const auto at = std::ranges::lower_bound(list, where.index, {}, &Entry::index);
  return restored(where.place, where.index, where.id, at->rest.get());
}

}  // namespace standpipe::client
