#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/errors.hpp"
#include "protocol/event.hpp"

/// JSON-RPC 2.0 (https://www.jsonrpc.org/specification) as it is spoken over the WebSocket: texts to requests, replies and
/// notifications to texts. Stricter than the standard in three points: params are an object, ids are strings of at most
/// 128 bytes or integers, and a key that occurs twice in an object makes the text bad. Pure; safe on any thread.
namespace standpipe::protocol::rpc {

/// The id of a request, as the JSON text that the reply carries: `17`, `"a-1"`, or `null` where the request's own could
/// not be told. Absent for a notification, which is never replied to.
using Id = std::optional<std::string>;

struct Request {
  Id id;
  std::string method;
  boost::json::value params = boost::json::object();  ///< an object; empty where the request has none
};

/// What stands in the place of a request, and the refusal to reply with (unless the id is absent).
struct Malformed {
  Id id;
  Refusal refusal;
};

using Item = std::variant<Request, Malformed>;

struct Message {
  bool batch = false;       ///< the replies go out together, as one array (write_batch)
  std::vector<Item> items;  ///< in the order in which they are to be carried out; never empty
};

/// Takes a text apart. A text that is no JSON, an empty batch and one of more than limits::batch requests give a single
/// malformed item, to be replied to without an array.
Message parse(std::string_view text);

/// The key of a command, from its params: a UUID, in lower case. key_missing or key_bad otherwise.
boost::system::result<std::string, Refusal> key_of(const Request& request);

/// The key of the command that this one is to come after; "" where it says none, key_bad where that is no key.
boost::system::result<std::string, Refusal> after_key_of(const Request& request);

/// A reply; `result` is a JSON text. `id` as it came: never call these for a request without one.
std::string write_reply(std::string_view id, std::string_view result);
std::string write_error(std::string_view id, const Refusal& refusal);

/// The replies of a batch as one text. A batch of notifications only has no reply at all: do not call it with none.
std::string write_batch(const std::vector<std::string>& replies);

/// A notification or, with an id, a request; `params` is the JSON text of an object.
std::string write_notification(std::string_view method, std::string_view params);
std::string write_request(std::string_view id, std::string_view method, std::string_view params);

/// The notification that announces a change in a stream.
std::string write_event(const Change& change);

}  // namespace standpipe::protocol::rpc
