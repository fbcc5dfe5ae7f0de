#include "server/net/http_channel.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/net/connection.hpp"
#include "server/net/http_answer.hpp"
#include "server/net/http_response.hpp"
#include "server/net/http_target.hpp"
#include "server/net/ws_channel.hpp"
#include "server/net/ws_upgrade.hpp"

namespace standpipe::net {

namespace {

constexpr std::string_view ws_path = "/ws";

}  // namespace

HttpChannel::HttpChannel(Connection& connection) : connection_(connection) {
  const NetConfig& config = connection_.shared().config;
  limits_ = {config.max_target_bytes, config.max_header_bytes, config.max_header_fields};
  connection_.set_deadline(config.header_timeout);
}

void HttpChannel::on_input(std::span<char> bytes) {
  if (used_ > 0) {
    input_.erase(0, used_);
    used_ = 0;
  }
  input_.append(bytes.data(), bytes.size());
  process();
}

/// Goes as far as the input allows.
void HttpChannel::process() {
  for (;;) {
    switch (state_) {
      case State::head:
        if (!read_head()) return;
        break;
      case State::body:
        if (!read_body()) return;
        break;
      case State::waiting:
      case State::writing:
      case State::ended:
        return;
    }
  }
}

/// Reads the next head; false if it is not complete.
bool HttpChannel::read_head() {
  // RFC 9112 section 2.2: an empty line before a request is passed over.
  if (!in_head_ && unread().starts_with("\r\n")) used_ += 2;
  if (unread().empty() || (!in_head_ && unread() == "\r")) {
    if (peer_done_ || stopping_) {
      state_ = State::ended;
      connection_.finish();
    }
    return false;
  }
  if (!std::exchange(in_head_, true)) {
    connection_.set_deadline(connection_.shared().config.header_timeout);
    is_head_ = false;
    is_http_1_0_ = false;
  }

  const auto found = find_head(unread(), scanned_, limits_);
  if (const auto* problem = std::get_if<HttpProblem>(&found)) {
    refuse(*problem);
    return false;
  }
  const std::size_t size = std::get<std::size_t>(found);
  if (size == 0) {
    if (peer_done_) {
      state_ = State::ended;
      connection_.finish();
    }
    return false;
  }
  const std::string_view bytes = unread().substr(0, size);
  const auto lint = lint_head(bytes, limits_);
  if (const auto* problem = std::get_if<HttpProblem>(&lint)) {
    refuse(*problem);
    return false;
  }
  return accept_head(std::get<HttpHead>(lint), bytes);
}

/// Prepares for the request's body; false if it is refused.
bool HttpChannel::accept_head(const HttpHead& head, std::string_view bytes) {
  auto target = parse_target(head);
  if (const auto* problem = std::get_if<HttpProblem>(&target)) {
    refuse(*problem);
    return false;
  }
  path_ = std::move(std::get<HttpTarget>(target).path);
  query_ = std::string(std::get<HttpTarget>(target).query);
  is_http_1_0_ = head.is_http_1_0;
  is_head_ = head.method == "HEAD";
  const std::size_t length = head.content_length;
  const bool expects_continue = head.expects_continue;
  if (length > body_limit()) {
    refuse({413, "body too large"});
    return false;
  }
  parser_ = HttpParser();
  if (!parser_.put_head(bytes, length)) {
    refuse({400, "malformed header"});
    return false;
  }
  keep_alive_ = parser_.keep_alive();
  used_ += bytes.size();
  scanned_ = 0;
  in_head_ = false;
  state_ = State::body;
  if (length > 0) {
    connection_.set_deadline(connection_.shared().config.body_timeout + std::chrono::seconds(length / 1024));
    if (expects_continue && unread().empty()) {
      connection_.egress().push_reply(continue_response());
      connection_.flush_later();
    }
  }
  return true;
}

std::size_t HttpChannel::body_limit() const {
  const NetConfig& config = connection_.shared().config;
  const auto found = std::find_if(config.body_limits.begin(), config.body_limits.end(),
                                  [&](const BodyLimit& limit) { return path_.starts_with(limit.path_prefix); });
  return found == config.body_limits.end() ? config.max_body_bytes : found->bytes;
}

/// Reads the body; false if it is not complete.
bool HttpChannel::read_body() {
  if (!parser_.done()) used_ += parser_.put_body(unread());
  if (parser_.done()) {
    dispatch();
    return true;
  }
  if (peer_done_) {
    state_ = State::ended;
    connection_.finish();
  }
  return false;
}

void HttpChannel::dispatch() {
  app::HttpRequest request = parser_.take();
  request.path = std::move(path_);
  request.query = std::move(query_);
  identify_peer(request);
  ++serial_;
  state_ = State::waiting;
  connection_.clear_deadline();
  if (request.path == ws_path) {
    upgrade(request);
  } else {
    serve(std::move(request));
  }
}

/// A trusted proxy's word counts for where the request came from, and how.
void HttpChannel::identify_peer(app::HttpRequest& request) const {
  request.peer = connection_.peer().to_string();
  request.tls = connection_.is_tls();
  if (!connection_.shared().proxies.contains(connection_.peer())) {
    request.by_unknown_proxy = !request.header("x-forwarded-for").empty() || !request.header("forwarded").empty();
    return;
  }
  std::optional<std::string> path;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-proto") request.tls = iequals(value, "https");
    if (name == "x-forwarded-for") path = path ? *path + "," + value : value;
  }
  if (path) request.peer = forwarded_for(*path, connection_.shared().proxies);
}

