#include "protocol/limits.hpp"
#include "protocol/text.hpp"
#include "server/app/accounts.hpp"
#include "server/app/http_answers.hpp"
#include "server/app/http_body.hpp"
#include "server/domain/fields.hpp"
#include "server/ops/passwords.hpp"

/// POST /api/login.
namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

struct Accounts::LogIn {
  protocol::LoginBody body;
  std::string email;  ///< as accounts have it; as typed where it is no address
  std::string device;
  std::string address;  ///< for the throttle
  bool cookie = false;  ///< a browser asks, which keeps the token from its scripts
  bool tls = false;
  HttpResponder respond;
};

/// Whose password it may be.
struct Accounts::Candidate {
  std::string hash;
  protocol::MemberId member;        ///< 0: none yet
  std::optional<Refusal> obstacle;  ///< told to who has the password
};

namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// A browser's own name is not what somebody has typed, and may be cut.
std::string device_by(const HttpRequest& request) {
  const auto clean = protocol::clean_line(request.header("user-agent"));
  return clean ? std::string(protocol::truncate(*clean, protocol::limits::field_bytes)) : std::string();
}

Refusal obstacle_of(const protocol::Application& application) {
  if (application.status != protocol::ApplicationStatus::declined) return Refusal(ErrorCode::application_pending);
  Refusal refusal(ErrorCode::application_declined);
  refusal.data.reason = application.reason;
  return refusal;
}

}  // namespace

void Accounts::log_in(const HttpRequest& request, HttpResponder respond) {
  const auto body = read_body<protocol::LoginBody>(request);
  if (!body) return respond(error_response(body.error()));
  LogIn log_in{.body = *body, .respond = std::move(respond)};
  log_in.email = protocol::canonical_email(protocol::trim(body->email)).value_or(body->email);
  domain::Fields fields;
  log_in.device =
      body->device ? fields.line_or_empty("device", *body->device, protocol::limits::field_bytes) : device_by(request);
  if (fields.objection()) return log_in.respond(error_response(*fields.objection()));
  log_in.address = address_of(request);
  log_in.cookie = body->cookie.value_or(false);
  log_in.tls = request.tls;
  const auto wait = begin_log_in(log_in);
  if (wait > 0) return log_in.respond(error_response(Refusal(ErrorCode::too_many_requests).retry_after(wait)));
  hash_later(log_in.respond, [this, log_in] { check_log_in(log_in); });
}

std::int64_t Accounts::begin_log_in(const LogIn& log_in) {
  if (!runtime_.settings.rate_limits) return 0;
  const auto now = runtime_.clock.steady_ms();
  if (const auto wait = address_tries_.begin(log_in.address, now); wait > 0) return wait;
  const auto wait = account_tries_.begin(log_in.email, log_in.address, now);
  if (wait > 0) address_tries_.take_back(log_in.address, now);
  return wait;
}

Accounts::Candidate Accounts::find_candidate(const std::string& email) const {
  return runtime_.published.read([&](const domain::State& state) -> Candidate {
    Candidate candidate;
    const auto at = state.by_email.find(email);
    const auto* member = at == state.by_email.end() ? nullptr : state.member(at->second);
    if (member) candidate = {member->account.password_hash, at->second, std::nullopt};
    // Looked through in any case, so that it takes as long for those who are members.
    for (const auto& [id, record] : state.applications) {
      if (record.application.email != email || record.password_hash.empty()) continue;
      if (!member || member->account.profile.state != protocol::MemberState::active) {
        candidate = {record.password_hash, {}, obstacle_of(record.application)};
      }
    }
    return candidate;
  });
}

void Accounts::check_log_in(const LogIn& log_in) {
  const auto candidate = find_candidate(log_in.email);
  const bool right = ops::verify_password(candidate.hash.empty() ? nobodys_hash_ : candidate.hash, log_in.body.password);
  if (!right || candidate.hash.empty()) {
    runtime_.metrics.log_ins_failed.add();
    runtime_.log.info("log_in_failed", {{"peer", log_in.address}});
    return log_in.respond(error_response(Refusal(ErrorCode::log_in_failed)));
  }
  account_tries_.succeeded(log_in.email, log_in.address, runtime_.clock.steady_ms());
  address_tries_.take_back(log_in.address, runtime_.clock.steady_ms());
  if (candidate.obstacle) return log_in.respond(error_response(*candidate.obstacle));
  open_session(log_in, candidate);
}

void Accounts::open_session(const LogIn& log_in, const Candidate& candidate) {
  auto token = ops::new_token();
  domain::OpenSession open;
  open.member = candidate.member;
  open.verified_hash = candidate.hash;
  open.token_hash = ops::hash_secret(token);
  open.device = log_in.device;
  open.expires_at = protocol::Time{runtime_.clock.now().value + runtime_.settings.session_days * day_ms};
  domain::Command command{.payload = std::move(open)};
  submit(std::move(command), log_in.respond, [this, log_in, token = std::move(token)](const std::string& json) {
    auto result = protocol::read<protocol::LoginResult>(protocol::parse(json).value()).value();
    runtime_.metrics.log_ins.add();
    runtime_.log.info("log_in", {{"member", result.member.value}, {"session", result.session.value}});
    if (!log_in.cookie) result.token = token;
    auto response = json_response(protocol::to_json(result));
    if (log_in.cookie) response.headers.emplace_back("Set-Cookie", set_cookie(runtime_.settings, log_in.tls, token));
    log_in.respond(std::move(response));
  });
}

}  // namespace standpipe::app
