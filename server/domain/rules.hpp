#pragma once

#include <optional>

#include "server/domain/state.hpp"

/// Who may see and do what: the one place. decide asks it for commands; query, hub and search ask it for everything that is read.
namespace standpipe::domain {

/// An active member who is not suspended at that time.
bool may_take_part(const State& state, MemberId member, Time now);

/// That the room exists, its name, description and moderators: cop and announcement for every active member; group and direct for
/// those in them; groups for administrators as well.
bool may_see_room(const State& state, MemberId member, RoomId room, Time now);

/// What is said in it: who is in it and not banned from it; administrators in every room but direct ones.
bool may_read(const State& state, MemberId member, RoomId room, Time now);

/// Its desk: the room's moderators and the administrators; desk 0: the administrators. A direct conversation has no desk of its
/// own: what is reported in it goes to desk 0.
bool may_see_desk(const State& state, MemberId member, RoomId room, Time now);

bool may_see_stream(const State& state, MemberId member, StreamKey stream, Time now);

/// The streams whose events a connection of that member gets: community, me, the rooms that they are in, the desks that they may
/// see.
std::vector<StreamKey> streams_of(const State& state, MemberId member, Time now);

/// The other one of a direct conversation; 0 where the room is none of that member's.
MemberId partner_in(const Room& room, MemberId member);

/// member, moderator (of that room) or administrator. Room 0: of the community as a whole. In a direct conversation everybody is
/// a member.
Role rank_in(const State& state, MemberId member, RoomId room);

bool moderates_any(const State& state, MemberId member);

/// Whether a post of the member's in that place would be taken, but for what it says and how soon it comes. `thread` is nullptr
/// for the chat. Says shortly what guards.hpp refuses with a reason.
bool may_post(const State& state, MemberId member, RoomId room, const Thread* thread, Time now);

/// The sanction of that kind in force against the member in the room (or everywhere), the one that ends last.
const Sanction* in_force(const MemberState& member, SanctionKind kind, RoomId room, Time now);

}  // namespace standpipe::domain
