#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::net {

/// The proxies whose word about the client's address is taken.
class TrustedProxies {
 public:
  /// Takes addresses and networks ("192.0.2.1", "10.0.0.0/8", "::1"). Throws std::invalid_argument naming a bad one.
  explicit TrustedProxies(const std::vector<std::string>& entries);

  bool contains(const boost::asio::ip::address& address) const;

 private:
  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

/// An IPv4 address that came over an IPv6 socket, as IPv4; any other as it is.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

/// Whom trusted proxies speak for, by what they said in X-Forwarded-For (all its fields, in order, with commas between): each
/// appends whom it saw, so it is the last address that is no trusted proxy's; the first one where all are. "unknown" if that is
/// no address.
std::string forwarded_for(std::string_view field, const TrustedProxies& proxies);

}  // namespace standpipe::net
