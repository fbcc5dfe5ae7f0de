#pragma once

#include "server/domain/draft.hpp"
#include "server/domain/guards.hpp"

/// How a post gets into its room. A post on its way has the shape of one that waits for approval: with a title it starts a
/// thread.
namespace standpipe::domain {

/// The actor posts too soon after their last post in a room of slow mode; moderators never do.
Objection objection_to_pace(const Draft& draft, const Room& room);

/// In announcement rooms only moderators start threads and chat.
Objection objection_to_starting(const Draft& draft, const Room& room);

/// The mentions in ascending order, each once; `argument_bad` for whoever is not in the room.
Answer<std::vector<MemberId>> checked_mentions(const Draft& draft, RoomId room, std::vector<MemberId> mentions);

/// The language that is given, or the first of the author's profile; empty where there is neither.
std::string language_or_own(const Draft& draft, std::string given);

/// Posts it, or holds it for a moderator where it is a newcomer's first. Everything has been checked but how many already wait.
Answer<Posted> submit(Draft& draft, PendingPost post);

/// Puts a post into its room: numbers it, counts it for its author, moves the author's read mark, notifies whom it addresses.
/// `thread` is the one it replies in, nullptr for the chat and for a new thread.
Posted publish(Draft& draft, const PendingPost& post, const Thread* thread);

/// Notifies those of `members` who want to know that they were mentioned.
void notify_mentions(Draft& draft, const Message& message, const std::vector<MemberId>& members);

}  // namespace standpipe::domain
