#include <CLI/CLI.hpp>

#include <signal.h>  // NOLINT: sigwait and its kin
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "server/daemon.hpp"
#include "server/ops/admin.hpp"
#include "server/ops/secrets.hpp"
#include "standpipe/version.hpp"

namespace {

using namespace standpipe;  // NOLINT: this is the program

struct Arguments {
  std::string config;
  std::string data;
  std::string address;
  std::optional<std::int64_t> port;
  bool demo = false;
};

/// As many files as the system lets us have: each connection is one.
rlim_t raise_file_limit() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  return files.rlim_cur;
}

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, one);
  return set;
}

/// Until SIGTERM or SIGINT. A second one ends the process at once: what was acknowledged is on the disk.
void wait_for_end(Daemon& daemon, const sigset_t& signals) {
  int which = 0;
  while (sigwait(&signals, &which) == 0 && which == SIGHUP) daemon.reload();
  struct sigaction at_once {};
  at_once.sa_handler = [](int) { ::_exit(1); };
  ::sigaction(SIGTERM, &at_once, nullptr);
  ::sigaction(SIGINT, &at_once, nullptr);
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

ops::Config configuration(const Arguments& arguments) {
  auto config = ops::load_config(arguments.config);
  if (!arguments.data.empty()) config.data = arguments.data;
  if (!arguments.address.empty()) config.address = arguments.address;
  if (arguments.port) config.port = *arguments.port;
  return config;
}

int serve(const Arguments& arguments) {
  const auto signals = awaited_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before there are threads, so that only this one gets them
  ::signal(SIGPIPE, SIG_IGN);
  const auto config = configuration(arguments);
  const ops::Log log(config.log_level);
  ops::prepare_cryptography();
  const auto files = raise_file_limit();
  Daemon daemon(config, log, arguments.demo);
  daemon.start();
  if (const auto& code = daemon.setup_code()) {
    std::cout << "set-up code: " << *code << "\nThe first administrator signs up with it, once:\n  standpipe --server "
              << daemon.url() << " setup --code " << *code << " --name \"…\" --email …\n";
  }
  std::cout << daemon.demo_notice() << "listening on " << daemon.url() << std::endl;
  log.info("started", {{"version", std::string_view(version)}, {"url", daemon.url()}, {"files", files}});
  wait_for_end(daemon, signals);
  log.info("stopping");
  daemon.stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "admin") return ops::run_admin(argc - 2, argv + 2);
  CLI::App app("standpiped: the Standpipe community server\nstandpiped admin --help: looking after its data");
  app.set_version_flag("--version", "standpiped " + std::string(version));
  Arguments arguments;
  app.add_option("--config", arguments.config, "The configuration file; config/standpipe.toml explains every key");
  app.add_option("--data", arguments.data, "The data directory");
  app.add_option("--address", arguments.address, "The address to listen on");
  app.add_option("--port", arguments.port, "The port to listen on; 0: any free one")->check(CLI::Range(0, 65535));
  app.add_flag("--demo", arguments.demo, "Fill an empty database with a fictional community");
  CLI11_PARSE(app, argc, argv);
  try {
    return serve(arguments);
  } catch (const std::exception& error) {
    std::cerr << "standpiped: " << error.what() << '\n';
    return 1;
  }
}
