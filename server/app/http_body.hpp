#pragma once

#include <boost/system/result.hpp>

#include "protocol/codec.hpp"
#include "protocol/formats.hpp"
#include "server/app/service.hpp"

namespace standpipe::app {

/// The JSON body of a request. It must call itself application/json: no page of another site can send that without being
/// asked for permission first (Fetch standard, CORS-safelisted request headers).
template <class Body>
boost::system::result<Body, protocol::Refusal> read_body(const HttpRequest& request) {
  using protocol::ErrorCode;
  const auto type = request.header("content-type");
  if (protocol::to_lower_ascii(type.substr(0, type.find(';'))) != "application/json") {
    return protocol::Refusal(ErrorCode::bad_request, "The body must be JSON. Send it with Content-Type: application/json.");
  }
  const auto value = protocol::parse(request.body);
  if (!value) return protocol::to_refusal(value.error());
  auto body = protocol::read_params<Body>(*value);
  if (!body) return protocol::to_refusal(body.error());
  return std::move(*body);
}

}  // namespace standpipe::app
