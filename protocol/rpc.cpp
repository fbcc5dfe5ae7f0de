#include "protocol/rpc.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "protocol/codec.hpp"
#include "protocol/formats.hpp"
#include "protocol/limits.hpp"

namespace standpipe::protocol::rpc {

namespace {

namespace json = boost::json;

constexpr std::size_t id_bytes = 128;
constexpr std::string_view version = R"({"jsonrpc":"2.0")";
/// Room for whoever puts a WebSocket header before a text, so that it is not copied again.
constexpr std::size_t frame_header = 10;

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

Malformed malformed(Id id, ErrorCode code, std::string says) {
  return {std::move(id), Refusal(code, std::move(says))};
}

/// The id of a request; `good` is false where there is one that cannot be echoed.
Id read_id(const json::object& object, bool& good) {
  good = true;
  const json::value* id = object.if_contains("id");
  if (!id) return std::nullopt;
  std::string text;
  if (const auto* number = id->if_int64()) {
    write_integer(text, *number);
  } else if (const auto* name = id->if_string(); name && name->size() <= id_bytes) {
    write_string(text, view(*name));
  } else {
    good = false;
    text = "null";
  }
  return text;
}

Item read_item(json::value& value) {
  auto* object = value.if_object();
  if (!object) return malformed("null", ErrorCode::bad_request, "A request is a JSON object. Send one, or a list of them.");
  bool good = true;
  Id id = read_id(*object, good);
  if (!good) {
    return malformed("null", ErrorCode::bad_request, "The id must be a string of at most 128 bytes or an integer.");
  }
  const Id or_null = id.value_or("null");
  const auto* jsonrpc = object->if_contains("jsonrpc");
  if (!jsonrpc || !jsonrpc->is_string() || jsonrpc->get_string() != "2.0") {
    return malformed(or_null, ErrorCode::bad_request, "This is not JSON-RPC 2.0. Add \"jsonrpc\": \"2.0\" to each request.");
  }
  const auto* method = object->if_contains("method");
  if (!method || !method->is_string()) {
    return malformed(or_null, ErrorCode::bad_request, "The request names no method. Add its name as \"method\".");
  }
  auto* params = object->if_contains("params");
  if (params && !params->is_object()) {
    auto bad = malformed(std::move(id), ErrorCode::argument_bad, "Arguments are given by name. Send \"params\" as an object.");
    bad.refusal.data.field = "params";
    return bad;
  }
  return Request{std::move(id), std::string(view(method->get_string())),
                 params ? std::move(*params) : json::value(json::object())};
}

Message single(Item item) {
  Message message;
  message.items.push_back(std::move(item));
  return message;
}

void open(std::string& out, std::string_view id) {
  out += version;
  out += R"(,"id":)";
  out += id;
}

void add_call(std::string& out, std::string_view method, std::string_view params) {
  out += R"(,"method":)";
  write_string(out, method);
  out += R"(,"params":)";
  out += params;
  out += '}';
}

}  // namespace

Message parse(std::string_view text) {
  // One piece of memory for all of the request, which its arguments take along.
  auto parsed = protocol::parse(text, json::make_shared_resource<json::monotonic_resource>());
  if (!parsed) return single(Malformed{"null", to_refusal(parsed.error())});
  auto* list = parsed->if_array();
  if (!list) return single(read_item(*parsed));
  if (list->empty()) {
    return single(malformed("null", ErrorCode::bad_request, "The batch is empty. Put at least one request into it."));
  }
  if (list->size() > limits::batch) return single(Malformed{"null", Refusal(ErrorCode::batch_too_large)});
  Message message;
  message.batch = true;
  message.items.reserve(list->size());
  for (auto& item : *list) message.items.push_back(read_item(item));
  return message;
}

boost::system::result<std::string, Refusal> key_of(const Request& request) {
  const auto* key = request.params.get_object().if_contains("key");
  if (!key) return Refusal(ErrorCode::key_missing).field("key");
  const auto* text = key->if_string();
  if (!text || !is_uuid(view(*text))) return Refusal(ErrorCode::key_bad).field("key");
  return std::string(view(*text));
}

boost::system::result<std::string, Refusal> after_key_of(const Request& request) {
  const auto* key = request.params.get_object().if_contains("after_key");
  if (!key) return std::string();
  const auto* text = key->if_string();
  if (!text || !is_uuid(view(*text))) return Refusal(ErrorCode::key_bad).field("after_key");
  return std::string(view(*text));
}

std::string write_reply(std::string_view id, std::string_view result) {
  std::string out;
  out.reserve(version.size() + id.size() + result.size() + 20 + frame_header);
  open(out, id);
  out += R"(,"result":)";
  out += result;
  out += '}';
  return out;
}

std::string write_error(std::string_view id, const Refusal& refusal) {
  std::string out;
  open(out, id);
  out += R"(,"error":{"code":)";
  write_integer(out, info(refusal.code).rpc);
  out += R"(,"message":)";
  write_string(out, refusal.text);
  out += R"(,"data":)";
  write(out, refusal.data);
  out += "}}";
  return out;
}

std::string write_batch(const std::vector<std::string>& replies) {
  std::string out;
  for (const std::string& reply : replies) {
    out += out.empty() ? '[' : ',';
    out += reply;
  }
  out += ']';
  return out;
}

std::string write_notification(std::string_view method, std::string_view params) {
  std::string out;
  out.reserve(version.size() + method.size() + params.size() + 24 + frame_header);
  out += version;
  add_call(out, method, params);
  return out;
}

std::string write_request(std::string_view id, std::string_view method, std::string_view params) {
  std::string out;
  open(out, id);
  add_call(out, method, params);
  return out;
}

std::string write_event(const Change& change) {
  return write_notification("event", to_json(change));
}

}  // namespace standpipe::protocol::rpc
