#include "server/net/ws_upgrade.hpp"

#include <string_view>

#include "protocol/ws/handshake.hpp"
#include "server/net/http_lint.hpp"
#include "server/net/http_response.hpp"

namespace standpipe::net {

namespace ws = protocol::ws;

namespace {

app::HttpResponse refuse(unsigned status, const char* text, std::string_view name = {}, std::string_view value = {}) {
  app::HttpResponse response = refusal({status, text});
  if (!name.empty()) response.headers.emplace_back(name, value);
  return response;
}

/// All values of a list field that may come in several lines, as one list.
std::string joined(const app::HttpRequest& request, std::string_view name) {
  std::string list;
  for (const auto& [field, value] : request.headers) {
    if (field != name) continue;
    if (!list.empty()) list += ',';
    list += value;
  }
  return list;
}

}  // namespace

std::variant<WsAgreement, app::HttpResponse> check_ws_upgrade(const app::HttpRequest& request, bool is_http_1_0,
                                                              bool offer_compression) {
  if (request.method != "GET") return refuse(405, "only GET upgrades to a WebSocket", "Allow", "GET");
  if (!has_token(joined(request, "upgrade"), "websocket")) {
    return refuse(426, "this is a WebSocket endpoint", "Upgrade", "websocket");
  }
  if (is_http_1_0) return refuse(400, "a WebSocket needs HTTP/1.1");
  if (!has_token(joined(request, "connection"), "upgrade")) return refuse(400, "Connection does not say upgrade");
  if (!request.body.empty()) return refuse(400, "an upgrade has no body");
  if (request.header("sec-websocket-version") != "13") {
    return refuse(426, "only WebSocket version 13", "Sec-WebSocket-Version", "13");
  }
  const std::string_view key = request.header("sec-websocket-key");
  if (!ws::is_valid_key(key)) return refuse(400, "malformed Sec-WebSocket-Key");

  WsAgreement agreement;
  const std::string offered = joined(request, "sec-websocket-protocol");
  agreement.subprotocol = has_token(offered, ws::subprotocol);
  if (!agreement.subprotocol && !trim(offered).empty()) return refuse(400, "only the subprotocol standpipe.v1");
  const std::string field = joined(request, "sec-websocket-extensions");
  const auto extensions = ws::parse_extensions(field);
  if (!extensions) return refuse(400, "malformed Sec-WebSocket-Extensions");
  if (offer_compression) agreement.compression = ws::accept_deflate(*extensions);
  agreement.accept = ws::accept_value(key);
  return agreement;
}

hub::FramePtr switching_response(const WsAgreement& agreement) {
  auto frame = std::make_shared<hub::Frame>();
  std::string& out = frame->bytes;
  out = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
  out.append(agreement.accept).append("\r\n");
  if (agreement.subprotocol) out.append("Sec-WebSocket-Protocol: ").append(ws::subprotocol).append("\r\n");
  if (agreement.compression) {
    out.append("Sec-WebSocket-Extensions: ").append(ws::deflate_answer(*agreement.compression)).append("\r\n");
  }
  out.append("\r\n");
  return frame;
}

}  // namespace standpipe::net
