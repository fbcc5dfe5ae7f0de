#pragma once

#include <optional>
#include <string>
#include <variant>

#include "protocol/ws/extensions.hpp"
#include "server/app/service.hpp"
#include "server/hub/frame.hpp"

namespace standpipe::net {

/// What was agreed in a WebSocket handshake.
struct WsAgreement {
  std::string accept;                                         ///< the value of Sec-WebSocket-Accept
  bool subprotocol = false;                                   ///< the client offered standpipe.v1
  std::optional<protocol::ws::DeflateAgreement> compression;  ///< permessage-deflate, where both want it
};

/// Checks an upgrade of GET /ws by RFC 6455 section 4.2.1; a refusal is the answer to send. Clients that offer no subprotocol
/// are taken, clients that offer only others are not.
std::variant<WsAgreement, app::HttpResponse> check_ws_upgrade(const app::HttpRequest& request, bool is_http_1_0,
                                                              bool offer_compression);

/// The 101 answer.
hub::FramePtr switching_response(const WsAgreement& agreement);

}  // namespace standpipe::net
