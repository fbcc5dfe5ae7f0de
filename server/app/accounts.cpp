#include "server/app/accounts.hpp"

#include <new>
#include <utility>

#include "protocol/limits.hpp"
#include "protocol/text.hpp"
#include "server/app/http_answers.hpp"
#include "server/app/http_body.hpp"
#include "server/ops/passwords.hpp"

namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

constexpr std::size_t password_workers = 2;
constexpr std::int64_t longest_account_wait_ms = 60'000;
constexpr std::int64_t longest_address_wait_ms = 900'000;
constexpr std::int64_t password_queue_retry_ms = 2000;
constexpr std::int64_t day_ms = 86'400'000;

/// Communities of practice alone: strangers must not find out what else there is.
bool may_be_applied_for(const domain::RoomState& room) {
  return room.room.kind == protocol::RoomKind::cop && !room.room.archived;
}

std::vector<protocol::RoomId> rooms_of(const domain::State& state, const std::vector<std::string>& slugs, bool& known) {
  std::vector<protocol::RoomId> rooms;
  for (const auto& slug : slugs) {
    const auto at = state.by_slug.find(slug);
    const auto* room = at == state.by_slug.end() ? nullptr : state.room(at->second);
    known = known && room && may_be_applied_for(*room);
    if (known) rooms.push_back(at->second);
  }
  return rooms;
}

boost::system::result<domain::ApplyToJoin, Refusal> application_of(const Runtime& runtime, const protocol::ApplyBody& body) {
  domain::ApplyToJoin apply;
  auto& application = apply.application;
  application.name = body.name;
  application.email = body.email;
  application.utility_name = body.utility;
  application.country = body.country;
  application.job = body.job;
  application.languages = body.languages;
  application.why = body.why;
  bool known = true;
  application.rooms = runtime.published.read([&](const domain::State& state) { return rooms_of(state, body.rooms, known); });
  if (!known)
    return Refusal(ErrorCode::argument_bad, "There is no such community of practice. /api/cops has their short names.")
        .field("rooms");
  if (body.invitation) apply.invitation = ops::hash_secret(ops::canonical_code(*body.invitation));
  return apply;
}

}  // namespace

Accounts::Accounts(Runtime& runtime, SetupCode& setup_code)
    : runtime_(runtime),
      setup_code_(setup_code),
      nobodys_hash_(ops::hash_password(ops::new_token())),
      account_tries_(runtime.settings.log_in_tries, longest_account_wait_ms, runtime.settings.session_days * day_ms),
      address_tries_(runtime.settings.log_in_tries_per_address, longest_address_wait_ms),
      applications_(runtime.settings.applications),
      workers_(password_workers, runtime.settings.password_queue) {}

void Accounts::hash_later(const HttpResponder& respond, std::function<void()> work) {
  auto job = [respond, work = std::move(work)] {
    try {
      work();
    } catch (const std::bad_alloc&) {
      respond(error_response(Refusal(ErrorCode::busy).retry_after(password_queue_retry_ms)));
    }
  };
  if (workers_.submit(std::move(job))) return;
  const auto code = workers_.stopped() ? ErrorCode::going_away : ErrorCode::too_many_requests;
  respond(error_response(Refusal(code).retry_after(password_queue_retry_ms)));
}

void Accounts::submit(domain::Command command, const HttpResponder& respond, Answered answered) {
  const auto done = [respond, answered = std::move(answered)](const sequencer::CommandResult& result) {
    if (result.has_value()) {
      answered(*result);
    } else {
      respond(error_response(result.error()));
    }
  };
  const auto io_thread = next_thread_.fetch_add(1, std::memory_order_relaxed) % runtime_.io.count();
  if (const auto no = runtime_.sequencer.submit({std::move(command), io_thread, done})) respond(error_response(*no));
}

void Accounts::cops(const HttpRequest&, HttpResponder respond) const {
  const auto list = runtime_.published.read([&](const domain::State& state) {
    protocol::CopList cops{runtime_.settings.community, {}};
    for (const auto& [id, room] : state.rooms) {
      if (may_be_applied_for(room)) cops.rooms.push_back({room.room.slug, room.room.name, room.room.description});
    }
    return cops;
  });
  respond(json_response(protocol::to_json(list)));
}

