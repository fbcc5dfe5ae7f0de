#include <cstdlib>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
#include "protocol/rpc.hpp"

using namespace standpipe::protocol;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// The reply that a server would give, which must be valid JSON with the id in it.
std::string reply_to(const rpc::Item& item) {
  if (const auto* malformed = std::get_if<rpc::Malformed>(&item)) {
    return malformed->id ? rpc::write_error(*malformed->id, malformed->refusal) : std::string();
  }
  const auto& request = std::get<rpc::Request>(item);
  require(request.params.is_object());
  const auto key = rpc::key_of(request);
  if (!request.id) return {};
  return key ? rpc::write_reply(*request.id, to_json(*key)) : rpc::write_error(*request.id, key.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto message = rpc::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  require(!message.items.empty() && message.items.size() <= limits::batch);
  require(message.batch || message.items.size() == 1);
  std::vector<std::string> replies;
  for (const auto& item : message.items) {
    const std::string reply = reply_to(item);
    if (reply.empty()) continue;
    const auto json = parse(reply);
    require(json.has_value() && json->as_object().contains("id"));
    replies.push_back(reply);
  }
  if (!replies.empty()) require(parse(rpc::write_batch(replies)).has_value());
  return 0;
}
