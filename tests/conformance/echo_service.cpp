#include "tests/conformance/echo_service.hpp"

#include <string>
#include <utility>

#include "protocol/ws/writer.hpp"

namespace standpipe::conformance {

namespace {

class EchoSession final : public app::Session {
 public:
  explicit EchoSession(hub::Outlet& outlet) : outlet_(outlet) {}

  void on_text(std::string_view text) override { outlet_.send_reply(hub::make_text_frame(std::string(text))); }
  void on_resync() override {}

 private:
  hub::Outlet& outlet_;
};

}  // namespace

app::HttpResponse describe(const app::HttpRequest& request) {
  app::HttpResponse response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = request.method + " " + request.path + "?" + request.query + "\n";
  response.body += "peer: " + request.peer + "\ntls: " + (request.tls ? "yes" : "no") + "\n";
  if (request.by_unknown_proxy) response.body += "by an unknown proxy\n";
  for (const auto& [name, value] : request.headers) response.body += name + ": " + value + "\n";
  response.body += "\n" + request.body;
  return response;
}

void EchoService::on_http(app::HttpRequest request, app::HttpResponder respond) {
  respond(describe(request));
}

std::variant<std::monostate, app::HttpResponse> EchoService::check_upgrade(const app::HttpRequest&) {
  return {};
}

std::variant<std::unique_ptr<app::Session>, app::CloseAtOnce> EchoService::open(const app::HttpRequest&, hub::Outlet& outlet,
                                                                                std::size_t) {
  return std::make_unique<EchoSession>(outlet);
}

void echo_binary(hub::Outlet& outlet, std::string_view data) {
  auto frame = std::make_shared<hub::Frame>();
  frame->header_size = protocol::ws::append_frame(frame->bytes, protocol::ws::Opcode::binary, data);
  outlet.send_reply(std::move(frame));
}

}  // namespace standpipe::conformance