void Accounts::apply(const HttpRequest& request, HttpResponder respond) {
  const auto body = read_body<protocol::ApplyBody>(request);
  if (!body) return respond(error_response(body.error()));
  if (const auto no = ops::objection_to_password(body->password, body->name, body->email)) return respond(error_response(*no));
  auto apply = application_of(runtime_, *body);
  if (!apply) return respond(error_response(apply.error()));
  if (runtime_.settings.rate_limits) {
    const auto wait = applications_.take(address_of(request), runtime_.clock.steady_ms());
    if (wait > 0) return respond(error_response(Refusal(ErrorCode::too_many_requests).retry_after(wait)));
  }
  hash_later(respond, [this, respond, apply = std::move(*apply), password = body->password]() mutable {
    apply.password_hash = ops::hash_password(password);
    domain::Command command{.payload = std::move(apply)};
    submit(std::move(command), respond, [respond](const std::string& json) { respond(json_response(json)); });
  });
}

void Accounts::set_up(const HttpRequest& request, HttpResponder respond) {
  const auto body = read_body<protocol::SetupBody>(request);
  if (!body) return respond(error_response(body.error()));
  if (!setup_code_.wanted()) return respond(error_response(Refusal(ErrorCode::set_up_done)));
  const auto wait = address_tries_.begin(address_of(request), runtime_.clock.steady_ms());
  if (wait > 0) return respond(error_response(Refusal(ErrorCode::too_many_requests).retry_after(wait)));
  if (!setup_code_.matches(body->code)) return respond(error_response(Refusal(ErrorCode::set_up_code_wrong).field("code")));
  address_tries_.take_back(address_of(request), runtime_.clock.steady_ms());
  if (const auto no = ops::objection_to_password(body->password, body->name, body->email)) return respond(error_response(*no));
  hash_later(respond, [this, respond, body = *body] {
    domain::Command command;
    command.payload = domain::CreateAdministrator{body.name, body.email, ops::hash_password(body.password), true};
    submit(std::move(command), respond, [this, respond](const std::string& json) {
      setup_code_.retire();
      runtime_.log.info("set_up_done");
      respond(json_response(json));
    });
  });
}

void Accounts::log_out(const HttpRequest& request, HttpResponder respond) {
  const auto identity = identify(runtime_, request);
  if (!identity) return respond(error_response(identity.error()));
  domain::Command command;
  command.payload = domain::CloseSession{identity->log_in.id};
  auto cookie = identity->by_cookie ? set_cookie(runtime_.settings, request.tls, "") : std::string();
  submit(std::move(command), respond, [respond, cookie = std::move(cookie)](const std::string& json) {
    auto response = json_response(json);
    if (!cookie.empty()) response.headers.emplace_back("Set-Cookie", cookie);
    respond(std::move(response));
  });
}

void Accounts::change_password(const HttpRequest& request, HttpResponder respond) {
  const auto identity = identify(runtime_, request);
  if (!identity) return respond(error_response(identity.error()));
  const auto body = read_body<protocol::PasswordBody>(request);
  if (!body) return respond(error_response(body.error()));
  hash_later(respond, [this, respond, identity = *identity, body = *body] { change_checked(identity, body, respond); });
}

void Accounts::change_checked(const Identity& identity, const protocol::PasswordBody& body, const HttpResponder& respond) {
  const auto member = identity.log_in.member;
  const auto account = runtime_.published.read([&](const domain::State& state) {
    const auto* found = state.member(member);
    return found ? found->account : domain::Account{};
  });
  if (const auto no = ops::objection_to_password(body.new_password, account.profile.name, account.email)) {
    return respond(error_response(Refusal(*no).field("new_password")));
  }
  const auto key = "password of " + std::to_string(member.value);
  const auto wait = account_tries_.begin(key, {}, runtime_.clock.steady_ms());
  if (wait > 0) return respond(error_response(Refusal(ErrorCode::too_many_requests).retry_after(wait)));
  if (!ops::verify_password(account.password_hash, body.old_password)) {
    return respond(error_response(Refusal(ErrorCode::password_wrong).field("old_password")));
  }
  account_tries_.succeeded(key, {}, runtime_.clock.steady_ms());
  domain::Command command;
  command.actor = member;
  command.session = identity.log_in.id;
  command.key = ops::new_uuid();
  auto hash = ops::hash_password(body.new_password);
  command.payload = domain::SetPassword{member, std::move(hash), identity.log_in.id, account.password_hash};
  submit(std::move(command), respond, [respond](const std::string& json) { respond(json_response(json)); });
}

}  // namespace standpipe::app
