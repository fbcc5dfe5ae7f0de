#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace standpipe::test {

/// A folder of its own that is removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The real standpiped as a process, on a port that the system chose. Killed at the end if it still runs.
class ServerProcess {
 public:
  struct Options {
    std::filesystem::path program;                   ///< empty: the standpiped of this build
    std::filesystem::path data;                      ///< its data directory
    std::vector<std::string> arguments;              ///< further ones
    std::map<std::string, std::string> environment;  ///< on top of the test's own
    int port = 0;                                    ///< 0: the system chooses
  };

  /// Starts it and waits until it listens. Throws std::runtime_error with what it printed where it does not within 30 s.
  explicit ServerProcess(Options options);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const { return port_; }
  pid_t pid() const { return pid_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// What it printed until it listened, the set-up code for example.
  const std::string& greeting() const { return greeting_; }

  /// SIGKILL, and waits until it is gone.
  void kill();
  /// SIGTERM; the exit code, or -1 where it had to be killed after 15 s.
  int stop();
  /// Starts it again on the same data, and on the same port unless told otherwise.
  void restart(bool same_port = true);

 private:
  void start();

  Options options_;
  pid_t pid_ = -1;
  int port_ = 0;
  std::string greeting_;
};

/// A program's standard output, and its exit code; standard input is `input`.
struct ProgramResult {
  int exit = -1;
  std::string out;
  std::string err;
};
ProgramResult run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                          const std::string& input = {}, const std::map<std::string, std::string>& environment = {});

/// The programs of this build.
std::filesystem::path program(const std::string& name);

}  // namespace standpipe::test
