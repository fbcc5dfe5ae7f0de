#include "server/net/peer_address.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace standpipe::net {

namespace ip = boost::asio::ip;

namespace {

/// Some proxies write a port too: 192.0.2.1:1234 or [2001:db8::1]:1234.
std::optional<ip::address> address_in(std::string_view entry) {
  const auto first = entry.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::nullopt;
  entry = entry.substr(first, entry.find_last_not_of(" \t") - first + 1);
  if (entry.starts_with('[')) {
    if (entry.find(']') == std::string_view::npos) return std::nullopt;
    entry = entry.substr(1, entry.find(']') - 1);
  } else if (std::count(entry.begin(), entry.end(), ':') == 1) {
    entry = entry.substr(0, entry.find(':'));
  }
  boost::system::error_code failed;
  const ip::address address = ip::make_address(std::string(entry), failed);
  if (failed) return std::nullopt;
  return plain_address(address);
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    boost::system::error_code failed;
    const bool is_v6 = entry.find(':') != std::string::npos;
    std::string network = entry;
    if (entry.find('/') == std::string::npos) network += is_v6 ? "/128" : "/32";
    if (is_v6) {
      v6_.push_back(ip::make_network_v6(network, failed).canonical());
    } else {
      v4_.push_back(ip::make_network_v4(network, failed).canonical());
    }
    if (failed) {
      throw std::invalid_argument("trusted proxy \"" + entry + "\" is neither an address nor a network like 10.0.0.0/8");
    }
  }
}

bool TrustedProxies::contains(const ip::address& address) const {
  if (address.is_v4()) {
    return std::any_of(v4_.begin(), v4_.end(), [&](const ip::network_v4& network) {
      return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
    });
  }
  return std::any_of(v6_.begin(), v6_.end(), [&](const ip::network_v6& network) {
    return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
  });
}

ip::address plain_address(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

std::string forwarded_for(std::string_view field, const TrustedProxies& proxies) {
  for (;;) {
    const auto comma = field.rfind(',');
    const auto address = address_in(field.substr(comma + 1));
    if (!address) return "unknown";
    if (comma == std::string_view::npos || !proxies.contains(*address)) return address->to_string();
    field = field.substr(0, comma);
  }
}

}  // namespace standpipe::net
