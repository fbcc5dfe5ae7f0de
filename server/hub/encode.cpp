#include <cassert>
#include <utility>

#include "protocol/codec.hpp"
#include "protocol/message_event.hpp"
#include "server/hub/batch.hpp"

namespace standpipe::hub {

namespace {

EventFrames frames_of(const protocol::MessageEvent& event, std::string_view key = {}) {
  return {make_text_frame(event.classic(key)), make_text_frame(event.compact(key))};
}

}  // namespace

FramePtr encode_notification(std::string_view method, std::string_view params_json) {
  std::string text;
  text.reserve(48 + method.size() + params_json.size());
  text += R"({"jsonrpc":"2.0","method":")";
  text += method;
  text += R"(","params":)";
  text += params_json;
  text += '}';
  return make_text_frame(std::move(text));
}

Delivery encode(const domain::Announcement& announcement) {
  Delivery delivery;
  delivery.stream = announcement.stream;
  delivery.rev = announcement.change.rev;
  const std::string stream = domain::to_name(announcement.stream);
  if (!protocol::has_compact_form(stream, announcement.change)) {
    protocol::Change change = announcement.change;
    change.stream = stream;
    assert(announcement.key.empty());  // only posts have one
    delivery.event.classic = encode_notification("event", protocol::to_json(change));
    return delivery;
  }
  const protocol::MessageEvent event(stream, announcement.change);
  delivery.event = frames_of(event);
  if (announcement.author && !announcement.key.empty()) {
    delivery.author = announcement.author;
    delivery.author_event = frames_of(event, announcement.key);
  }
  return delivery;
}

}  // namespace standpipe::hub
