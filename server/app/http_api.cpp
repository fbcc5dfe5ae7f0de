#include "server/app/http_api.hpp"

#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"
#include "protocol/openrpc.hpp"
#include "server/app/dispatch.hpp"
#include "server/app/http_answers.hpp"
#include "server/app/landing.hpp"
#include "standpipe/version.hpp"

namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

struct HttpApi::Route {
  std::string_view method;
  std::string_view path;
  Handler handler;
};

// clang-format off
const HttpApi::Route HttpApi::routes[] = {
    {"GET",  "/",             &HttpApi::home},
    {"GET",  "/about",        &HttpApi::landing},
    {"GET",  "/healthz",      &HttpApi::healthz},
    {"GET",  "/readyz",       &HttpApi::readyz},
    {"GET",  "/metrics",      &HttpApi::metrics},
    {"GET",  "/openrpc.json", &HttpApi::openrpc},
    {"GET",  "/api/cops",     &HttpApi::cops},
    {"POST", "/api/apply",    &HttpApi::apply},
    {"POST", "/api/login",    &HttpApi::log_in},
    {"POST", "/api/logout",   &HttpApi::log_out},
    {"POST", "/api/password", &HttpApi::password},
    {"POST", "/api/setup",    &HttpApi::set_up},
    {"POST", "/api/rpc",      &HttpApi::rpc},
};
// clang-format on

namespace {

HttpResponse text_response(std::string text) {
  HttpResponse response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

HttpResponse no_such_path() {
  return error_response(Refusal(ErrorCode::not_found, "There is nothing at this address. See /about for where to go."));
}

HttpResponse wrong_method(std::string_view allowed) {
  auto response = error_response(Refusal(ErrorCode::bad_request, "This address does not take that method."));
  response.status = 405;
  response.headers.emplace_back("Allow", std::string(allowed) + (allowed == "GET" ? ", HEAD" : ""));
  return response;
}

/// A page of another site must not act for the member whose browser shows it.
bool is_forged(const Settings& settings, const HttpRequest& request) {
  const bool by_cookie = request.header("authorization").empty() && !cookie(request, cookie_name).empty();
  return is_foreign_origin(settings, request) || (by_cookie && request.header("origin").empty());
}

}  // namespace

void HttpApi::handle(const HttpRequest& request, HttpResponder respond) {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  if (is_by_forgotten_proxy(request) && !proxy_warned_.exchange(true, std::memory_order_relaxed)) {
    runtime_.log.warning("proxy_unknown", {{"peer", request.peer},
                                           {"says",
                                            "requests come through a proxy: add its address to server.trusted_proxies, or "
                                            "all its users count as one"}});
  }
  const auto same_path = [&](const Route& route) { return route.path == request.path; };
  const auto* route = std::ranges::find_if(routes, same_path);
  if (route == std::end(routes)) {
    if (!runtime_.web.has(request.path)) return respond(no_such_path());
    return respond(method == "GET" ? runtime_.web.answer(request) : wrong_method("GET"));
  }
  if (route->method != method) return respond(wrong_method(route->method));
  if (method == "POST" && is_forged(runtime_.settings, request))
    return respond(error_response(Refusal(ErrorCode::origin_refused)));
  (this->*route->handler)(request, std::move(respond));
}

void HttpApi::home(const HttpRequest& request, HttpResponder respond) {
  if (runtime_.web.has(request.path)) return respond(runtime_.web.answer(request));
  landing(request, std::move(respond));
}

void HttpApi::landing(const HttpRequest& request, HttpResponder respond) {
  respond(landing_page(runtime_.settings.community, !runtime_.web.empty(), request));
}

void HttpApi::healthz(const HttpRequest&, HttpResponder respond) {
  respond(text_response("ok\n"));
}

void HttpApi::readyz(const HttpRequest&, HttpResponder respond) {
  const bool stopping = going_away_.load(std::memory_order_relaxed);
  if (!stopping && !runtime_.sequencer.failing()) return respond(text_response("ready\n"));
  auto response = text_response(stopping ? "stopping\n" : "writing fails: the disk is full, or has failed\n");
  response.status = 503;
  respond(std::move(response));
}

void HttpApi::metrics(const HttpRequest& request, HttpResponder respond) {
  if (!may_read_metrics(runtime_.settings, request)) return respond(no_such_path());
  auto response = text_response(metrics_.page());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  respond(std::move(response));
}

void HttpApi::openrpc(const HttpRequest&, HttpResponder respond) {
  static const std::string document = protocol::openrpc_document();
  respond(json_response(document));
}

void HttpApi::rpc(const HttpRequest& request, HttpResponder respond) {
  const auto identity = identify(runtime_, request);
  if (!identity) return respond(error_response(identity.error()));
  const auto io_thread = next_thread_.fetch_add(1, std::memory_order_relaxed) % runtime_.io.count();
  const Caller caller{identity->log_in.member, identity->log_in.id, io_thread};
  const auto done = [respond = std::move(respond)](std::string text, std::size_t) {
    auto response = json_response(std::move(text));
    if (response.body.empty()) response.status = 204;
    respond(std::move(response));
  };
  dispatch(runtime_, request.body, {caller, nullptr, protocol::limits::batch}, done);
}

}  // namespace standpipe::app
