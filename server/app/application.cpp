#include "server/app/application.hpp"

#include <thread>
#include <utility>

#include "protocol/text.hpp"
#include "server/app/http_answers.hpp"
#include "server/app/member_session.hpp"

namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

constexpr std::uint16_t not_logged_in = 4401;
constexpr std::uint16_t not_let_in = 4403;
constexpr std::uint16_t too_many_connections = 4429;
constexpr std::size_t close_reason_bytes = 123;  // RFC 6455 section 5.5

CloseAtOnce close_for(const Refusal& refusal) {
  const bool let_in = protocol::info(refusal.code).http == 401;
  std::string reason(protocol::to_name(refusal.code));
  if (!refusal.data.reason.empty()) reason += ": " + refusal.data.reason;
  return {let_in ? not_logged_in : not_let_in, std::string(protocol::truncate(reason, close_reason_bytes))};
}

bool has_administrator(const domain::State& state) {
  for (const auto& [id, member] : state.members) {
    const auto& profile = member.account.profile;
    if (profile.role == protocol::Role::administrator && profile.state == protocol::MemberState::active) return true;
  }
  return false;
}

}  // namespace

Application::Application(const Foundations& on, Settings settings, Clock clock, std::filesystem::path setup_code_file,
                         ops::Metrics& metrics)
    : runtime_(on, std::move(settings), std::move(clock)),
      setup_code_(std::move(setup_code_file)),
      accounts_(runtime_, setup_code_),
      http_(runtime_, accounts_, metrics),
      ticker_(runtime_) {
  for (std::size_t i = 0; i < runtime_.io.count(); ++i) {
    const auto send = [this, i] { runtime_.io.post(i, [this, i] { send_events(i, false); }); };
    runtime_.hubs.push_back(std::make_unique<hub::Hub>(send));
  }
  metrics.add([this](ops::MetricsPage& page) {
    runtime_.metrics.write(page);
    page.gauge("standpipe_sessions", "WebSocket connections that are logged in.",
               static_cast<std::int64_t>(runtime_.connections.total()));
    page.gauge("standpipe_members_online", "Members with a connection that has said hello.",
               static_cast<std::int64_t>(runtime_.presence.online()));
    page.gauge("standpipe_passwords_waiting", "Log-ins and applications that wait for a password worker.",
               static_cast<std::int64_t>(accounts_.waiting()));
  });
}

std::optional<std::string> Application::prepare_setup() {
  if (runtime_.published.read(has_administrator)) {
    setup_code_.retire();
    return std::nullopt;
  }
  return setup_code_.prepare();
}

void Application::going_away() {
  going_away_.store(true, std::memory_order_relaxed);
  http_.going_away();
}

void Application::stop() {
  accounts_.stop();
  ticker_.stop();
}

void Application::deliver(const hub::BatchPtr& batch) {
  for (std::size_t i = 0; i < runtime_.io.count(); ++i) {
    runtime_.io.post(i, [&hub = *runtime_.hubs[i], batch, i] { hub.run(batch, i); });
  }
}

void Application::send_events(std::size_t io_thread, bool held) {
  hub::Hub& hub = *runtime_.hubs[io_thread];
  hub.send_some();
  if (held && hub.idle()) runtime_.sequencer.release();
  if (hub.idle()) return;
  if (!held) runtime_.sequencer.hold();
  // What waits for the writer, or is being committed, needs a core for moments only, between which it waits for the disk. Where
  // the two share one, it gets them here, and not when the scheduler looks again, some milliseconds later.
  if (runtime_.sequencer.busy()) std::this_thread::yield();
  runtime_.io.post(io_thread, [this, io_thread] { send_events(io_thread, true); });
}

void Application::on_http(HttpRequest request, HttpResponder respond) {
  http_.handle(request, std::move(respond));
}

std::variant<std::monostate, HttpResponse> Application::check_upgrade(const HttpRequest& request) {
  if (going_away_.load(std::memory_order_relaxed)) return error_response(Refusal(ErrorCode::going_away).retry_after(1000));
  if (is_foreign_origin(runtime_.settings, request)) return error_response(Refusal(ErrorCode::origin_refused));
  return std::monostate{};
}

std::variant<std::unique_ptr<Session>, CloseAtOnce> Application::open(const HttpRequest& request, hub::Outlet& outlet,
                                                                      std::size_t io_thread) {
  const auto identity = identify(runtime_, request);
  if (!identity) return close_for(identity.error());
  auto place = runtime_.connections.admit(identity->log_in.member);
  if (!place) return CloseAtOnce{too_many_connections, "too many connections of this member"};
  return std::make_unique<MemberSession>(runtime_, identity->log_in, std::move(*place), outlet, io_thread);
}

}  // namespace standpipe::app
