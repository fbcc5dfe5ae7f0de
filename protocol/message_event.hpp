#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <string_view>

#include "protocol/codec_read.hpp"
#include "protocol/event.hpp"

/// The event of a message, which is most of what a server sends, comes in one of two forms. Connections that asked for it in
/// their hello (`compact`) get the second one; it is two thirds as long, and is expanded before anything looks at it.
///
///   classic   {"jsonrpc":"2.0","method":"event","params":{"stream":"room:4","rev":9,"message":{"room":4,"rev":9,"id":23,…}}}
///   compact   ["room:4",9,{"id":23,…}]
///
/// The compact one is a list of the stream, the revision, and the message without its `room` and `rev`, which the first two say.
/// Of the lists that a server sends, only it begins with a string: the replies of a batch are objects. Pure; safe on any thread.
namespace standpipe::protocol {

/// Whether a change has the compact form in a stream: it is a message at the change's revision, in the stream of the message's
/// room, and nothing else. Here the change's own name of the stream does not count. So what read_compact_event reads is what was
/// written.
bool has_compact_form(std::string_view stream, const Change& change);

/// Writes both forms of a change that has the compact one. The message becomes JSON once.
class MessageEvent {
 public:
  /// Without the message's key, which `classic` and `compact` put in.
  MessageEvent(std::string_view stream, const Change& change);

  /// `key` is the post's, for its author's own connections; "" for everybody else.
  std::string classic(std::string_view key = {}) const;
  std::string compact(std::string_view key = {}) const;

 private:
  std::string stream_;  ///< as JSON, as are the others
  std::string rev_;
  std::string room_;
  std::string message_;  ///< the members that both forms have, without braces
};

/// Whether a message of a server is an event in the compact form, well made or not.
bool is_compact_event(const boost::json::value& json);

/// Reads the compact form. A list of another shape, or a stream that is no room's, is an error. Items behind the third are
/// ignored, as unknown members of an object are.
boost::system::result<Change, ReadError> read_compact_event(const boost::json::value& json);

}  // namespace standpipe::protocol
