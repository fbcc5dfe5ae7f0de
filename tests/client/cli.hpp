#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "tests/support/server_process.hpp"

namespace standpipe::test {

/// One person's `standpipe`: a home folder of their own, and the server that they talk to.
class Cli {
 public:
  Cli(std::filesystem::path home, std::string server) : home_(std::move(home)), server_(std::move(server)) {}

  /// Runs a command to its end.
  ProgramResult run(const std::vector<std::string>& words, const std::string& input = {}) const;
  /// Runs it with --json and gives what it printed. Throws std::runtime_error where it did not exit with 0.
  boost::json::value json(std::vector<std::string> words, const std::string& input = {}) const;
  /// Its output. Throws where it did not exit with 0.
  std::string out(const std::vector<std::string>& words, const std::string& input = {}) const;

  const std::filesystem::path& home() const { return home_; }
  std::map<std::string, std::string> environment() const;

 private:
  std::filesystem::path home_;
  std::string server_;
};

/// A `standpipe chat`, or what else is named, that runs beside the test: lines go in, what it prints is collected.
class ChatProcess {
 public:
  ChatProcess(const Cli& cli, const std::string& room, const std::vector<std::string>& options = {});
  ChatProcess(const Cli& cli, std::vector<std::string> words);
  ~ChatProcess();
  ChatProcess(const ChatProcess&) = delete;
  ChatProcess& operator=(const ChatProcess&) = delete;

  void say(const std::string& line);
  std::string printed() const;
  /// Waits until it has printed the text so many times; false after 20 s.
  bool prints(const std::string& text, std::size_t times = 1) const;
  /// Ends its input, and gives its exit code; -1 where it goes on for 20 s.
  int finish();
  /// SIGKILL.
  void kill();

 private:
  std::filesystem::path file_;
  pid_t pid_ = -1;
  int input_ = -1;
};

/// A new server with its nine rooms, and three people: the administrator, Mo who moderates water-distribution, and Amina who is
/// in it. All are logged in.
struct Community {
  Community();
  /// Applies and is approved; in water-distribution, and logged in.
  Cli newcomer(const std::string& name);

  TemporaryFolder folder;
  ServerProcess server;
  Cli admin;
  Cli mo;
  Cli amina;
};

constexpr const char* password = "nine buckets full";

/// The community that tests share which don't need one of their own.
Community& community();

bool has(const std::string& text, const std::string& part);
std::size_t times(const std::string& text, const std::string& part);
std::string member_number(const Cli& cli);

/// Waits until the test is true; false after 20 s.
bool eventually(const std::function<bool()>& test);

}  // namespace standpipe::test
