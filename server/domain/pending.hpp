#pragma once

#include "server/domain/draft.hpp"
#include "server/domain/guards.hpp"

/// Posts of newcomers that wait for a moderator, on the room's desk and in their author's own stream.
namespace standpipe::domain {

/// Lets the actor's post wait; `too_many` where enough of theirs wait in the room already.
Answer<Posted> hold(Draft& draft, PendingPost post);

/// Leaves only the tombstone of a waiting post: it is decided.
void close_pending(Draft& draft, const PendingPost& post);

/// Takes back what a member has waiting in a room.
void withdraw_pending(Draft& draft, MemberId member, RoomId room);

}  // namespace standpipe::domain
