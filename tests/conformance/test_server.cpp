#include "tests/conformance/test_server.hpp"

#include <chrono>
#include <utility>

#include "tests/conformance/certificate.hpp"

namespace standpipe::conformance {

namespace {

net::NetConfig with_addresses(net::NetConfig config) {
  config.listen = {{"127.0.0.1", 0, false}, {"127.0.0.1", 0, true}};
  if (config.tls_certificate_file.empty()) {
    config.tls_certificate_file = test_certificate().certificate;
    config.tls_key_file = test_certificate().key;
  }
  return config;
}

}  // namespace

TestServer::TestServer(net::NetConfig config) : server_(with_addresses(std::move(config)), service_) {
  server_.start();
}

TestServer::~TestServer() {
  server_.stop_accepting();
  server_.close_all(1001, "the test is over");
  server_.wait_closed(std::chrono::seconds(1));
  server_.join();
}

net::NetConfig impatient() {
  using std::chrono::milliseconds;
  net::NetConfig config;
  config.tick = milliseconds(10);
  config.header_timeout = milliseconds(150);
  config.body_timeout = milliseconds(150);
  config.keep_alive_timeout = milliseconds(150);
  config.write_timeout = milliseconds(300);
  config.close_timeout = milliseconds(150);
  return config;
}

TestServer& common_server() {
  static TestServer server([] {
    net::NetConfig config;
    config.threads = 2;
    config.on_binary = echo_binary;
    config.max_connections_per_peer = 10'000;
    return config;
  }());
  return server;
}

}  // namespace standpipe::conformance
