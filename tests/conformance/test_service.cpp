#include "tests/conformance/test_service.hpp"

#include <chrono>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace standpipe::conformance {

namespace {

class TestSession final : public app::Session {
 public:
  TestSession(hub::Outlet& outlet, std::atomic<int>& alive) : outlet_(outlet), alive_(alive) { ++alive_; }
  ~TestSession() override { --alive_; }

  void on_text(std::string_view text) override {
    if (text.starts_with('!')) return obey(std::string(text.substr(1)));
    outlet_.send_reply(hub::make_text_frame(std::string(text)));
  }

  void on_resync() override { outlet_.send_reply(hub::make_text_frame("resync")); }

 private:
  void obey(const std::string& order) {
    std::istringstream words(order);
    std::string verb;
    std::size_t first = 0;
    words >> verb;
    if (verb == "throw") throw std::runtime_error("told to");
    words >> first;
    if (verb == "close") {
      std::string reason;
      std::getline(words >> std::ws, reason);
      return outlet_.close(static_cast<std::uint16_t>(first), reason);
    }
    std::size_t size = 0;
    words >> size;
    const auto frame = hub::make_text_frame(std::string(size, 'x'));
    for (std::size_t i = 0; i < first; ++i) {
      if (verb == "events") outlet_.send_event(frame);
      if (verb == "now") outlet_.send_events_now({&frame, 1});
      if (verb == "replies") outlet_.send_reply(frame);
    }
  }

  hub::Outlet& outlet_;
  std::atomic<int>& alive_;
};

}  // namespace

TestService::~TestService() {
  for (std::thread& helper : helpers_) helper.join();
}

void TestService::on_http(app::HttpRequest request, app::HttpResponder respond) {
  if (request.path.find("smuggled") != std::string::npos) smuggled_ = true;
  if (request.path == "/forgotten") return;
  if (request.path == "/throws") throw std::runtime_error("told to");
  if (request.path == "/later") {
    const std::lock_guard lock(mutex_);
    helpers_.emplace_back([respond = std::move(respond), response = describe(request)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      respond(response);
    });
    return;
  }
  app::HttpResponse response = describe(request);
  if (request.path == "/big") response.body = std::string(std::stoul(request.query), 'b');
  if (request.path == "/twice") respond(response);
  respond(std::move(response));
}

std::variant<std::monostate, app::HttpResponse> TestService::check_upgrade(const app::HttpRequest& request) {
  if (request.query != "refuse") return {};
  app::HttpResponse response;
  response.status = 403;
  response.body = R"({"code":"foreign_origin"})";
  return response;
}

std::variant<std::unique_ptr<app::Session>, app::CloseAtOnce> TestService::open(const app::HttpRequest& request,
                                                                                hub::Outlet& outlet, std::size_t) {
  if (request.query == "4401") return app::CloseAtOnce{4401, "log in first"};
  if (request.query == "throw") throw std::runtime_error("told to");
  return std::make_unique<TestSession>(outlet, sessions_);
}

}  // namespace standpipe::conformance
