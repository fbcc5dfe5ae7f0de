#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "tests/conformance/echo_service.hpp"

namespace standpipe::conformance {

/// The echo service with some ways to misbehave.
///
/// HTTP, by path: /later (answered by another thread), /forgotten (never answered), /throws, /twice (answered twice),
/// /big?N (N bytes of body). Upgrade, by query: ?refuse (403), ?4401 (closed at once), ?throw.
///
/// A text message that begins with "!" is a command to the session: "!close CODE REASON", "!throw", "!events COUNT SIZE",
/// "!now COUNT SIZE" (events, written at once), "!replies COUNT SIZE"; anything else comes back. A resync is answered with the
/// text "resync".
class TestService final : public EchoService {
 public:
  ~TestService() override;

  void on_http(app::HttpRequest request, app::HttpResponder respond) override;
  std::variant<std::monostate, app::HttpResponse> check_upgrade(const app::HttpRequest& request) override;
  std::variant<std::unique_ptr<app::Session>, app::CloseAtOnce> open(const app::HttpRequest& request, hub::Outlet& outlet,
                                                                     std::size_t io_thread) override;

  /// How many sessions are alive.
  int sessions() const { return sessions_; }

  /// Whether a request whose path contains "smuggled" has reached the application.
  bool was_smuggled() const { return smuggled_; }

 private:
  std::atomic<int> sessions_{0};
  std::atomic<bool> smuggled_{false};
  std::mutex mutex_;
  std::vector<std::thread> helpers_;
};

}  // namespace standpipe::conformance
