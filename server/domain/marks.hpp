#pragma once

#include "server/domain/draft.hpp"

/// The arithmetic of what is read. Unread in a room = its last number - baseline - read, where `read` counts the read messages
/// with a number above the baseline, in the chat and in threads together.
namespace standpipe::domain {

/// How far a member has read a thread, or with thread 0 the chat.
struct Reading {
  ThreadId thread;
  Index mark;   ///< as the member set it
  Index up_to;  ///< the same, or what the member's baseline covers where that is more
};

Reading reading(const Draft& draft, const MembershipRecord& record, ThreadId thread);

/// Moves the mark forward to `to`, and counts what that makes read. A mark never goes back. Saves a thread's mark; the record
/// itself is for the caller to save.
void move_mark(Draft& draft, MembershipRecord& record, const Reading& reading, Index to);

}  // namespace standpipe::domain
