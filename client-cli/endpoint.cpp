#include "client-cli/endpoint.hpp"

#include <algorithm>
#include <cctype>

namespace standpipe::client {

std::string Endpoint::authority() const {
  const bool usual = port == (tls ? "443" : "80");
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return usual ? name : name + ":" + port;
}

std::string Endpoint::url() const {
  return (tls ? "https://" : "http://") + authority();
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  Endpoint endpoint;
  if (text.starts_with("https://")) {
    endpoint.tls = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  }
  while (text.ends_with('/')) text.remove_suffix(1);
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    endpoint.host = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    if (text.starts_with(':')) port = text.substr(1);
  } else {
    const auto colon = text.find(':');
    endpoint.host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  endpoint.port = port.empty() ? (endpoint.tls ? "443" : "80") : std::string(port);
  const bool digits = std::all_of(endpoint.port.begin(), endpoint.port.end(), [](unsigned char c) { return std::isdigit(c); });
  const bool host_ok = !endpoint.host.empty() && endpoint.host.find_first_of("/@?# \t\r\n") == std::string::npos;
  if (!digits || !host_ok || endpoint.port.size() > 5) return std::nullopt;
  return endpoint;
}

}  // namespace standpipe::client
