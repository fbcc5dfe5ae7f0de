#include "server/query/catch_up.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/limits.hpp"
#include "server/query/encoded_cache.hpp"
#include "server/query/gate.hpp"
#include "server/query/moment.hpp"
#include "server/query/render.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;
using domain::EntityKind;
using domain::StreamKey;

namespace {

constexpr std::int64_t kThreads = 20;
constexpr std::int64_t kMarks = 200;
constexpr std::int64_t kNotifications = 50;
constexpr std::int64_t kUtilities = 200;
constexpr std::int64_t kOnDesk = 200;
const Number kAnyNumber{INT64_MAX};

/// What a client cannot do without: it comes however much there is.
bool is_frame(EntityKind kind) {
  return kind == EntityKind::room || kind == EntityKind::membership || kind == EntityKind::profile;
}

/// Gathers the entities of a stream's newest part, each once. From the first one on that would make it larger than
/// limits::catch_up_bytes it takes only what a client cannot do without, so that the newest come first.
class Part {
 public:
  Part(StreamKey stream, Context& context) : stream_(stream), context_(context) {}

  /// What the stream has never announced (a group in the community's list of rooms) comes with revision 0.
  void add(EntityKind kind, std::int64_t entity) {
    add({kind, entity, context_.reader.one(select::rev_of, stream_, kind, entity).value_or(Rev{})});
  }
  void add(const store::Changed& changed) {
    if (bytes_ > limits::catch_up_bytes && !is_frame(changed.kind)) return;
    if (!added_.emplace(changed.kind, changed.entity).second) return;
    auto change = rendered(context_, stream_, changed);
    if (!change) return;
    bytes_ += change->json.size();
    if (bytes_ <= limits::catch_up_bytes || is_frame(changed.kind)) changes_.push_back(std::move(change));
  }
  template <class Row, class Id>
  void add_all(EntityKind kind, const std::vector<Row>& rows, Id id) {
    for (const auto& row : rows) add(kind, id(row).value);
  }

  std::vector<EncodedPtr> take() && {
    std::ranges::stable_sort(changes_, {}, [](const auto& change) { return change->rev; });
    return std::move(changes_);
  }

