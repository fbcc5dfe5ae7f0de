#include "server/net/http_target.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "protocol/ws/utf8.hpp"

namespace standpipe::net {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_host_char(char c) {
  return is_alphanumeric(c) || (c != '\0' && std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos);
}

bool is_valid_port(std::string_view port) {
  if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return false;
  std::uint32_t value = 0;
  for (const char digit : port) value = value * 10 + static_cast<std::uint32_t>(digit - '0');
  return value <= 65535;
}

/// The byte that the three characters at `at` encode, or nothing.
std::optional<char> decode_at(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return std::nullopt;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high << 4 | low);
}

bool has_valid_encoding(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (!decode_at(text, at)) return false;
  }
  return true;
}

/// Decodes a path; nothing where it could be read in two ways. A letter or digit needs no encoding: whoever encodes it wants to
/// get past a proxy that compares paths as they come.
std::optional<std::string> decode_path(std::string_view raw) {
  std::string path;
  path.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      const std::optional<char> byte = decode_at(raw, i);
      if (!byte || *byte == '/' || is_alphanumeric(*byte)) return std::nullopt;
      c = *byte;
      i += 2;
    }
    const auto code = static_cast<std::uint8_t>(c);
    if (code < 0x20 || code == 0x7F || c == '\\') return std::nullopt;
    path += c;
  }
  if (!protocol::ws::is_valid_utf8(path)) return std::nullopt;
  return path;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

/// Removes "http://authority" from the front; false if it is none, or not the Host's.
bool strip_authority(std::string_view& target, const HttpHead& head) {
  const std::size_t colon = target.find("://");
  if (colon == std::string_view::npos) return false;
  const std::string_view scheme = target.substr(0, colon);
  if (!iequals(scheme, "http") && !iequals(scheme, "https")) return false;
  target.remove_prefix(colon + 3);
  const std::string_view authority = target.substr(0, target.find_first_of("/?"));
  if (!is_valid_host(authority)) return false;
  if (!head.host.empty() && !iequals(authority, head.host)) return false;
  target.remove_prefix(authority.size());
  return true;
}

}  // namespace

bool is_valid_host(std::string_view host) {
  std::size_t name_end = host.find(':');
  if (host.starts_with('[')) {
    const std::size_t bracket = host.find(']');
    if (bracket == std::string_view::npos || bracket < 3) return false;
    const std::string_view inside = host.substr(1, bracket - 1);
    const bool plausible =
        std::all_of(inside.begin(), inside.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
    if (!plausible || inside.find(':') == std::string_view::npos) return false;
    name_end = bracket + 1;
    if (name_end < host.size() && host[name_end] != ':') return false;
  } else {
    const std::string_view name = host.substr(0, name_end);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_host_char)) return false;
  }
  return name_end >= host.size() || is_valid_port(host.substr(name_end + 1));
}

std::variant<HttpTarget, HttpProblem> parse_target(const HttpHead& head) {
  std::string_view target = head.target;
  if (head.method == "CONNECT" || head.method == "TRACE") return HttpProblem{501, "method not supported"};
  if (target == "*") {
    if (head.method != "OPTIONS") return HttpProblem{400, "malformed request target"};
    return HttpTarget{"*", {}};
  }
  if (target.find_first_of("#\"<>\\") != std::string_view::npos) return HttpProblem{400, "malformed request target"};
  if (!target.starts_with('/') && !strip_authority(target, head)) {
    return HttpProblem{400, "request target is no path, or not of this Host"};
  }
  const std::size_t mark = target.find('?');
  const std::string_view raw_path = target.substr(0, mark);
  const std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  std::optional<std::string> path = decode_path(raw_path.empty() ? "/" : raw_path);
  if (!path || !has_valid_encoding(query)) return HttpProblem{400, "malformed percent-encoding"};
  if (has_dot_segment(*path)) return HttpProblem{400, "dot segment in the path"};
  return HttpTarget{std::move(*path), query};
}

}  // namespace standpipe::net
