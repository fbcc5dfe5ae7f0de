#include "server/query/render.hpp"

#include "server/query/encoded_cache.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;
using domain::EntityKind;
using domain::StreamKey;

namespace {

std::optional<Message> message_in(store::Reader& reader, RoomId room, MessageId id) {
  auto message = reader.one(select::message, id);
  if (!message || message->room == room) return message;
  Message tombstone;
  tombstone.id = id;
  tombstone.room = room;
  tombstone.number = reader.one(select::gone_number, id, room).value_or(Number{});
  tombstone.gone = true;
  return tombstone;
}

std::optional<Thread> thread_in(store::Reader& reader, RoomId room, ThreadId id) {
  auto thread = reader.one(select::thread, id);
  if (!thread || thread->room == room) return thread;
  Thread tombstone;
  tombstone.id = id;
  tombstone.room = room;
  tombstone.gone = true;
  return tombstone;
}

/// The part of a record that members see.
template <class Record, class Entity>
std::optional<Entity> part(std::optional<Record> record, Entity Record::*entity) {
  if (!record) return std::nullopt;
  return std::move((*record).*entity);
}

}  // namespace

std::optional<Change> render(store::Reader& reader, StreamKey stream, const store::Changed& changed) {
  using namespace domain;  // NOLINT: the records' names
  const RoomId room{stream.id};
  const MemberId owner{stream.id};
  const auto id = changed.entity;
  Change change;
  change.rev = changed.rev;
  const auto given = [&](auto& slot, auto entity) {
    slot = std::move(entity);
    return slot.has_value();
  };
  const auto found = [&] {
    switch (changed.kind) {
      case EntityKind::message:
        return given(change.message, message_in(reader, room, MessageId{id}));
      case EntityKind::thread:
        return given(change.thread, thread_in(reader, room, ThreadId{id}));
      case EntityKind::room:
        return given(change.room, reader.one(select::room, RoomId{id}));
      case EntityKind::utility:
        return given(change.utility, reader.one(select::utility, UtilityId{id}));
      case EntityKind::membership:
        return given(change.membership, part(reader.one(select::membership, owner, RoomId{id}), &MembershipRecord::membership));
      case EntityKind::mark:
        return given(change.mark, part(reader.one(select::mark, owner, ThreadId{id}), &MarkRecord::mark));
      case EntityKind::notification:
        return given(change.notification,
                     part(reader.one(select::notification, NotificationId{id}), &NotificationRecord::notification));
      case EntityKind::sanction:
        return given(change.sanction, reader.one(select::sanction, SanctionId{id}));
      case EntityKind::application:
        return given(change.application,
                     part(reader.one(select::application, ApplicationId{id}), &ApplicationRecord::application));
      case EntityKind::report:
        return given(change.report, reader.one(select::report, ReportId{id}));
      case EntityKind::pending:
        return given(change.pending, reader.one(select::pending, PendingId{id}));
      case EntityKind::profile:
        return given(change.profile, part(reader.one(select::member, MemberId{id}), &Account::profile));
    }
    return false;
  }();
  if (!found) return std::nullopt;
  return change;
}

EncodedPtr rendered(Context& context, StreamKey stream, const store::Changed& changed) {
  const auto read = [&]() -> EncodedPtr {
    const auto change = render(context.reader, stream, changed);
    return change ? encode(*change) : nullptr;
  };
  if (changed.kind != EntityKind::message) return read();
  return shared(context, {EncodedCache::Key::Of::message, stream, changed.rev, {}, {}}, read);
}

}  // namespace standpipe::query