void HttpChannel::serve(app::HttpRequest request) {
  const Shared& shared = connection_.shared();
  const auto answer =
      std::make_shared<HttpAnswer>(connection_.thread().shared_from_this(), connection_.weak_from_this(), serial_);
  try {
    shared.service.on_http(std::move(request), [answer](app::HttpResponse response) { answer->give(std::move(response)); });
  } catch (const std::exception& bug) {
    shared.counters.handler_failures.add();
    if (shared.config.log) shared.config.log(std::string("an HTTP handler failed: ") + bug.what());
    answer->give(refusal({500, "internal error"}));
  }
}

void HttpChannel::upgrade(const app::HttpRequest& request) {
  const Shared& shared = connection_.shared();
  auto checked = check_ws_upgrade(request, is_http_1_0_, shared.config.compression);
  if (const auto* refused = std::get_if<app::HttpResponse>(&checked)) {
    shared.counters.protocol_errors.add();
    respond(*refused);
    return;
  }
  const auto verdict = shared.service.check_upgrade(request);
  if (const auto* refused = std::get_if<app::HttpResponse>(&verdict)) {
    respond(*refused);
    return;
  }
  if (!connection_.count_for(request.peer)) {
    shared.counters.refused.add();
    keep_alive_ = false;
    respond(refusal({429, "too many connections from this address: close one, or try again later"}));
    return;
  }
  const WsAgreement& agreement = std::get<WsAgreement>(checked);
  shared.counters.http_requests[0].add();
  connection_.egress().push_reply(switching_response(agreement));
  connection_.flush_later();
  state_ = State::ended;
  auto channel = std::make_unique<WsChannel>(connection_, agreement);
  channel->open(request);
  connection_.become(std::move(channel), std::string(unread()));
}

/// Answers a request that cannot be trusted, and ends the connection.
void HttpChannel::refuse(const HttpProblem& problem) {
  connection_.shared().counters.protocol_errors.add();
  keep_alive_ = false;
  respond(refusal(problem));
}

void HttpChannel::respond(const app::HttpResponse& response) {
  const unsigned status_class = std::clamp(response.status / 100, 1U, 5U);
  connection_.shared().counters.http_requests[status_class - 1].add();
  const bool close = !keep_alive_ || stopping_;
  ResponseStyle style;
  style.head_only = is_head_;
  style.close = close;
  style.keep_alive_1_0 = is_http_1_0_ && !close;
  style.tls = connection_.is_tls();
  style.date = connection_.thread().date();
  connection_.egress().push_reply(write_response(response, style));
  if (auto body = shared_body(response, style)) connection_.egress().push_reply(std::move(body));
  connection_.flush_later();
  if (close) {
    state_ = State::ended;
    connection_.finish();
  } else {
    state_ = State::writing;
    connection_.set_deadline(connection_.shared().config.write_timeout);
  }
}

void HttpChannel::on_response(std::uint64_t serial, app::HttpResponse response) {
  if (state_ == State::waiting && serial == serial_) respond(response);
}

void HttpChannel::on_flushed(bool drained) {
  if (state_ != State::writing) return;
  const NetConfig& config = connection_.shared().config;
  if (!drained) {
    connection_.set_deadline(config.write_timeout);
    return;
  }
  state_ = State::head;
  connection_.set_deadline(config.keep_alive_timeout);
  process();
}

void HttpChannel::on_eof() {
  peer_done_ = true;
  process();
}

void HttpChannel::on_no_tls(bool is_http) {
  if (is_http) {
    refuse({400, "this port needs TLS: use https:// or wss://"});
    return;
  }
  connection_.shared().counters.protocol_errors.add();
  state_ = State::ended;
  connection_.finish();
}

void HttpChannel::on_deadline() {
  connection_.shared().counters.timeouts.add();
  if (in_head_ || state_ == State::body) {
    keep_alive_ = false;
    respond(refusal({408, "request too slow"}));
  } else {
    connection_.abort();
  }
}

void HttpChannel::on_stop(std::uint16_t, std::string_view) {
  stopping_ = true;
  if (state_ == State::head) {
    state_ = State::ended;
    connection_.finish();
  }
}

}  // namespace standpipe::net
