#pragma once

#include "server/domain/draft.hpp"

/// The arithmetic of what is read. Unread in a room = its last number - baseline - read, where `read` counts the read messages
/// with a number above the baseline, in the chat and in threads together. Thread 0 stands for the chat.
namespace standpipe::domain {

/// How far the member has read the place, the messages up to their baseline included.
Index read_up_to(const Draft& draft, const MembershipRecord& record, ThreadId thread);

/// Moves the member's mark of the place forward to `to`, and counts what that makes read. A mark never goes back. Saves a
/// thread's mark; the record itself is for the caller to save.
void move_mark(Draft& draft, MembershipRecord& record, ThreadId thread, Index to);

}  // namespace standpipe::domain
