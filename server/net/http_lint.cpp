#include "server/net/http_lint.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "server/net/http_target.hpp"

namespace standpipe::net {

namespace {

constexpr HttpProblem bad(const char* text) {
  return {400, text};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// RFC 9110 section 5.6.2: tchar.
bool is_token_char(char c) {
  return is_alpha(c) || is_digit(c) || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

/// RFC 9110 section 5.5: field-vchar, space and tab.
bool is_value_char(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return (byte >= 0x20 && byte != 0x7F) || c == '\t';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// Fields whose repetition two programs might resolve in two ways.
constexpr std::array<std::string_view, 10> single_fields = {
    "host",   "content-length",    "content-type",          "authorization", "origin",
    "expect", "sec-websocket-key", "sec-websocket-version", "range",         "transfer-encoding"};

std::optional<HttpProblem> lint_request_line(std::string_view line, const HttpLimits& limits, HttpHead& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("malformed request line");
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);

  if (!is_token(head.method)) return bad("malformed method");
  if (head.method.size() > 32) return HttpProblem{501, "unknown method"};
  if (head.target.size() > limits.target_bytes) return HttpProblem{414, "request target too long"};
  if (!std::all_of(head.target.begin(), head.target.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    return bad("malformed request target");
  }
  const bool is_version =
      version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
  if (!is_version) return bad("malformed HTTP version");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return HttpProblem{505, "only HTTP/1.1 and HTTP/1.0"};
  head.is_http_1_0 = version == "HTTP/1.0";
  return std::nullopt;
}

std::optional<HttpProblem> lint_content_length(std::string_view value, HttpHead& head) {
  // 15 digits are a petabyte, and cannot overflow.
  if (value.empty() || value.size() > 15 || !std::all_of(value.begin(), value.end(), is_digit)) {
    return bad("malformed Content-Length");
  }
  for (const char digit : value) head.content_length = head.content_length * 10 + static_cast<std::size_t>(digit - '0');
  return std::nullopt;
}

/// What has been seen of the fields that are judged together once all are known.
struct Seen {
  std::array<bool, single_fields.size()> single{};
  std::string_view transfer_encoding;
  std::string_view expect;

  bool has(std::string_view name) const {
    const auto at = std::find(single_fields.begin(), single_fields.end(), name) - single_fields.begin();
    return single[static_cast<std::size_t>(at)];
  }
};

std::optional<HttpProblem> lint_field(std::string_view line, HttpHead& head, Seen& seen) {
  if (line.front() == ' ' || line.front() == '\t') return bad("folded header field");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bad("header field without a colon");
  const std::string_view name = line.substr(0, colon);
  if (!is_token(name)) return bad("malformed header field name");
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_char)) return bad("malformed header field value");

  for (std::size_t i = 0; i < single_fields.size(); ++i) {
    if (!iequals(name, single_fields[i])) continue;
    if (seen.single[i]) return bad("repeated header field that must be single");
    seen.single[i] = true;
  }
  if (iequals(name, "host")) head.host = value;
  if (iequals(name, "content-length")) return lint_content_length(value, head);
  if (iequals(name, "transfer-encoding")) seen.transfer_encoding = value;
  if (iequals(name, "expect")) seen.expect = value;
  return std::nullopt;
}

std::optional<HttpProblem> lint_together(const Seen& seen, HttpHead& head) {
  if (seen.has("transfer-encoding")) {
    if (seen.has("content-length")) return bad("both Transfer-Encoding and Content-Length");
    if (head.is_http_1_0) return bad("Transfer-Encoding in HTTP/1.0");
    if (iequals(seen.transfer_encoding, "chunked")) return HttpProblem{411, "Content-Length required"};
    return HttpProblem{501, "unknown transfer encoding"};
  }
  if (!seen.has("host")) {
    if (!head.is_http_1_0) return bad("no Host");
  } else if (!is_valid_host(head.host)) {
    return bad("malformed Host");
  }
  // RFC 9110 section 10.1.1: HTTP/1.0 knows no expectations.
  if (seen.has("expect") && !head.is_http_1_0) {
    if (!iequals(seen.expect, "100-continue")) return HttpProblem{417, "unknown expectation"};
    head.expects_continue = true;
  }
  return std::nullopt;
}

}  // namespace

std::variant<std::size_t, HttpProblem> find_head(std::string_view bytes, std::size_t& scanned, const HttpLimits& limits) {
  if (!bytes.empty() && !is_token_char(bytes.front())) return bad("malformed method");
  // The request line alone may be the target's limit long, and a method and version more.
  const std::size_t line_limit = std::min(limits.target_bytes + 64, limits.header_bytes);
  if (bytes.size() > line_limit && bytes.substr(0, line_limit).find('\n') == std::string_view::npos) {
    return HttpProblem{414, "request target too long"};
  }
  while (scanned < bytes.size()) {
    const std::size_t feed = bytes.find('\n', scanned);
    if (feed == std::string_view::npos) break;
    if (feed >= limits.header_bytes) return HttpProblem{431, "header too large"};
    if (feed == 0 || bytes[feed - 1] != '\r') return bad("bare line feed");
    scanned = feed + 1;
    if (bytes.substr(0, scanned).ends_with("\r\n\r\n")) return scanned;
  }
  scanned = bytes.size();
  if (bytes.size() > limits.header_bytes) return HttpProblem{431, "header too large"};
  return std::size_t{0};
}

std::variant<HttpHead, HttpProblem> lint_head(std::string_view head, const HttpLimits& limits) {
  HttpHead result;
  Seen seen;
  std::size_t fields = 0;
  for (std::size_t start = 0; start < head.size();) {
    const std::size_t end = head.find("\r\n", start);
    if (end == std::string_view::npos) return bad("header line without an end");
    const std::string_view line = head.substr(start, end - start);
    if (line.find('\r') != std::string_view::npos) return bad("bare carriage return");
    if (line.find('\n') != std::string_view::npos) return bad("bare line feed");
    std::optional<HttpProblem> problem;
    if (start == 0) {
      problem = lint_request_line(line, limits, result);
    } else if (line.empty()) {
      break;
    } else if (++fields > limits.header_fields) {
      problem = HttpProblem{431, "too many header fields"};
    } else {
      problem = lint_field(line, result, seen);
    }
    if (problem) return *problem;
    start = end + 2;
  }
  if (const auto problem = lint_together(seen, result)) return *problem;
  return result;
}

bool iequals(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (iequals(trim(list.substr(0, comma)), token)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace standpipe::net
