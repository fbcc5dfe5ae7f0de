#include "server/net/peer_address.hpp"

#include <algorithm>
#include <stdexcept>

namespace standpipe::net {

namespace ip = boost::asio::ip;

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

std::string last_forwarded(std::string_view field) {
  std::string_view last = field.substr(field.rfind(',') + 1);
  const auto first = last.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  last = last.substr(first, last.find_last_not_of(" \t") - first + 1);
  // Some proxies write a port: 192.0.2.1:1234 or [2001:db8::1]:1234.
  if (last.starts_with('[')) {
    if (last.find(']') == std::string_view::npos) return {};
    last = last.substr(1, last.find(']') - 1);
  } else if (std::count(last.begin(), last.end(), ':') == 1) {
    last = last.substr(0, last.find(':'));
  }
  boost::system::error_code failed;
  const ip::address address = ip::make_address(std::string(last), failed);
  return failed ? std::string() : plain_address(address).to_string();
}

}  // namespace standpipe::net
