#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/app/runtime.hpp"
#include "server/app/service.hpp"

/// Who an HTTP request comes from, and whether a page may make it.
namespace standpipe::app {

inline constexpr std::string_view cookie_name = "standpipe";

struct Identity {
  domain::SessionRecord log_in;
  bool by_cookie = false;
};

/// The log-in of the request's bearer token, or else of its cookie: `not_logged_in` where there is none, `session_ended` where it
/// has ended, `suspended` or `account_inactive` where the member may not come in.
boost::system::result<Identity, protocol::Refusal> identify(const Runtime& runtime, const HttpRequest& request);

/// Whether the request names an Origin that is neither the server's own nor one of those allowed.
bool is_foreign_origin(const Settings& settings, const HttpRequest& request);

/// The value of one cookie of the request; empty where it has none of that name.
std::string_view cookie(const HttpRequest& request, std::string_view name);

/// The value of Set-Cookie that gives a browser the token for so long, or takes it away (empty token).
std::string set_cookie(const Settings& settings, bool tls, std::string_view token);

/// Whether the request may read /metrics: from an address that is listed, and not on behalf of anybody else.
bool may_read_metrics(const Settings& settings, const HttpRequest& request);

/// Whether a proxy on this machine sent it that the configuration does not know of, so that all its users count as one.
bool is_by_forgotten_proxy(const HttpRequest& request);

/// What throttling counts as one address: an IPv4 address, or the /64 of an IPv6 one.
std::string address_of(const HttpRequest& request);

}  // namespace standpipe::app
