#pragma once

#include <boost/system/result.hpp>

#include <optional>

#include "server/domain/draft.hpp"
#include "server/domain/rules.hpp"

/// The questions that acts ask before they change anything. What the actor may not see is answered like what does not exist.
namespace standpipe::domain {

using Refusal = protocol::Refusal;
template <class T>
using Answer = boost::system::result<T, Refusal>;
/// Why not; nothing where all is well.
using Objection = std::optional<Refusal>;

/// A refusal that tells the sanctioned member until when, and why.
Refusal refusal_for(ErrorCode code, const Sanction& sanction);

// What is asked for exists and the actor may see it; else `not_found`.
/// A banned member learns of the ban where they may not see a room any more, or what they wrote in it.
Answer<Room> visible_room(const Draft& draft, RoomId room);
Answer<Message> visible_message(const Draft& draft, MessageId message);
Answer<Thread> visible_thread(const Draft& draft, ThreadId thread);
/// Any member but an erased one: members may be looked up by all.
Answer<Account> known_member(const Draft& draft, MemberId member);
/// The same, where nobody may be acted on who has left.
Answer<Account> active_member(const Draft& draft, MemberId member);

/// The actor is in the room: else `banned` or `not_a_member`.
Objection objection_to_absence(const Draft& draft, RoomId room);
/// Nothing can be changed in the room: `room_read_only` (a group past its end) or `room_archived`.
Objection objection_to_closed_room(const Draft& draft, const Room& room);
/// The actor is muted there.
Objection objection_to_voice(const Draft& draft, RoomId room);
/// All of the above, in this order: presence, voice, the room's state.
Objection objection_to_writing(const Draft& draft, const Room& room);
/// The thread takes no more replies or changes from the actor.
Objection objection_to_thread(const Draft& draft, const Thread& thread);

/// `not_allowed` for whose rank in the room (0: the community) is too low for the act.
Objection objection_to_rank(const Draft& draft, RoomId room, Role least);
/// `rank_too_low` for whom the actor does not outrank there, the actor included.
Objection objection_to_target(const Draft& draft, RoomId room, MemberId target);

Role actor_rank(const Draft& draft, RoomId room);
/// In ascending order, so that what is done for each comes out the same.
std::vector<MemberId> members_in(const State& state, RoomId room);
std::vector<MemberId> administrators(const State& state);
/// Another administrator than this one who may act at this time.
bool has_other_administrator(const State& state, MemberId but, Time now);

}  // namespace standpipe::domain
