#include "client-cli/mirror.hpp"

#include <algorithm>
#include <charconv>

namespace standpipe::client {

using namespace protocol;

namespace {

/// The room of a stream named "room:N"; 0 for any other.
RoomId room_of(std::string_view stream) {
  if (!stream.starts_with("room:")) return {};
  RoomId room;
  std::from_chars(stream.data() + 5, stream.data() + stream.size(), room.value);
  return room;
}

/// What every member is told of; the others only who is in them.
bool is_public(const Room& room) {
  return room.kind == RoomKind::cop || room.kind == RoomKind::announcement;
}

template <class Map>
auto values(const Map& map) {
  std::vector<typename Map::mapped_type> out;
  out.reserve(map.size());
  for (const auto& [id, value] : map) out.push_back(value);
  return out;
}

}  // namespace

std::optional<Room> room_named(std::string_view name, const std::vector<Room>& rooms) {
  const auto slug = std::ranges::find(rooms, name, &Room::slug);
  if (slug != rooms.end() && !name.empty()) return *slug;
  RoomId id;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id.value);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  const auto number = std::ranges::find(rooms, id, &Room::id);
  return number == rooms.end() ? std::nullopt : std::optional(*number);
}

void Mirror::apply(const HelloResult& hello) {
  if (hello.epoch != epoch_) {
    *this = Mirror();
    epoch_ = hello.epoch;
  }
  me_ = hello.me;
  drop_quiet_threads();
  for (const Person& person : hello.people) people_[person.id] = person;
  for (const CatchUp& stream : hello.streams) apply(stream);
  for (const RoomHead& head : hello.heads) apply(head);
}

void Mirror::apply(const CatchUp& catch_up) {
  if (catch_up.gap) empty(catch_up.stream);
  for (const Change& change : catch_up.changes) take(catch_up.stream, change);
  heads_[catch_up.stream] = std::max(head(catch_up.stream), catch_up.rev);
}

Mirror::Applied Mirror::apply(const Change& event) {
  const Rev known = head(event.stream);
  if (event.rev <= known) return Applied::old;
  if (event.rev != known.next()) return Applied::missed;
  take(event.stream, event);
  heads_[event.stream] = event.rev;
  return Applied::taken;
}

void Mirror::apply(const MessagePage& page) {
  for (const Person& person : page.people) people_[person.id] = person;
  for (const Message& message : page.messages) {
    if (!is_in(message.room)) continue;
    const auto held = messages_.find(message.id);
    if (!held || held->room != message.room || held->rev <= message.rev) take_message(message);
  }
}

void Mirror::apply(const ThreadPage& page) {
  for (const Person& person : page.people) people_[person.id] = person;
  for (const Thread& thread : page.threads) {
    if (is_in(thread.room)) threads_[thread.id] = thread;
  }
  for (const ReadMark& mark : page.marks) marks_[mark.thread] = mark;
}

void Mirror::apply(const MemberPage& page) {
  for (const Profile& p : page.members) people_[p.id] = {p.id, p.name, p.utility_name, p.country};
}

void Mirror::apply(const Notifications& page) {
  for (const Person& person : page.people) people_[person.id] = person;
  for (const Notification& n : page.notifications) take_notification(n);
}

void Mirror::apply(const Rooms& list) {
  for (const Room& room : list.rooms) rooms_[room.id] = room;
}

void Mirror::apply(const RoomHead& head) {
  room_heads_[head.room] = head;
  Rev& rev = heads_["room:" + std::to_string(head.room.value)];
  rev = std::max(rev, head.rev);
}

void Mirror::close(std::string_view stream) {
  empty(stream);
  room_heads_.erase(room_of(stream));
  const auto room = rooms_.find(room_of(stream));
  if (room != rooms_.end() && !is_public(room->second)) rooms_.erase(room);
}

void Mirror::empty(std::string_view stream) {
  heads_.erase(std::string(stream));
  if (const RoomId room = room_of(stream)) {
    forget(room);
  } else if (stream == "community") {
    rooms_.clear();
  } else if (stream == "me") {
    memberships_.clear();
    marks_.clear();
    notifications_.clear();
    pending_.clear();
  }
}

void Mirror::forget(RoomId room) {
  messages_.forget(room);
  std::erase_if(threads_, [&](const auto& entry) { return entry.second.room == room; });
}

void Mirror::take(const std::string& stream, const Change& change) {
  if (change.message) take_message(*change.message);
  if (change.thread) take_thread(*change.thread);
  if (change.room) rooms_[change.room->id] = *change.room;
  if (change.membership) {
    memberships_[change.membership->room] = *change.membership;
    if (!change.membership->in) close("room:" + std::to_string(change.membership->room.value));
  }
  if (change.mark) marks_[change.mark->thread] = *change.mark;
  if (change.notification) take_notification(*change.notification);
  if (change.pending && stream == "me") {
    pending_[change.pending->id] = *change.pending;
    if (change.pending->decided) pending_.erase(change.pending->id);
  }
  if (change.profile) me_ = *change.profile;
}

