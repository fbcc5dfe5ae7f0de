#pragma once

#include "tests/integration/community.hpp"

namespace standpipe::test {

/// A room with something in it that an outsider must not learn of.
struct Secret {
  RoomId room;
  ThreadId thread;    ///< 0: a direct conversation has none
  MessageId message;  ///< in the chat
  MessageId opening;  ///< in the thread
  MemberId insider;   ///< who wrote it all
  std::string word;   ///< in all its texts, and in nothing else
};

/// A chat message and a thread by that person, found by search.
Secret make_secret(Peer& insider, MemberId id, RoomId room, const std::string& word);

/// Asks about the secret in every way that the protocol has; `room_code` is what the outsider is told of the room itself,
/// not_found where they may not know that it exists.
void finds_nothing(Peer& outsider, const Secret& secret, std::string_view room_code);
/// The room is in none of the lists that the outsider gets: rooms, heads, streams, members, notifications.
void is_in_no_list(Peer& outsider, const Person& person, const Secret& secret, int port);
/// Every text and id of the secret, in whatever the server has sent.
void is_not_in(const std::string& text, const Secret& secret);

}  // namespace standpipe::test
