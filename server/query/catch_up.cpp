#include "server/query/catch_up.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "protocol/limits.hpp"
#include "server/query/gate.hpp"
#include "server/query/message_cache.hpp"
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

struct SizedChange {
  Change change;
  std::size_t bytes = 0;  ///< as JSON
};

/// What is said in a room is asked for by many at once; the rest is small.
std::optional<SizedChange> sized(StreamKey stream, const store::Changed& changed, Context& context) {
  const bool is_shared = stream.kind == StreamKey::Kind::room && changed.kind == EntityKind::message && changed.rev;
  if (is_shared) {
    if (const auto known = context.messages.find(stream, changed.rev)) {
      return SizedChange{{.rev = changed.rev, .message = known->message}, known->bytes};
    }
  }
  auto change = render(context.reader, stream, changed);
  if (!change) return std::nullopt;
  const auto bytes = json_bytes(*change);
  if (is_shared) context.messages.add(stream, changed.rev, std::make_shared<const SizedMessage>(*change->message, bytes));
  return SizedChange{std::move(*change), bytes};
}

/// Gathers the entities of a stream's newest part, each once. From the first one on that would make it larger than
/// limits::catch_up_bytes it takes only what a client cannot do without, so that the newest come first.
class Part {
 public:
  Part(Context& context, StreamKey stream) : context_(context), stream_(stream) {}

  /// What the stream has never announced (a group in the community's list of rooms) comes with revision 0.
  void add(EntityKind kind, std::int64_t entity) {
    add({kind, entity, context_.reader.one(select::rev_of, stream_, kind, entity).value_or(Rev{})});
  }
  void add(const store::Changed& changed) {
    if (bytes_ > limits::catch_up_bytes && !is_frame(changed.kind)) return;
    if (!added_.emplace(changed.kind, changed.entity).second) return;
    auto change = sized(stream_, changed, context_);
    if (!change) return;
    bytes_ += change->bytes;
    if (bytes_ > limits::catch_up_bytes && !is_frame(changed.kind)) return;
    changes_.push_back(std::move(change->change));
    taken_ += change->bytes;
  }
  template <class Row, class Id>
  void add_all(EntityKind kind, const std::vector<Row>& rows, Id id) {
    for (const auto& row : rows) add(kind, id(row).value);
  }

  void take_to(SizedCatchUp& all) && {
    std::ranges::stable_sort(changes_, {}, &Change::rev);
    all.changes = std::move(changes_);
    all.bytes = taken_;
  }

 private:
  Context& context_;
  StreamKey stream_;
  std::size_t bytes_ = 0;  ///< of all that was to be added
  std::size_t taken_ = 0;  ///< of what was
  std::set<std::pair<EntityKind, std::int64_t>> added_;
  std::vector<Change> changes_;
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
  auto newest = page > 0 ? reader.all(select::messages_between, room, ThreadId{}, first, last) : std::vector<Message>{};
  std::ranges::reverse(newest);
  part.add_all(EntityKind::message, newest, kId);
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

}  // namespace

SizedCatchUp bare_head(StreamKey stream, Context& context) {
  SizedCatchUp all;
  all.stream = to_name(stream);
  all.rev = context.reader.one(select::head, stream).value_or(Rev{});
  all.gap = true;
  return all;
}

SizedCatchUp head_and_room(StreamKey stream, Context& context) {
  auto all = bare_head(stream, context);
  Part part(context, stream);
  part.add(EntityKind::room, stream.id);
  std::move(part).take_to(all);
  return all;
}

SizedCatchUp newest_part(StreamKey stream, std::int64_t page, const Viewer& viewer, Context& context) {
  auto all = bare_head(stream, context);
  Part part(context, stream);
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
  std::move(part).take_to(all);
  return all;
}

SizedCatchUp catch_up(StreamKey stream, Rev since, std::int64_t page, const Viewer& viewer, Context& context) {
  auto all = bare_head(stream, context);
  if (since > all.rev) return newest_part(stream, page, viewer, context);
  const auto changed = context.reader.all(select::changes_after, stream, since, limits::gap + 1);
  if (std::ssize(changed) > limits::gap) return newest_part(stream, page, viewer, context);
  all.gap = false;
  all.changes.reserve(changed.size());
  for (const auto& entry : changed) {
    auto change = sized(stream, entry, context);
    if (!change) continue;
    all.bytes += change->bytes;
    if (all.bytes > limits::catch_up_bytes) return newest_part(stream, page, viewer, context);
    all.changes.push_back(std::move(change->change));
  }
  return all;
}

}  // namespace standpipe::query
