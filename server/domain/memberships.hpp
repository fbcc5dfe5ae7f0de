#pragma once

#include "server/domain/draft.hpp"

/// Who is in which room and with what role: the changes that several acts share. They check nothing.
namespace standpipe::domain {

/// Puts a member into a room; what was said before counts as read. Nothing where they are in already.
void enter_room(Draft& draft, MemberId member, RoomId room);

/// Takes a member out of a room, with their role in it and their posts that wait for approval. Nothing where they are out
/// already.
void exit_room(Draft& draft, MemberId member, RoomId room, LeftCode code, std::string_view reason);

/// Makes a member who is in the room its moderator, or an ordinary member again.
void set_moderator(Draft& draft, MemberId member, RoomId room, bool on);

/// Makes the profile's role what the member's rooms say; an administrator stays one.
void settle_role(Draft& draft, MemberId member);

/// The desks that an administrator sees and others do not: entered when they become one, exited when they are none any more.
void open_desks(Draft& draft, MemberId administrator);
void close_desks(Draft& draft, MemberId former_administrator);

/// Ends the member's log-ins but one (0: all) and closes their connections with that code.
void end_sessions(Draft& draft, MemberId member, SessionId keep, std::uint16_t code, std::string_view reason);

/// Takes the member out of all rooms, ends what they have waiting and all sessions, for good. The account stays to be saved by
/// the caller.
void take_out(Draft& draft, MemberId member, LeftCode code, std::string_view reason);

}  // namespace standpipe::domain
