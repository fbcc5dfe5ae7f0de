#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/conformance/raw_client.hpp"

namespace standpipe::conformance {

/// One response as it was on the wire.
struct RawResponse {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case
  std::string body;

  std::string field(std::string_view name) const;
};

/// Reads one response; status 0 when none comes. `to_head`: the request was HEAD, so there is no body.
RawResponse read_response(RawClient& client, bool to_head = false);

/// Sends on a fresh connection and reads one response.
RawResponse ask(std::uint16_t port, std::string_view bytes, bool tls = false);

/// Bytes, and the statuses that answer them. After the last one the connection has to be closed by the server where
/// `closed`, and usable otherwise.
struct HttpCase {
  std::string name;
  std::string send;
  std::vector<unsigned> expect;
  bool closed = false;
};

/// Runs each case in one write, byte by byte (or in odd pieces when it is long), and over TLS. The application must not see any
/// request for a path with "smuggled" in it.
void run_cases(const std::vector<HttpCase>& cases);

}  // namespace standpipe::conformance
