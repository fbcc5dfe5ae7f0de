#include "protocol/message_event.hpp"

#include <cassert>
#include <charconv>
#include <optional>
#include <utility>

#include "protocol/codec_write.hpp"
#include "protocol/rpc.hpp"

namespace standpipe::protocol {

namespace {

namespace json = boost::json;

constexpr std::string_view room_prefix = "room:";
constexpr std::size_t beside_text = 160;  ///< bytes that the rest of an event usually fits in

std::string stream_of(RoomId room) {
  std::string name(room_prefix);
  write_integer(name, room.value);
  return name;
}

/// The room of "room:N"; nothing where a name is not exactly that.
std::optional<RoomId> room_of(std::string_view stream) {
  if (!stream.starts_with(room_prefix)) return std::nullopt;
  RoomId room;
  std::from_chars(stream.data() + room_prefix.size(), stream.data() + stream.size(), room.value);
  if (room.value <= 0 || room.value > max_strong || stream != stream_of(room)) return std::nullopt;
  return room;
}

/// Puts members, or none, into an object that is still open.
void add_members(std::string& object, std::string_view members) {
  if (members.empty()) return;
  if (!object.ends_with('{')) object += ',';
  object += members;
}

void add_key(std::string& object, std::string_view key) {
  if (key.empty()) return;
  add_members(object, R"("key":)");
  write_string(object, key);
}

template <class T>
bool read_item(const json::value& json, std::string_view name, T& out, ReadError& error) {
  if (detail::read_value(json, out, error)) return true;
  detail::enclose(error, name);
  return false;
}

}  // namespace

bool has_compact_form(std::string_view stream, const Change& change) {
  bool is_message = true;
  describe::for_each_field<Change>([&](std::string_view name, auto pointer) {
    if constexpr (describe::is_optional<std::remove_cvref_t<decltype(change.*pointer)>>) {
      if ((change.*pointer).has_value() != (name == "message")) is_message = false;
    }
  });
  return is_message && change.message->rev == change.rev && room_of(stream) == change.message->room;
}

MessageEvent::MessageEvent(std::string_view stream, const Change& change)
    : stream_(to_json(stream)), rev_(to_json(change.rev)), room_(to_json(change.message->room)) {
  assert(has_compact_form(stream, change));
  static const Message defaults{};
  const Message& message = *change.message;
  message_.reserve(beside_text + message.text.size());
  bool first = true;
  describe::for_each_field<Message>([&](std::string_view name, auto pointer) {
    if (name == "room" || name == "rev" || name == "key") return;
    if (describe::equal(message.*pointer, defaults.*pointer)) return;
    detail::write_name(message_, first, name);
    write(message_, message.*pointer);
  });
  if (!first) message_.erase(0, 1);  // the brace
}

std::string MessageEvent::classic(std::string_view key) const {
  std::string params;
  params.reserve(beside_text + message_.size() + key.size());
  params.append(R"({"stream":)").append(stream_).append(R"(,"rev":)").append(rev_);
  params.append(R"(,"message":{"room":)").append(room_).append(R"(,"rev":)").append(rev_);
  add_members(params, message_);
  add_key(params, key);
  params += "}}";
  return rpc::write_notification("event", params);
}

std::string MessageEvent::compact(std::string_view key) const {
  std::string text;
  text.reserve(beside_text + message_.size() + key.size());
  text.append("[").append(stream_).append(",").append(rev_).append(",{");
  add_members(text, message_);
  add_key(text, key);
  text += "}]";
  return text;
}

bool is_compact_event(const json::value& json) {
  const auto* list = json.if_array();
  return list != nullptr && !list->empty() && list->front().is_string();
}

boost::system::result<Change, ReadError> read_compact_event(const json::value& json) {
  ReadError error;
  const auto* list = json.if_array();
  if (list == nullptr || list->size() < 3) {
    detail::fail(error, "must be a list of a stream, a revision and a message");
    return error;
  }
  Change change;
  Message& message = change.message.emplace();
  if (!read_item((*list)[0], "stream", change.stream, error) || !read_item((*list)[1], "rev", change.rev, error) ||
      !read_item((*list)[2], "message", message, error)) {
    return error;
  }
  const auto room = room_of(change.stream);
  if (!room) {
    detail::fail(error, "must be a room's");
    detail::enclose(error, "stream");
    return error;
  }
  message.room = *room;
  message.rev = change.rev;
  return change;
}

}  // namespace standpipe::protocol
