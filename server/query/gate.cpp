#include "server/query/gate.hpp"

#include <algorithm>

#include "server/store/reader.hpp"

namespace standpipe::query {

using domain::State;
using domain::StreamKey;
using protocol::ErrorCode;
using protocol::Refusal;
using protocol::Role;
using protocol::RoomId;

namespace {

Refusal refusal_for(ErrorCode code, const domain::Sanction& sanction) {
  Refusal refusal(code);
  refusal.data.until = sanction.until;
  refusal.data.reason = sanction.reason;
  return refusal;
}

bool session_stands(const State& state, const Viewer& viewer) {
  const auto token = state.session_tokens.find(viewer.session);
  if (token == state.session_tokens.end()) return false;
  const auto* session = state.session(token->second);
  return session && session->member == viewer.member && (!session->expires_at || session->expires_at > viewer.now);
}

bool has_rank(const State& state, const Viewer& viewer, Role least) {
  switch (least) {
    case Role::member:
      return true;
    case Role::moderator:
      return domain::moderates_any(state, viewer.member);
    case Role::administrator:
      return domain::rank_in(state, viewer.member, RoomId{}) == Role::administrator;
  }
  return false;
}

Objection objection_to_unread_room(const State& state, const Viewer& viewer, RoomId room) {
  const auto* member = state.member(viewer.member);
  const auto* ban = member && state.room(room) ? domain::in_force(*member, domain::SanctionKind::ban, room, viewer.now) : nullptr;
  const bool seen = domain::may_see_room(state, viewer.member, room, viewer.now);
  if (ban && (seen || ban->room == room)) return refusal_for(ErrorCode::banned, *ban);
  if (seen) return Refusal(ErrorCode::not_a_member).field("room");
  return Refusal(ErrorCode::not_found).field("room");
}

Objection objection_to_desk(const State& state, const Viewer& viewer, RoomId room) {
  if (domain::may_see_desk(state, viewer.member, room, viewer.now)) return std::nullopt;
  if (!room || domain::may_see_room(state, viewer.member, room, viewer.now)) return Refusal(ErrorCode::not_allowed);
  return Refusal(ErrorCode::not_found).field("room");
}

/// Direct conversations are many and concern two members each, so that only the viewer's own are looked at.
template <class Rule>
std::vector<RoomId> rooms_where(const Viewer& viewer, Context& context, Rule rule) {
  auto rooms = context.reader.all(store::select::rooms_with_slug);
  context.published.read([&](const State& state) {
    if (const auto* member = state.member(viewer.member)) {
      for (const auto& record : member->rooms) rooms.push_back(record.membership.room);
    }
    std::ranges::sort(rooms);
    rooms.erase(std::unique(rooms.begin(), rooms.end()), rooms.end());
    std::erase_if(rooms, [&](RoomId room) { return !rule(state, viewer.member, room, viewer.now); });
  });
  return rooms;
}

}  // namespace

Objection objection_to_viewer(const State& state, const Viewer& viewer, Role least) {
  const auto* member = state.member(viewer.member);
  if (!member) return Refusal(ErrorCode::not_logged_in);
  if (!domain::may_take_part(state, viewer.member, viewer.now)) {
    const auto* suspension = domain::in_force(*member, domain::SanctionKind::suspension, RoomId{}, viewer.now);
    if (suspension) return refusal_for(ErrorCode::suspended, *suspension);
    return Refusal(ErrorCode::account_inactive);
  }
  if (viewer.session && !session_stands(state, viewer)) return Refusal(ErrorCode::session_ended);
  if (!has_rank(state, viewer, least)) return Refusal(ErrorCode::not_allowed);
  return std::nullopt;
}

Objection objection_to_reading(const Viewer& viewer, const Context& context, RoomId room) {
  return context.published.read([&](const State& state) -> Objection {
    if (domain::may_read(state, viewer.member, room, viewer.now)) return std::nullopt;
    return objection_to_unread_room(state, viewer, room);
  });
}

Objection objection_to_stream(const Viewer& viewer, const Context& context, StreamKey stream) {
  return context.published.read([&](const State& state) -> Objection {
    if (domain::may_see_stream(state, viewer.member, stream, viewer.now)) return std::nullopt;
    switch (stream.kind) {
      case StreamKey::Kind::room:
        return objection_to_unread_room(state, viewer, RoomId{stream.id});
      case StreamKey::Kind::desk:
        return objection_to_desk(state, viewer, RoomId{stream.id});
      default:
        return Refusal(ErrorCode::not_found).field("stream");
    }
  });
}

Objection objection_to_desk(const Viewer& viewer, const Context& context, RoomId room) {
  return context.published.read([&](const State& state) { return objection_to_desk(state, viewer, room); });
}

bool may_see(const Viewer& viewer, const Context& context, RoomId room) {
  return context.published.read([&](const State& state) { return domain::may_see_room(state, viewer.member, room, viewer.now); });
}

bool may_read(const Viewer& viewer, const Context& context, RoomId room) {
  return context.published.read([&](const State& state) { return domain::may_read(state, viewer.member, room, viewer.now); });
}

bool is_administrator(const Viewer& viewer, const Context& context) {
  return context.published.read(
      [&](const State& state) { return domain::rank_in(state, viewer.member, RoomId{}) == Role::administrator; });
}

std::vector<RoomId> visible_rooms(const Viewer& viewer, Context& context) {
  return rooms_where(viewer, context, domain::may_see_room);
}

std::vector<RoomId> readable_rooms(const Viewer& viewer, Context& context) {
  return rooms_where(viewer, context, domain::may_read);
}

std::vector<RoomId> desk_rooms(const Viewer& viewer, Context& context) {
  return rooms_where(viewer, context, domain::may_see_desk);
}

std::string to_json_ids(const std::vector<RoomId>& rooms) {
  std::string json = "[";
  for (const auto room : rooms) {
    if (json.size() > 1) json += ',';
    json += std::to_string(room.value);
  }
  return json += ']';
}

}  // namespace standpipe::query
