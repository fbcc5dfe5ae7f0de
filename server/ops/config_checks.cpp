#include "server/ops/config_checks.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "protocol/limits.hpp"

namespace standpipe::ops {

namespace {

bool is_v6(const std::string& address) {
  return address.find(':') != std::string::npos;
}

/// The address as inet_ntop writes it; nothing where it is none. What follows a "%" names an interface.
std::optional<std::string> plain_address(const std::string& text) {
  const auto family = is_v6(text) ? AF_INET6 : AF_INET;
  const auto zone = family == AF_INET6 ? std::min(text.find('%'), text.size()) : text.size();
  in6_addr address{};
  char plain[INET6_ADDRSTRLEN];
  if (::inet_pton(family, text.substr(0, zone).c_str(), &address) != 1) return std::nullopt;
  const bool mapped = family == AF_INET6 && zone == text.size() && IN6_IS_ADDR_V4MAPPED(&address);
  if (mapped) return ::inet_ntop(AF_INET, &address.s6_addr[12], plain, sizeof plain);
  if (!::inet_ntop(family, &address, plain, sizeof plain)) return std::nullopt;
  return plain + text.substr(zone);
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("-.:[]").find(c) != std::string_view::npos;
}

}  // namespace

Objection check_address(std::string& text) {
  const auto plain = plain_address(text);
  if (!plain) return "must be an IPv4 or IPv6 address, like \"127.0.0.1\" or \"::1\"; not " + ('"' + text + '"');
  text = *plain;
  return std::nullopt;
}

Objection check_network(std::string& text) {
  const auto slash = std::min(text.find('/'), text.size());
  auto address = text.substr(0, slash);
  const int most = is_v6(address) ? 128 : 32;
  int bits = most;
  bool right = !check_address(address);
  if (slash < text.size()) {
    const auto [end, failed] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    right = right && failed == std::errc() && end == text.data() + text.size() && bits <= most;
  }
  if (is_v6(text) && !is_v6(address)) bits -= 128 - 32;
  if (!right || bits < 0) return "must be addresses or networks, like \"10.0.0.0/8\" or \"::1\"; not " + ('"' + text + '"');
  text = slash < text.size() ? address + '/' + std::to_string(bits) : address;
  return std::nullopt;
}

std::string objection_to_path(const std::string& text) {
  return text.empty() ? "must be a path, and is empty" : "";
}

Objection check_origin(std::string& text) {
  const std::string_view scheme = text.starts_with("https://") ? "https://" : "http://";
  const auto host = text.starts_with(scheme) ? std::string_view(text).substr(scheme.size()) : std::string_view();
  if (!host.empty() && std::ranges::all_of(host, is_host_character)) return std::nullopt;
  return "must be origins as browsers send them, like \"https://portal.example.org\": in small letters, with no \"/\" at the "
         "end; not " +
         ('"' + text + '"');
}

Objection check_name(std::string& text) {
  const bool one_line = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  const bool blank = text.find_first_not_of(' ') == std::string::npos;
  if (one_line && !blank && text.size() <= protocol::limits::name_bytes) return std::nullopt;
  return "must be a name on one line, of at most " + std::to_string(protocol::limits::name_bytes) + " bytes";
}

}  // namespace standpipe::ops
