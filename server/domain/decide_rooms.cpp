#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/memberships.hpp"

/// Rooms: made, changed, archived.
namespace standpipe::domain {

namespace {

Room new_room(Draft& draft, RoomKind kind) {
  Room room;
  room.id = draft.take(&NextIds::room);
  room.kind = kind;
  room.created_at = draft.now();
  return room;
}

Objection objection_to_slug(const Draft& draft, const std::string& slug, RoomId own) {
  const auto at = draft.state().by_slug.find(slug);
  if (at == draft.state().by_slug.end() || at->second == own) return std::nullopt;
  return Refusal(ErrorCode::slug_taken).field("slug");
}

/// The desk of a new room opens for its administrators.
void open_desk(Draft& draft, RoomId room) {
  for (const auto member : administrators(draft.state())) draft.add(Entered{member, StreamKey::desk(room)});
}

void check_end(Fields& fields, const Draft& draft, RoomKind kind, Time ends_at) {
  fields.require(kind == RoomKind::group || !ends_at, "ends_at", "Only a project group has an end.");
  fields.require(!ends_at || ends_at > draft.now(), "ends_at", "The end must lie in the future.");
}

Answer<Room> described_room(const Draft& draft, const RoomCreate::Params& params) {
  Room room;
  room.kind = params.kind;
  Fields fields;
  fields.require(params.kind != RoomKind::direct, "kind", "Direct conversations are opened with direct.open.");
  room.slug = fields.slug("slug", params.slug);
  room.name = fields.line("name", params.name, limits::name_bytes);
  room.description = fields.text_or_empty("description", params.description.value_or(""), limits::note_bytes);
  room.ends_at = params.ends_at.value_or(Time{});
  check_end(fields, draft, room.kind, room.ends_at);
  if (fields.objection()) return *fields.objection();
  if (auto no = objection_to_slug(draft, room.slug, {})) return std::move(*no);
  return room;
}

bool asks_for_administrator(const RoomUpdate::Params& params) {
  return params.slug || params.name || params.ends_at;
}

/// A group that gets a new end after its old one is open again.
void set_end(const Draft& draft, Room& room, Time ends_at) {
  const bool had_ended = room.ends_at && room.ends_at <= draft.now();
  if (had_ended) room.archived = false;
  room.ends_at = ends_at;
}

Answer<Room> changed_room(const Draft& draft, Room room, const RoomUpdate::Params& params) {
  Fields fields;
  if (params.slug) room.slug = fields.slug("slug", *params.slug);
  if (params.name) room.name = fields.line("name", *params.name, limits::name_bytes);
  if (params.description) room.description = fields.text_or_empty("description", *params.description, limits::note_bytes);
  if (params.ends_at && *params.ends_at != room.ends_at) {
    check_end(fields, draft, room.kind, *params.ends_at);
    set_end(draft, room, *params.ends_at);
  }
  if (params.slow_mode_s) {
    const bool right = *params.slow_mode_s >= 0 && *params.slow_mode_s <= limits::slow_mode_s;
    fields.require(right, "slow_mode_s", "Slow mode is 0 to 86400 seconds.");
    room.slow_mode_s = *params.slow_mode_s;
  }
  if (params.approve_first_post) room.approve_first_post = *params.approve_first_post;
  if (fields.objection()) return *fields.objection();
  if (auto no = objection_to_slug(draft, room.slug, room.id)) return std::move(*no);
  return room;
}

/// Two who may write to each other: the partner is active, and not suspended at present.
Objection objection_to_partner(const Draft& draft, MemberId partner) {
  if (partner == draft.actor()) return Refusal(ErrorCode::argument_bad, "Name another member than yourself.").field("member");
  const auto account = known_member(draft, partner);
  if (!account) return account.error();
  if (may_take_part(draft.state(), partner, draft.now())) return std::nullopt;
  return Refusal(ErrorCode::not_allowed, "This member cannot be written to at present.").field("member");
}

}  // namespace

Answer<RoomMade> act(Draft& draft, const SeedRoom& params) {
  Fields fields;
  const auto slug = fields.slug("slug", params.slug);
  const auto name = fields.line("name", params.name, limits::name_bytes);
  const auto description = fields.text_or_empty("description", params.description, limits::note_bytes);
  fields.require(params.kind != RoomKind::direct, "kind", "A direct conversation cannot be seeded.");
  if (fields.objection()) return *fields.objection();
  if (auto no = objection_to_slug(draft, slug, {})) return std::move(*no);
  auto room = new_room(draft, params.kind);
  room.slug = slug;
  room.name = name;
  room.description = description;
  draft.save(room);
  open_desk(draft, room.id);
  return RoomMade{room.id};
}

Answer<RoomMade> act(Draft& draft, const RoomCreate::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  auto room = described_room(draft, params);
  if (!room) return room.error();
  auto moderators = params.moderators.value_or(std::vector<MemberId>{});
  std::ranges::sort(moderators);
  moderators.erase(std::unique(moderators.begin(), moderators.end()), moderators.end());
  for (const auto member : moderators) {
    const auto account = active_member(draft, member);
    if (!account) return Refusal(account.error()).field("moderators");
  }
  const auto made = new_room(draft, room->kind);
  room->id = made.id;
  room->created_at = made.created_at;
  room->moderators = moderators;
  draft.save(*room);
  for (const auto member : moderators) {
    enter_room(draft, member, room->id);
    set_moderator(draft, member, room->id, true);
    if (member != draft.actor()) {
      draft.notify(member, {.kind = NotificationKind::role_changed, .by = draft.actor(), .room = room->id});
    }
  }
  open_desk(draft, room->id);
  draft.audit(RoomCreate::name, {.room = room->id, .detail = room->slug});
  return RoomMade{room->id};
}

Answer<Done> act(Draft& draft, const RoomUpdate::Params& params) {
  const auto before = visible_room(draft, params.room);
  if (!before) return before.error();
  const auto least = asks_for_administrator(params) ? Role::administrator : Role::moderator;
  if (auto no = objection_to_rank(draft, params.room, least)) return std::move(*no);
  const auto room = changed_room(draft, *before, params);
  if (!room) return room.error();
  if (*room == *before) return Done{};
  draft.save(*room);
  draft.audit(RoomUpdate::name, {.room = params.room, .detail = room->slug});
  return Done{};
}

Answer<Done> act(Draft& draft, const RoomArchive::Params& params) {
  auto room = visible_room(draft, params.room);
  if (!room) return room.error();
  if (auto no = objection_to_rank(draft, params.room, Role::administrator)) return std::move(*no);
  Fields fields;
  auto reason = fields.text_or_empty("reason", params.reason.value_or(""), limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (room->archived == params.on) return Done{};
  room->archived = params.on;
  draft.save(*room);
  draft.audit(RoomArchive::name, {.room = params.room, .reason = std::move(reason), .detail = params.on ? "archived" : "opened"});
  return Done{};
}

/// A conversation is for good: it is found again also when its partner has left.
Answer<RoomMade> act(Draft& draft, const DirectOpen::Params& params) {
  const auto actor = draft.actor();
  const auto [a, b] = std::minmax(actor, params.member);  // of things that outlive the pair of references
  const auto found = draft.state().directs.find({a, b});
  if (found != draft.state().directs.end()) return RoomMade{found->second};
  if (auto no = objection_to_partner(draft, params.member)) return std::move(*no);
  auto room = new_room(draft, RoomKind::direct);
  room.between = {a, b};
  draft.save(room);
  enter_room(draft, actor, room.id);
  enter_room(draft, params.member, room.id);
  return RoomMade{room.id};
}

}  // namespace standpipe::domain
