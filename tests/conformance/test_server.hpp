#pragma once

#include <cstdint>

#include "server/net/server.hpp"
#include "tests/conformance/raw_client.hpp"
#include "tests/conformance/test_service.hpp"

namespace standpipe::conformance {

/// A running server with the test service: port(0) is plain, port(1) TLS with a certificate made for this run.
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

/// One server for all cases that need nothing special: binary messages are taken, messages have up to 256 KiB.
TestServer& common_server();

/// Where the certificate and the key of this run are.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};
const CertificateFiles& test_certificate();

}  // namespace standpipe::conformance
