#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "protocol/errors.hpp"
#include "server/domain/rules.hpp"
#include "server/query/context.hpp"

/// What a viewer is let in to. The rules are domain/rules.hpp's; here are the refusals that go with them, and the sets of rooms.
namespace standpipe::query {

using Objection = std::optional<protocol::Refusal>;

/// Whether the viewer may ask at all: an active member, not suspended, whose log-in stands, of at least that role somewhere.
Objection objection_to_viewer(const domain::State& state, const Viewer& viewer, protocol::Role least);

/// Whether the viewer may read what is said in the room. A room that they may not see is `not_found`, like none; one that they
/// see from outside is `not_a_member`; who is banned is told so, for they know already.
Objection objection_to_reading(const Viewer& viewer, const Context& context, protocol::RoomId room);

/// The same for a stream by its key. A desk of a room that they see is `not_allowed`.
Objection objection_to_stream(const Viewer& viewer, const Context& context, domain::StreamKey stream);

/// Whether the viewer may see the room's desk.
Objection objection_to_desk(const Viewer& viewer, const Context& context, protocol::RoomId room);

bool may_see(const Viewer& viewer, const Context& context, protocol::RoomId room);
bool may_read(const Viewer& viewer, const Context& context, protocol::RoomId room);
bool is_administrator(const Viewer& viewer, const Context& context);

// Sets of rooms, ascending. The caller has begun a snapshot.
std::vector<protocol::RoomId> visible_rooms(const Viewer& viewer, Context& context);
std::vector<protocol::RoomId> readable_rooms(const Viewer& viewer, Context& context);
/// Rooms whose desk the viewer may see; desk 0 is not among them.
std::vector<protocol::RoomId> desk_rooms(const Viewer& viewer, Context& context);

/// As a select takes them.
std::string to_json_ids(const std::vector<protocol::RoomId>& rooms);

}  // namespace standpipe::query
