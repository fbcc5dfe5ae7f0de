#include "server/net/http_response.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <utility>

namespace standpipe::net {

namespace {

namespace http = boost::beast::http;

using Field = std::pair<std::string_view, std::string_view>;

/// For a site whose pages, scripts and sockets all come from its own origin.
constexpr std::array<Field, 5> security_fields = {{
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Content-Security-Policy",
     "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"},
    {"Cache-Control", "no-store"},
}};

constexpr Field transport_security = {"Strict-Transport-Security", "max-age=31536000"};

/// What this file writes itself.
constexpr std::array<std::string_view, 4> own_fields = {"content-length", "transfer-encoding", "connection", "date"};

bool has_field(const app::HttpResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& field) { return iequals(field.first, name); });
}

bool is_safe(std::string_view name, std::string_view value) {
  constexpr std::string_view ends("\r\n\0", 3);
  return !name.empty() && name.find_first_of(ends) == std::string_view::npos &&
         name.find_first_of(": \t") == std::string_view::npos && value.find_first_of(ends) == std::string_view::npos;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!is_safe(name, value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

/// RFC 9110 sections 6.4.1 and 8.6: answers that have neither a body nor a length.
bool is_bodiless(unsigned status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

hub::FramePtr write_response(const app::HttpResponse& response, const ResponseStyle& style) {
  auto frame = std::make_shared<hub::Frame>();
  std::string& out = frame->bytes;
  out.reserve(1024 + (style.head_only ? 0 : response.body.size()));
  const auto reason = http::obsolete_reason(http::int_to_status(response.status));
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason.data(), reason.size()).append("\r\n");
  append_field(out, "Date", style.date);
  if (!is_bodiless(response.status)) {
    const auto content = response.content();
    if (!content.empty() && !response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    append_field(out, "Content-Length", std::to_string(content.size()));
  }
  if (style.close) append_field(out, "Connection", "close");
  if (style.keep_alive_1_0) append_field(out, "Connection", "keep-alive");
  for (const auto& [name, value] : response.headers) {
    const bool own =
        std::any_of(own_fields.begin(), own_fields.end(), [&field = name](std::string_view f) { return iequals(f, field); });
    if (!own) append_field(out, name, value);
  }
  if (response.status != 304) {  // what is kept has them (RFC 9110 section 15.4.5)
    for (const auto& [name, value] : security_fields) {
      if (!has_field(response, name)) append_field(out, name, value);
    }
  }
  if (style.tls) append_field(out, transport_security.first, transport_security.second);
  out.append("\r\n");
  if (!response.shared_body && !style.head_only && !is_bodiless(response.status)) out.append(response.body);
  return frame;
}

hub::FramePtr shared_body(const app::HttpResponse& response, const ResponseStyle& style) {
  const bool sent = response.shared_body && !response.content().empty() && !style.head_only && !is_bodiless(response.status);
  return sent ? response.shared_body : nullptr;
}

app::HttpResponse refusal(const HttpProblem& problem) {
  app::HttpResponse response;
  response.status = problem.status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(problem.text) + "\n";
  return response;
}

hub::FramePtr continue_response() {
  static const auto frame = [] {
    auto made = std::make_shared<hub::Frame>();
    made->bytes = "HTTP/1.1 100 Continue\r\n\r\n";
    return made;
  }();
  return frame;
}

}  // namespace standpipe::net
