#include "tests/support/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace standpipe::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close(std::size_t end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

pid_t spawn(const fs::path& program, const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment, int in, int out, int err) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot fork");
  if (pid > 0) return pid;
  if (in >= 0) ::dup2(in, STDIN_FILENO);
  if (out >= 0) ::dup2(out, STDOUT_FILENO);
  if (err >= 0) ::dup2(err, STDERR_FILENO);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "standpipe-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(Options options) : options_(std::move(options)) {
  if (options_.program.empty()) options_.program = program("standpiped");
  start();
}

ServerProcess::~ServerProcess() {
  kill();
}

void ServerProcess::start() {
  Pipe out;
  std::vector<std::string> arguments{"--data", options_.data.string(), "--port", std::to_string(options_.port)};
  arguments.insert(arguments.end(), options_.arguments.begin(), options_.arguments.end());
  const int log = ::open((options_.data.string() + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = spawn(options_.program, arguments, options_.environment, -1, out.ends[1], log);
  if (log >= 0) ::close(log);
  out.close(1);
  greeting_.clear();
  const auto end = std::chrono::steady_clock::now() + 30s;
  static constexpr std::string_view mark = "listening on http";
  for (;;) {
    const auto at = greeting_.find(mark);
    if (at != std::string::npos) {
      const auto line_end = greeting_.find('\n', at);
      if (line_end != std::string::npos) {
        const auto colon = greeting_.rfind(':', line_end);
        port_ = std::atoi(greeting_.c_str() + colon + 1);
        return;
      }
    }
    pollfd waiting{out.ends[0], POLLIN, 0};
    const bool in_time = std::chrono::steady_clock::now() < end && ::poll(&waiting, 1, 500) >= 0;
    std::array<char, 4096> buffer{};
    const auto n = waiting.revents != 0 ? ::read(out.ends[0], buffer.data(), buffer.size()) : 1;
    if (!in_time || n <= 0) {
      kill();
      throw std::runtime_error("standpiped did not start; it printed: " + greeting_ + " (its log: " + options_.data.string() +
                               ".log)");
    }
    if (waiting.revents != 0) greeting_.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

void ServerProcess::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
}

int ServerProcess::stop() {
  if (pid_ < 0) return -1;
  ::kill(pid_, SIGTERM);
  const auto end = std::chrono::steady_clock::now() + 15s;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill();
      return -1;
    }
    std::this_thread::sleep_for(10ms);
  }
  pid_ = -1;
  return exit_code(status);
}

void ServerProcess::restart(bool same_port) {
  kill();
  if (same_port) options_.port = port_;
  start();
}

ProgramResult run_program(const fs::path& program, const std::vector<std::string>& arguments, const std::string& input,
                          const std::map<std::string, std::string>& environment) {
  Pipe in, out, err;
  const pid_t pid = spawn(program, arguments, environment, in.ends[0], out.ends[1], err.ends[1]);
  in.close(0);
  out.close(1);
  err.close(1);
  std::thread feeder([&] {
    for (std::size_t sent = 0; sent < input.size();) {
      const auto n = ::write(in.ends[1], input.data() + sent, input.size() - sent);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    in.close(1);
  });
  ProgramResult result;
  const auto drain = [](int fd, std::string& text) {
    std::array<char, 65536> buffer{};
    for (;;) {
      const auto n = ::read(fd, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
  };
  std::thread err_reader([&] { drain(err.ends[0], result.err); });
  drain(out.ends[0], result.out);
  err_reader.join();
  feeder.join();
  int status = 0;
  ::waitpid(pid, &status, 0);
  result.exit = exit_code(status);
  return result;
}

fs::path program(const std::string& name) {
  // The tests lie in the same folder as the programs.
  return fs::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace standpipe::test
