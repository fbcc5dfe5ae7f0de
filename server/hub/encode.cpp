#include "protocol/codec.hpp"
#include "server/hub/batch.hpp"

namespace standpipe::hub {

namespace {

FramePtr event_frame(const protocol::Change& change) {
  return encode_notification("event", protocol::to_json(change));
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
  protocol::Change change = announcement.change;
  change.stream = domain::to_name(announcement.stream);
  delivery.frame = event_frame(change);
  if (announcement.author && change.message && !announcement.key.empty()) {
    delivery.author = announcement.author;
    change.message->key = announcement.key;
    delivery.author_frame = event_frame(change);
  }
  return delivery;
}

}  // namespace standpipe::hub
