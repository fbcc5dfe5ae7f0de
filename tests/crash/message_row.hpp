#pragma once

#include <cstdint>
#include <string>

namespace standpipe::crash {

/// The body that the row with this key must have: 20 to about 1,200 bytes that no other key gives.
inline std::string body_of(std::uint64_t key) {
  const std::string word = std::to_string(key * 0x9e3779b97f4a7c15u) + ' ';
  std::string body;
  for (std::uint64_t words = 1 + key * 31 % 60; words > 0; --words) body += word;
  return body;
}

}  // namespace standpipe::crash
