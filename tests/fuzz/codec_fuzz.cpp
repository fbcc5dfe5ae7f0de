#include <boost/mp11/algorithm.hpp>

#include <cstdlib>

#include "protocol/codec.hpp"
#include "protocol/http.hpp"
#include "protocol/message_event.hpp"
#include "protocol/methods.hpp"

using namespace standpipe::protocol;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Whatever can be read is written so that it is read as the same again.
template <class T>
void try_object(const boost::json::value& json) {
  const auto value = read<T>(json);
  if (!value) return;
  const std::string text = to_json(*value);
  const auto again = read<T>(parse(text).value());
  require(again.has_value() && describe::equal(*value, *again));
}

/// What may come to a client in the place of an event: what is read goes out again in both forms.
void try_compact_event(const boost::json::value& json) {
  const auto change = read_compact_event(json);
  if (!change) return;
  require(is_compact_event(json) && has_compact_form(change->stream, *change));
  const MessageEvent event(change->stream, *change);
  const auto& key = change->message->key;
  const auto compact = read_compact_event(parse(event.compact(key)).value());
  const auto classic = read<Change>(parse(event.classic(key)).value().at("params"));
  require(compact.has_value() && classic.has_value() && *compact == *change && *classic == *change);
}

template <class T>
void try_params(const boost::json::value& json) {
  const auto value = read_params<T>(json);
  if (!value) return;
  std::string text;
  write_params(text, *value);
  const auto again = read_params<T>(parse(text).value());
  require(again.has_value() && describe::equal(*value, *again));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto json = parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!json) return 0;
  try_object<Change>(*json);
  try_compact_event(*json);
  try_object<HelloResult>(*json);
  try_params<ApplyBody>(*json);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>(
      [&](auto method) { try_params<typename decltype(method)::type::Params>(*json); });
  return 0;
}
