#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include "server/app/service.hpp"

namespace standpipe::conformance {

/// The smallest application: answers every request with what it was, and sends every text message back.
class EchoService : public app::Service {
 public:
  void on_http(app::HttpRequest request, app::HttpResponder respond) override;
  std::variant<std::monostate, app::HttpResponse> check_upgrade(const app::HttpRequest& request) override;
  std::variant<std::unique_ptr<app::Session>, app::CloseAtOnce> open(const app::HttpRequest& request, hub::Outlet& outlet,
                                                                     std::size_t io_thread) override;
};

/// A plain-text account of the request: "METHOD path?query", a line per field, an empty line, the body.
app::HttpResponse describe(const app::HttpRequest& request);

/// Sends a binary message back; for NetConfig::on_binary.
void echo_binary(hub::Outlet& outlet, std::string_view data);

}  // namespace standpipe::conformance