 private:
  StreamKey stream_;
  Context& context_;
  std::size_t bytes_ = 0;
  std::set<std::pair<EntityKind, std::int64_t>> added_;
  std::vector<EncodedPtr> changes_;
};

constexpr auto kId = [](const auto& row) { return row.id; };

void gather_room(Part& part, store::Reader& reader, RoomId room, std::int64_t page) {
  part.add(EntityKind::room, room.value);
  const auto last = reader.one(select::last_index, room, ThreadId{}).value_or(Index{});
  const Index first{std::max<std::int64_t>(1, last.value - page + 1)};
  part.add_all(EntityKind::thread,
               reader.all(select::threads_of_room, room, kAnyNumber, Number{}, {}, {}, {}, {}, {}, {}, kThreads), kId);
  const auto pins = static_cast<std::int64_t>(limits::pins_per_room);
  part.add_all(EntityKind::thread, reader.all(select::pinned_threads, room, pins), kId);
  if (page > 0) {
    const auto newest = reader.all(select::message_changes_between, StreamKey::room(room), room, ThreadId{}, first, last);
    for (const auto& message : newest) part.add(message);
  }
  part.add_all(EntityKind::message, reader.all(select::pinned_messages, room, pins), kId);
}

void gather_me(Part& part, store::Reader& reader, MemberId me, Time now) {
  const auto stream = StreamKey::member(me);
  part.add(EntityKind::profile, me.value);
  part.add_all(EntityKind::membership, reader.all(select::memberships_of, me),
               [](const auto& record) { return record.membership.room; });
  for (const auto& mark : reader.all(select::newest_changes_of_kind, stream, EntityKind::mark, kMarks)) part.add(mark);
  part.add_all(EntityKind::notification, reader.all(select::notifications_of, me, NotificationId{INT64_MAX}, kNotifications),
               [](const auto& record) { return record.notification.id; });
  part.add_all(EntityKind::sanction, reader.all(select::sanctions_of_member, me, {}, SanctionId{INT64_MAX}, now, kOnDesk), kId);
  part.add_all(EntityKind::pending, reader.all(select::pending_by, me, kOnDesk), kId);
}

void gather_desk(Part& part, store::Reader& reader, StreamKey desk, Time now) {
  const RoomId room{desk.id};
  part.add_all(EntityKind::report, reader.all(select::open_reports_on_desk, desk, kOnDesk), kId);
  if (room) part.add_all(EntityKind::pending, reader.all(select::pending_in_room, room, kOnDesk), kId);
  part.add_all(EntityKind::application, reader.all(select::applications_on_desk, desk, kOnDesk),
               [](const auto& record) { return record.application.id; });
  part.add_all(EntityKind::sanction, reader.all(select::sanctions_of_room, room, {}, SanctionId{INT64_MAX}, now, kOnDesk), kId);
}

void gather_community(Part& part, const Viewer& viewer, Context& context) {
  for (const auto room : visible_rooms(viewer, context)) part.add(EntityKind::room, room.value);
  const auto utilities = context.reader.all(select::changes_of_kind, StreamKey::community(), EntityKind::utility, kUtilities);
  for (const auto& utility : utilities) part.add(utility);
}

CatchUp frame_of(const StreamHead& head, bool gap) {
  return {.stream = to_name(head.stream), .rev = head.rev, .gap = gap, .changes = {}};
}

/// newest_part, read.
EncodedPtr gather(const StreamHead& head, std::int64_t page, const Viewer& viewer, Context& context) {
  const auto stream = head.stream;
  Part part(stream, context);
  switch (stream.kind) {
    case StreamKey::Kind::community:
      gather_community(part, viewer, context);
      break;
    case StreamKey::Kind::room:
      gather_room(part, context.reader, RoomId{stream.id}, page);
      break;
    case StreamKey::Kind::desk:
      gather_desk(part, context.reader, stream, viewer.now);
      break;
    case StreamKey::Kind::member:
      gather_me(part, context.reader, MemberId{stream.id}, viewer.now);
      break;
  }
  return encode(frame_of(head, true), std::move(part).take());
}

/// What changed after `since`, read; null where that is too much, or `since` is not of this history.
EncodedPtr missed_since(const StreamHead& head, Rev since, Context& context) {
  if (since > head.rev) return nullptr;
  std::vector<EncodedPtr> changes;
  if (since == head.rev) return encode(frame_of(head, false), changes);
  const auto changed = context.reader.all(select::changes_after, head.stream, since, limits::gap + 1);
  if (std::ssize(changed) > limits::gap) return nullptr;
  std::size_t bytes = 0;
  for (const auto& entry : changed) {
    auto change = rendered(context, head.stream, entry);
    if (!change) continue;
    bytes += change->json.size();
    if (bytes > limits::catch_up_bytes) return nullptr;
    changes.push_back(std::move(change));
  }
  return encode(frame_of(head, false), changes);
}

}  // namespace

StreamHead head_of(StreamKey stream, Context& context) {
  return {stream, context.reader.one(select::head, stream).value_or(Rev{})};
}

EncodedPtr bare_head(const StreamHead& head, bool gap) {
  return encode(frame_of(head, gap), {});
}

EncodedPtr head_and_room(const StreamHead& head, Context& context) {
  Part part(head.stream, context);
  part.add(EntityKind::room, head.stream.id);
  return encode(frame_of(head, true), std::move(part).take());
}

EncodedPtr newest_part(const StreamHead& head, std::int64_t page, const Viewer& viewer, Context& context) {
  return shared(context, {EncodedCache::Key::Of::newest_part, head.stream, head.rev, {}, page},
                [&] { return gather(head, page, viewer, context); });
}

EncodedPtr catch_up(const StreamHead& head, Rev since, std::int64_t page, const Viewer& viewer, Context& context) {
  return shared(context, {EncodedCache::Key::Of::catch_up, head.stream, head.rev, since, page}, [&] {
    auto missed = missed_since(head, since, context);
    return missed ? missed : newest_part(head, page, viewer, context);
  });
}

}  // namespace standpipe::query
