// Puts a load on a server and says what it cost, one "name value" a line; scripts/bench runs it. One thread.
//   standpipe-load fanout | closed | idle | hello | read  --port PORT [--server PID] …     see --help
// Members are those of standpipe-make-community. Exits with 1 where a delivery was lost, doubled, out of order or different.
#include <openssl/ssl.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <utility>

#include "bench/load/process.hpp"
#include "bench/load/runs.hpp"

namespace standpipe::bench {

void say(const char* name, double value) {
  std::printf("%s %.6g\n", name, value);
}

void say(const char* name, const Histogram& ns) {
  const auto us = [](std::int64_t value) { return static_cast<double>(value) / 1000; };
  for (const auto& [which, part] : {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}}) {
    std::printf("%s_%s_us %.6g\n", name, which, us(ns.percentile(part)));
  }
  std::printf("%s_max_us %.6g\n", name, us(ns.longest()));
}

Target target_of(const Options& options) {
  Target target{options.port, options.compress, nullptr};
  if (options.tls) {
    target.tls = SSL_CTX_new(TLS_client_method());  // verifies nothing: the certificate is the benchmark's own
    SSL_CTX_set_mode(target.tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  }
  return target;
}

}  // namespace standpipe::bench

using namespace standpipe::bench;  // NOLINT: a program of its own

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Puts a load on a server and says what it cost, one \"name value\" a line.", "standpipe-load");
  app.require_subcommand(1);
  const auto common = [&](CLI::App* run) {
    run->add_option("--port", options.port, "Where the server listens on 127.0.0.1");
    run->add_option("--server", options.server, "The server's process: its processor time and memory are said");
    run->add_option("--first", options.first, "The first member's number");
    run->add_option("--step", options.step, "From one member's number to the next");
    run->add_option("--members", options.members, "How many connect");
    run->add_option("--seconds", options.seconds, "How long it is measured");
    run->add_option("--warm-up", options.warm_up, "Seconds before that");
    run->add_flag("--compress", options.compress, "Offer permessage-deflate");
    run->add_flag("--tls", options.tls, "Connect over TLS");
    return run;
  };
  const auto talking = [&](CLI::App* run) {
    run->add_option("--rooms", options.rooms, "Rooms that are posted in");
    run->add_flag("--one-room-each", options.one_room_each, "Each member is in one of these rooms only");
    run->add_option("--publishers", options.publishers, "Connections that post in each room");
    run->add_option("--text", options.text_bytes, "Bytes of a text");
    run->add_flag("--compact", options.compact, "Ask for events of messages in their short form");
    return run;
  };
  auto* fanout = talking(common(app.add_subcommand("fanout", "Posts at a rate, whether or not earlier ones have arrived")));
  fanout->add_option("--rate", options.rate, "Posts a second, all rooms together");
  auto* closed = talking(common(app.add_subcommand("closed", "Each publisher posts again when a post has come to everybody")));
  closed->add_option("--window", options.window, "Posts that each publisher has under way");
  auto* idle = common(app.add_subcommand("idle", "Connections that have said hello and rest"));
  auto* hello = common(app.add_subcommand("hello", "So many say hello at once"));
  hello->add_option("--at-once", options.at_once, "How many are under way");
  hello->add_option("--missed", options.missed, "Messages that were missed, in all rooms together");
  hello->add_flag("--again", options.again, "On the same connections, instead of new ones");
  auto* read = common(app.add_subcommand("read", "Asks for pages, one after the other"));
  read->add_option("--messages", options.messages, "How many there are in the community");
  read->add_option("--questions", options.questions, "Of each kind");
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  if (fanout->parsed()) return run_fanout(options);
  if (closed->parsed()) return run_closed(options);
  if (idle->parsed()) return run_idle(options);
  if (hello->parsed()) return run_hello(options);
  return read->parsed() ? run_read(options) : 2;
}
