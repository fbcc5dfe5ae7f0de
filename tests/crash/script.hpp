#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/crash/acknowledged.hpp"

namespace standpipe::crash {

/// What all writers know of each other's work, as acknowledged. Any thread.
class Board {
 public:
  void add(const Acknowledged& post);

  std::optional<std::pair<protocol::RoomId, protocol::ThreadId>> some_thread(std::uint64_t random) const;
  /// One to react to. Those that are edited are never among them: a reaction would make the edit a conflict.
  std::optional<protocol::MessageId> some_message(std::uint64_t random) const;
  protocol::Index chat_last(protocol::RoomId room) const;

  static bool is_edited(protocol::MessageId message) { return message.value % 2 == 1; }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<protocol::RoomId, protocol::ThreadId>> threads_;
  std::vector<protocol::MessageId> messages_;
  std::map<protocol::RoomId, protocol::Index> chat_last_;
};

/// A command as it is sent, and sent again with the same key.
struct Order {
  std::string_view method;
  std::string params;     ///< JSON, the key included
  Acknowledged expected;  ///< what a yes means; of a post or an edit without its place
};

/// What one writer does: posts mostly; threads, replies, edits, reactions and read marks in between. Of what must happen in order
/// (edits of one message, one reaction on and off) one is on its way at a time, so that it is always known what must be.
class Script {
 public:
  Script(protocol::MemberId member, std::vector<protocol::RoomId> rooms, Board& board, std::uint64_t seed);

  Order next();
  /// The order was acknowledged; `acknowledged` has its place.
  void done(const Acknowledged& acknowledged);

 private:
  struct Editable {
    protocol::MessageId message;
    protocol::Rev rev;
    std::string key;
  };
  using Reaction = std::pair<protocol::MessageId, std::string>;

  Order post(protocol::RoomId room, std::optional<protocol::ThreadId> thread);
  Order thread();
  Order reply();
  Order edit();
  Order react();
  Order mark();
  protocol::RoomId some_room();
  Acknowledged expect(Acknowledged::What what) const;

  protocol::MemberId member_;
  std::vector<protocol::RoomId> rooms_;
  Board& board_;
  std::mt19937_64 random_;
  std::vector<Editable> editable_;
  std::map<std::string, Editable> edited_;  ///< on their way, by the edit's key
  std::map<Reaction, bool> reactions_;      ///< acknowledged ones
  std::map<Reaction, bool> reacting_;       ///< on their way
};

}  // namespace standpipe::crash
