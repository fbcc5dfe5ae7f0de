// standpipe_echo: the production connection with an application that sends everything back, so that any WebSocket or
// HTTP test suite can be run against it.
//
//   standpipe_echo --port 9001 --binary --message-bytes 33554432
//   standpipe_echo --port 9001 --certificate cert.pem --key key.pem
//
// Prints the port it listens on, and runs until SIGINT or SIGTERM.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "server/net/server.hpp"
#include "tests/conformance/echo_service.hpp"

int main(int argc, char** argv) {
  using namespace standpipe;
  net::NetConfig config;
  net::ListenAddress& where = config.listen.front();
  bool binary = false;
  CLI::App options("An echo server built from Standpipe's connection layer.");
  options.add_option("--address", where.address, "address to listen on")->capture_default_str();
  options.add_option("--port", where.port, "port; 0 takes a free one")->capture_default_str();
  options.add_option("--threads", config.threads, "I/O threads")->capture_default_str();
  options.add_option("--message-bytes", config.max_message_bytes, "largest message")->capture_default_str();
  options.add_option("--egress-bytes", config.egress_bytes, "what may wait for a slow peer")->capture_default_str();
  options.add_option("--max-per-peer", config.max_connections_per_peer, "connections of one address")->capture_default_str();
  options.add_option("--certificate", config.tls_certificate_file, "PEM file; turns TLS on");
  options.add_option("--key", config.tls_key_file, "PEM file");
  options.add_flag("--binary", binary, "take binary messages too, which the product refuses");
  CLI11_PARSE(options, argc, argv);
  where.tls = !config.tls_certificate_file.empty();
  if (binary) config.on_binary = conformance::echo_binary;

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  try {
    conformance::EchoService service;
    net::Server server(config, service);
    server.start();
    std::printf("listening on %s port %u\n", where.address.c_str(), unsigned{server.port()});
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    server.stop_accepting();
    server.close_all(1001, "going away");
    server.wait_closed(std::chrono::seconds(5));
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "standpipe_echo: %s\n", failed.what());
    return 1;
  }
}
