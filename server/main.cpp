#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "server/daemon.hpp"
#include "server/ops/admin.hpp"
#include "server/ops/config_checks.hpp"
#include "server/ops/secrets.hpp"
#include "server/signals.hpp"
#include "standpipe/version.hpp"

namespace {

using namespace standpipe;  // NOLINT: this is the program

constexpr int not_done = 1;
constexpr int called_wrongly = 2;
constexpr std::chrono::seconds patience_with_a_stop{10};
constexpr rlim_t files_besides_connections = 64;
constexpr int freed_memory_kept = 2 << 20;  // bytes, of each thread

struct Arguments {
  std::string config;
  std::string data;
  std::string address;
  std::optional<std::int64_t> port;
  bool demo = false;
};

/// What holds for admin commands too.
void prepare_process() {
  // Where a standard stream is closed, the next file to be opened would be taken for it, and the database's lock be written to.
  int fd = -1;
  do fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
  ::umask(S_IRWXG | S_IRWXO);     // whatever is made here is its owner's alone
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow (ulimit -f) fails a commit, and not the server
}

/// As many files as the system lets us have: each connection is one.
void raise_file_limit(const ops::Config& config, const ops::Log& log) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  log.info("file_limit", {{"files", files.rlim_cur}});
  if (files.rlim_cur >= static_cast<rlim_t>(config.connections) + files_besides_connections) return;
  log.warning("few_files", {{"connections", config.connections}, {"says", "raise LimitNOFILE, or lower limits.connections"}});
}

/// Answers of tens of kilobytes come and go by the thousand: to give each one's memory back to the system and ask for it again
/// costs more than to make them.
void keep_freed_memory() {
  ::mallopt(M_TRIM_THRESHOLD, freed_memory_kept);
  ::mallopt(M_MMAP_THRESHOLD, freed_memory_kept);
}

ops::Config configuration(const Arguments& arguments) {
  auto config = ops::load_config(arguments.config);
  if (!arguments.data.empty()) config.data = arguments.data;
  if (!arguments.address.empty()) config.address = arguments.address;
  if (arguments.port) config.port = *arguments.port;
  return config;
}

int serve(const Arguments& arguments) {
  keep_freed_memory();
  Signals signals(patience_with_a_stop);
  const auto config = configuration(arguments);
  const ops::Log log(config.log_level);
  raise_file_limit(config, log);
  ops::prepare_cryptography();
  Daemon daemon(config, log, arguments.demo);
  daemon.start();
  if (const auto& code = daemon.setup_code()) {
    std::cout << "set-up code: " << *code << "\nThe first administrator signs up with it, once:\n  standpipe --server "
              << daemon.url() << " setup --code " << *code << " --name \"…\" --email …\n";
  }
  std::cout << daemon.demo_notice();
  if (arguments.demo) {
    std::cout << "In a browser: " << daemon.url() << "\nIn a second terminal: standpipe --server " << daemon.url()
              << " login --email …\n";
  }
  std::cout << "listening on " << daemon.url() << std::endl;
  log.info("started", {{"version", std::string_view(version)}, {"url", daemon.url()}});
  while (signals.wait() == Signals::Request::reload) daemon.reload();
  log.info("stopping");
  daemon.stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  prepare_process();
  if (argc > 1 && std::string_view(argv[1]) == "admin") return ops::run_admin(argc - 2, argv + 2);
  CLI::App app("standpiped: the Standpipe community server\nstandpiped admin --help: looking after its data");
  app.set_version_flag("--version", "standpiped " + std::string(version));
  Arguments arguments;
  app.add_option("--config", arguments.config, "The configuration file; config/standpipe.toml explains every key")
      ->check(ops::objection_to_path);
  app.add_option("--data", arguments.data, "The data directory")->check(ops::objection_to_path);
  app.add_option("--address", arguments.address, "The address to listen on")->check([](std::string text) {
    return ops::check_address(text).value_or("");
  });
  app.add_option("--port", arguments.port, "The port to listen on; 0: any free one")->check(CLI::Range(0, 65535));
  app.add_flag("--demo", arguments.demo, "Fill an empty database with a fictional community");
  try {
    app.parse(argc, argv);
    return serve(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : called_wrongly;
  } catch (const std::exception& error) {
    std::cerr << "standpiped: " << error.what() << '\n';
    return not_done;
  }
}
