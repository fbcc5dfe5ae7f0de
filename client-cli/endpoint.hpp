#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace standpipe::client {

/// Where a server is: http:// or https://, host, port.
struct Endpoint {
  bool tls = false;
  std::string host;
  std::string port;

  /// "host:port", as the Host header and messages have it.
  std::string authority() const;
  std::string url() const;
};

/// Reads "https://example.org", "http://localhost:8080/" or "localhost:8080". Nothing where it is no such address.
std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace standpipe::client