void Mirror::take_thread(const Thread& thread) {
  const auto before = threads_.find(thread.id);
  if (thread.gone) {
    // Unless it has come to its new room already.
    if (before != threads_.end() && before->second.room == thread.room) threads_.erase(before);
    return;
  }
  threads_[thread.id] = thread;
  // After a gap it may be the only one to say how far the room has come.
  auto& head = room_heads_[thread.room];
  head.room = thread.room;
  head.last_number = std::max(head.last_number, thread.last_number);
}

void Mirror::take_notification(const Notification& notification) {
  notifications_[notification.id] = notification;
  if (notifications_.size() > notifications_in_all) notifications_.erase(notifications_.begin());
}

void Mirror::drop_quiet_threads() {
  if (threads_.size() <= threads_in_all) return;
  std::vector<std::pair<Time, ThreadId>> quiet;
  for (const auto& [id, thread] : threads_) quiet.emplace_back(thread.last_at, id);
  const auto dropped = static_cast<std::ptrdiff_t>(quiet.size() - threads_in_all);
  std::ranges::nth_element(quiet, quiet.begin() + dropped);
  for (auto at = quiet.begin(); at != quiet.begin() + dropped; ++at) threads_.erase(at->second);
}

void Mirror::take_message(const Message& message) {
  if (message.gone) {
    const RoomId before = messages_.room_of(message.id);
    if (before && before != message.room) return;  // it has come to its new room already
    messages_.erase(message.id);
  }
  auto& head = room_heads_[message.room];
  head.room = message.room;
  head.last_number = std::max(head.last_number, message.number);
  if (message.gone) return;

  messages_.put(message);
  if (!message.thread) {
    head.chat_last = std::max(head.chat_last, message.index);
  } else if (const auto thread = threads_.find(message.thread);
             thread != threads_.end() && thread->second.last_index < message.index) {
    thread->second.last_index = message.index;
    thread->second.last_number = message.number;
    thread->second.last_at = message.at;
  }
}

Rev Mirror::head(std::string_view stream) const {
  const auto found = heads_.find(std::string(stream));
  return found == heads_.end() ? Rev{} : found->second;
}

bool Mirror::is_in(RoomId room) const {
  const auto found = memberships_.find(room);
  return found != memberships_.end() && found->second.in;
}

bool Mirror::is_followed(const Room& room) const {
  return is_public(room) || is_in(room.id);
}

std::optional<Room> Mirror::find_room(std::string_view name) const {
  const auto found = room_named(name, values(rooms_));
  return found && is_followed(*found) ? std::optional(shown(*found)) : std::nullopt;
}

std::optional<Room> Mirror::find_room(RoomId id) const {
  const auto found = rooms_.find(id);
  return found != rooms_.end() && is_followed(found->second) ? std::optional(shown(found->second)) : std::nullopt;
}

Room Mirror::shown(Room room) const {
  if (room.kind != RoomKind::direct) return room;
  room.slug = std::to_string(room.id.value);
  for (const MemberId one : room.between) {
    if (one != me_.id) room.name = person_name(one);
  }
  room.name = room.name.empty() ? "direct conversation " + room.slug : "with " + room.name;
  return room;
}

std::optional<Room> Mirror::direct_with(MemberId partner) const {
  if (partner == me_.id) return std::nullopt;  // who is in all of them
  for (const auto& [id, room] : rooms_) {
    if (is_in(id) && std::ranges::find(room.between, partner) != room.between.end()) return shown(room);
  }
  return std::nullopt;
}

std::optional<Person> Mirror::person(MemberId id) const {
  const auto found = people_.find(id);
  return found == people_.end() ? std::nullopt : std::optional(found->second);
}

std::string Mirror::person_name(MemberId id) const {
  const auto found = people_.find(id);
  return found == people_.end() ? std::string() : found->second.name;
}

std::optional<MemberId> Mirror::person_by_name(std::string_view name) const {
  std::optional<MemberId> found;
  for (const auto& [id, person] : people_) {
    if (person.name != name) continue;
    if (found) return std::nullopt;
    found = id;
  }
  return found;
}

std::int64_t Mirror::unread(RoomId room) const {
  const auto head = room_heads_.find(room);
  if (head == room_heads_.end() || !is_in(room)) return 0;
  const Membership& membership = memberships_.at(room);
  return head->second.last_number.value - membership.baseline.value - membership.read;
}

Index Mirror::last_index(Place place) const {
  Index last = messages_.last(place).value_or(Index{});
  if (!place.thread) {
    if (const auto head = room_heads_.find(place.room); head != room_heads_.end()) last = std::max(last, head->second.chat_last);
  } else if (const auto thread = threads_.find(place.thread); thread != threads_.end()) {
    last = std::max(last, thread->second.last_index);
  }
  return last;
}

Index Mirror::read_up_to(Place place) const {
  if (place.thread) {
    const auto mark = marks_.find(place.thread);
    return mark == marks_.end() ? Index{} : mark->second.index;
  }
  const auto membership = memberships_.find(place.room);
  return membership == memberships_.end() ? Index{} : membership->second.chat_read;
}

}  // namespace standpipe::client
