#include "server/app/identity.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "protocol/formats.hpp"
#include "protocol/text.hpp"
#include "server/domain/rules.hpp"
#include "server/ops/secrets.hpp"

namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

constexpr std::size_t longest_token = 200;

/// RFC 6750 section 2.1; the scheme's name in any case.
std::string_view bearer_token(const HttpRequest& request) {
  constexpr std::string_view scheme = "bearer ";
  const auto value = request.header("authorization");
  const bool bearer = value.size() > scheme.size() && protocol::to_lower_ascii(value.substr(0, scheme.size())) == scheme;
  return bearer ? protocol::trim(value.substr(scheme.size())) : std::string_view();
}

/// Host and port of an origin or a Host header, without a port that goes without saying.
std::string authority(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme != std::string_view::npos) text.remove_prefix(scheme + 3);
  for (const std::string_view usual : {":80", ":443"}) {
    if (text.ends_with(usual)) {
      text.remove_suffix(usual.size());
      break;
    }
  }
  return protocol::to_lower_ascii(text);
}

Refusal suspended(const domain::Sanction& sanction) {
  Refusal refusal(ErrorCode::suspended);
  refusal.data.until = sanction.until;
  refusal.data.reason = sanction.reason;
  return refusal;
}

}  // namespace

boost::system::result<Identity, Refusal> identify(const Runtime& runtime, const HttpRequest& request) {
  auto token = bearer_token(request);
  const bool by_cookie = token.empty();
  if (by_cookie) token = cookie(request, cookie_name);
  if (token.empty()) return Refusal(ErrorCode::not_logged_in);
  if (token.size() > longest_token) return Refusal(ErrorCode::session_ended);
  const auto hash = ops::hash_secret(token);
  const auto now = runtime.clock.now();
  return runtime.published.read([&](const domain::State& state) -> boost::system::result<Identity, Refusal> {
    const auto* session = state.session(hash);
    if (!session || (session->expires_at && session->expires_at <= now)) return Refusal(ErrorCode::session_ended);
    if (!domain::may_take_part(state, session->member, now)) {
      const auto* member = state.member(session->member);
      const auto* sanction = member ? domain::in_force(*member, protocol::SanctionKind::suspension, {}, now) : nullptr;
      return sanction ? suspended(*sanction) : Refusal(ErrorCode::account_inactive);
    }
    return Identity{*session, by_cookie};
  });
}

bool is_foreign_origin(const Settings& settings, const HttpRequest& request) {
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  if (std::ranges::find(settings.origins, origin) != settings.origins.end()) return false;
  const bool web = origin.starts_with("https://") || origin.starts_with("http://");
  return !web || authority(origin) != authority(request.header("host"));
}

std::string_view cookie(const HttpRequest& request, std::string_view name) {
  for (const auto& [field, value] : request.headers) {
    if (field != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = protocol::trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
  }
  return {};
}

std::string set_cookie(const Settings& settings, bool tls, std::string_view token) {
  const auto seconds = token.empty() ? 0 : settings.session_days * 86'400;
  std::string value(cookie_name);
  value.append("=")
      .append(token)
      .append("; Path=/; Max-Age=")
      .append(std::to_string(seconds))
      .append("; HttpOnly; SameSite=Strict");
  if (tls || settings.secure_cookies) value.append("; Secure");
  return value;
}

bool may_read_metrics(const Settings& settings, const HttpRequest& request) {
  return !request.by_unknown_proxy && std::ranges::find(settings.metrics_from, request.peer) != settings.metrics_from.end();
}

bool is_by_forgotten_proxy(const HttpRequest& request) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(request.peer, error);
  return request.by_unknown_proxy && !error && address.is_loopback();
}

std::string address_of(const HttpRequest& request) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(request.peer, error);
  if (error || !address.is_v6() || address.to_v6().is_v4_mapped()) return request.peer;
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return boost::asio::ip::address_v6(bytes).to_string();
}

}  // namespace standpipe::app
