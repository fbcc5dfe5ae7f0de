#pragma once

#include <cstdint>

#include "server/net/server.hpp"
#include "tests/conformance/raw_client.hpp"
#include "tests/conformance/test_service.hpp"

namespace standpipe::conformance {

/// A running server with the test service: port(0) is plain, port(1) TLS, with the certificate made for this run if the
/// configuration names none.
class TestServer {
 public:
  explicit TestServer(net::NetConfig config = {});
  ~TestServer();

  std::uint16_t port(bool tls = false) const { return server_.port(tls ? 1 : 0); }
  net::Server& server() { return server_; }
  TestService& service() { return service_; }

 private:
  TestService service_;
  net::Server server_;
};

/// A configuration whose patience is short: 150 ms for what a client has to do, 300 ms for a stalled write.
net::NetConfig impatient();

/// One server for all cases that need nothing special: binary messages are taken, messages have up to 256 KiB.
TestServer& common_server();

}  // namespace standpipe::conformance
