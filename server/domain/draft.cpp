#include "server/domain/draft.hpp"

#include <algorithm>

namespace standpipe::domain {

namespace {

/// The entry of `changed`, where the command has touched it.
template <class Map, class Key>
const typename Map::mapped_type* find(const Map& changed, const Key& key) {
  const auto at = changed.find(key);
  return at == changed.end() ? nullptr : &at->second;
}

bool seen_by_all(const Room& room) {
  return room.kind == RoomKind::cop || room.kind == RoomKind::announcement;
}

}  // namespace

Account Draft::account(MemberId member) const {
  if (const auto* changed = find(accounts_, member)) return *changed;
  return state_.member(member)->account;
}

Room Draft::room(RoomId room) const {
  if (const auto* changed = find(rooms_, room)) return *changed;
  return state_.room(room)->room;
}

MembershipRecord Draft::membership(MemberId member, RoomId room) const {
  if (const auto* changed = find(memberships_, std::pair{member, room})) return *changed;
  const auto* known = state_.member(member);
  if (const auto* record = known ? known->record(room) : nullptr) return *record;
  MembershipRecord none{.member = member};
  none.membership.room = room;
  none.membership.in = false;
  return none;
}

std::vector<MembershipRecord> Draft::memberships(MemberId member) const {
  std::map<RoomId, MembershipRecord> all;
  if (const auto* known = state_.member(member)) {
    for (const auto& record : known->rooms) all[record.membership.room] = record;
  }
  for (const auto& [key, record] : memberships_) {
    if (key.first == member) all[key.second] = record;
  }
  std::vector<MembershipRecord> list;
  list.reserve(all.size());
  for (const auto& [room, record] : all) list.push_back(record);
  return list;
}

std::optional<Thread> Draft::thread(ThreadId thread) const {
  if (const auto* changed = find(threads_, thread)) return *changed;
  return content_.thread(thread);
}

Rev Draft::head(StreamKey stream) const {
  const auto* moved = find(heads_, stream);
  return moved ? *moved : state_.head(stream);
}

Number Draft::last_number(RoomId room) const {
  if (const auto* moved = find(counters_, room)) return moved->last_number;
  const auto* known = state_.room(room);
  return known ? known->last_number : Number{};
}

Index Draft::chat_last(RoomId room) const {
  if (const auto* moved = find(counters_, room)) return moved->chat_last;
  const auto* known = state_.room(room);
  return known ? known->chat_last : Index{};
}

Draft::Counters& Draft::counters(RoomId room) {
  return counters_.try_emplace(room, Counters{last_number(room), chat_last(room)}).first->second;
}

Number Draft::take_number(RoomId room) {
  auto& last = counters(room).last_number;
  return last = last.next();
}

Index Draft::take_chat_index(RoomId room) {
  auto& last = counters(room).chat_last;
  return last = last.next();
}

Rev Draft::announce(StreamKey stream, EntityKind kind, std::int64_t entity, Change change) {
  change.rev = head(stream).next();
  heads_[stream] = change.rev;
  decision_.announcements.push_back(
      {.stream = stream, .kind = kind, .entity = entity, .change = std::move(change), .author = {}, .key = {}});
  return heads_[stream];
}

StreamKey Draft::desk_of(RoomId id) const {
  const bool own_desk = id && room(id).kind != RoomKind::direct;
  return StreamKey::desk(own_desk ? id : RoomId{});
}

void Draft::save(Account account) {
  const auto id = account.profile.id;
  const bool known = find(accounts_, id) || state_.member(id);
  if (!known || this->account(id).profile != account.profile) {
    ++account.profile.version;
    Change change;
    change.profile = account.profile;
    announce(StreamKey::member(id), EntityKind::profile, id.value, std::move(change));
  }
  write(account);
  accounts_[id] = std::move(account);
}

void Draft::save(const Utility& utility) {
  Change change;
  change.utility = utility;
  announce(StreamKey::community(), EntityKind::utility, utility.id.value, std::move(change));
  write(utility);
}

void Draft::save(const Room& room) {
  rooms_[room.id] = room;
  Change change;
  change.room = room;
  if (seen_by_all(room)) announce(StreamKey::community(), EntityKind::room, room.id.value, change);
  announce(StreamKey::room(room.id), EntityKind::room, room.id.value, std::move(change));
  write(room);
}

void Draft::save(const MembershipRecord& record) {
  const auto room = record.membership.room;
  if (membership(record.member, room).membership != record.membership) {
    Change change;
    change.membership = record.membership;
    announce(StreamKey::member(record.member), EntityKind::membership, room.value, std::move(change));
  }
  memberships_[{record.member, room}] = record;
  write(record);
}

void Draft::save(const MarkRecord& record) {
  Change change;
  change.mark = record.mark;
  announce(StreamKey::member(record.member), EntityKind::mark, record.mark.thread.value, std::move(change));
  write(record);
}

void Draft::save(const Thread& thread) {
  Change change;
  change.thread = thread;
  announce(StreamKey::room(thread.room), EntityKind::thread, thread.id.value, std::move(change));
  save_unannounced(thread);
}

void Draft::save_unannounced(const Thread& thread) {
  threads_[thread.id] = thread;
  write(thread);
}

Rev Draft::save(Message& message, bool own_key) {
  const auto stream = StreamKey::room(message.room);
  message.rev = head(stream).next();
  Change change;
  change.message = message;
  announce(stream, EntityKind::message, message.id.value, std::move(change));
  if (own_key) {
    decision_.announcements.back().author = message.by;
    decision_.announcements.back().key = command_.key;
  }
  write(message);
  return message.rev;
}

void Draft::save(const Sanction& sanction) {
  Change change;
  change.sanction = sanction;
  announce(desk_of(sanction.room), EntityKind::sanction, sanction.id.value, change);
  announce(StreamKey::member(sanction.member), EntityKind::sanction, sanction.id.value, std::move(change));
  write(sanction);
}

void Draft::save(const Report& report) {
  Change change;
  change.report = report;
  announce(desk_of(report.room), EntityKind::report, report.id.value, std::move(change));
  write(report);
}

void Draft::save(const PendingPost& post) {
  Change change;
  change.pending = post;
  announce(desk_of(post.room), EntityKind::pending, post.id.value, change);
  announce(StreamKey::member(post.by), EntityKind::pending, post.id.value, std::move(change));
  write(post);
}

void Draft::save(const ApplicationRecord& record) {
  const auto id = record.application.id.value;
  Change change;
  change.application = record.application;
  for (const auto room : record.application.rooms) {
    announce(desk_of(room), EntityKind::application, id, change);
  }
  announce(StreamKey::desk(RoomId{}), EntityKind::application, id, std::move(change));
  write(record);
}

void Draft::announce(MemberId member, const Notification& notification) {
  Change change;
  change.notification = notification;
  announce(StreamKey::member(member), EntityKind::notification, notification.id.value, std::move(change));
}

void Draft::save_seen(MemberId member, std::vector<Notification> notifications) {
  for (auto& notification : notifications) {
    notification.seen = true;
    announce(member, notification);
  }
  write(NotificationsSeen{member, notifications.back().id});
}

void Draft::bury(const Thread& thread) {
  Change change;
  change.thread.emplace();
  change.thread->id = thread.id;
  change.thread->room = thread.room;
  change.thread->gone = true;
  announce(StreamKey::room(thread.room), EntityKind::thread, thread.id.value, std::move(change));
}

void Draft::bury(const Message& message) {
  Change change;
  change.message.emplace();
  change.message->id = message.id;
  change.message->room = message.room;
  change.message->number = message.number;
  change.message->gone = true;
  announce(StreamKey::room(message.room), EntityKind::message, message.id.value, std::move(change));
  write(GoneRecord{message.room, message.number, message.id});
}

void Draft::notify(MemberId member, Notification notification) {
  notification.id = take(&NextIds::notification);
  notification.at = now();
  announce(member, notification);
  write(NotificationRecord{member, std::move(notification)});
}

void Draft::audit(std::string_view act, AuditSubject subject) {
  AuditEntry entry;
  entry.id = take(&NextIds::audit);
  entry.at = now();
  entry.by = actor();
  entry.act = act;
  entry.member = subject.member;
  entry.room = subject.room;
  entry.thread = subject.thread;
  entry.message = subject.message;
  entry.reason = std::move(subject.reason);
  entry.detail = std::move(subject.detail);
  write(std::move(entry));
}

Decision Draft::finish(std::string reply, std::string recorded) && {
  if (actor()) write(KeyRecord{actor(), command_.key, now(), std::move(recorded)});
  decision_.reply = std::move(reply);
  return std::move(decision_);
}

}  // namespace standpipe::domain
