#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/results.hpp"

namespace standpipe::crash {

/// One answer of the server that said yes: a line of the ledger.
///
///   post KEY MEMBER ROOM THREAD MESSAGE NUMBER INDEX REV -
///   edit KEY MEMBER ROOM THREAD MESSAGE NUMBER INDEX REV -
///   react KEY MEMBER 0 0 MESSAGE 0 0 0 +EMOJI     (taken back: -EMOJI)
///   mark KEY MEMBER ROOM 0 0 0 INDEX 0 -          (of the room's chat)
struct Acknowledged {
  enum class What { post, edit, react, mark };
  What what = What::post;
  std::string key;
  protocol::MemberId member;
  protocol::RoomId room;
  protocol::ThreadId thread;
  protocol::MessageId message;
  protocol::Number number;
  protocol::Index index;
  protocol::Rev rev;
  std::string emoji;
  bool on = false;

  /// Takes the place from the answer to a post or an edit.
  void take(const protocol::Posted& posted);
};

std::string to_line(const Acknowledged& acknowledged);
/// Throws std::runtime_error for a line that to_line did not make.
Acknowledged from_line(const std::string& line);

/// What a message with this key says: so a text tells its key, and a key its text. Up to a few hundred bytes.
std::string text_of(std::string_view key);
/// What the message `key` says after the edit `edit_key`.
std::string edited_text(std::string_view key, std::string_view edit_key);
/// The key that a text begins with.
std::string key_in(std::string_view text);

}  // namespace standpipe::crash
