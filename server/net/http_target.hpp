#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "server/net/http_lint.hpp"

namespace standpipe::net {

/// What a request asks for.
struct HttpTarget {
  std::string path;        ///< percent-decoded valid UTF-8 that begins with '/', or "*" for OPTIONS
  std::string_view query;  ///< raw, without the '?'; points into the target
};

/// Splits and decodes the target (RFC 9112 section 3.2): origin-form, absolute-form whose authority is the Host, and
/// asterisk-form for OPTIONS. Refuses what could mean two things: a wrong percent-encoding in path or query, an encoded
/// slash, backslash, control character, letter or digit, and segments "." and "..".
std::variant<HttpTarget, HttpProblem> parse_target(const HttpHead& head);

/// Whether the text is a host with an optional port (RFC 3986 section 3.2.2): a name, an IPv4 address, or an IPv6 address in
/// brackets.
bool is_valid_host(std::string_view host);

}  // namespace standpipe::net
