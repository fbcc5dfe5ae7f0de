#include "tests/crash/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <system_error>

namespace standpipe::crash {
namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

/// What to do in the new process before the program begins.
class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void print_into(const std::filesystem::path& file) {
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                           const Environment& environment, const std::filesystem::path& output) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + '=' + value);
  for (char** inherited = environ; *inherited != nullptr; ++inherited) variables.emplace_back(*inherited);

  FileActions actions;
  if (!output.empty()) actions.print_into(output);
  const int error =
      ::posix_spawn(&id_, program.c_str(), actions.get(), nullptr, pointers(words).data(), pointers(variables).data());
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + program.string());
}

ChildProcess::~ChildProcess() {
  kill();
}

bool ChildProcess::running() {
  reap(WNOHANG);
  return !ended_;
}

void ChildProcess::ask_to_stop() {
  if (running()) ::kill(id_, SIGTERM);
}

void ChildProcess::kill() {
  if (!running()) return;
  ::kill(id_, SIGKILL);
  reap(0);
}

int ChildProcess::wait() {
  reap(0);
  return status_;
}

void ChildProcess::reap(int options) {
  if (ended_) return;
  int status = 0;
  if (::waitpid(id_, &status, options) != id_) return;
  ended_ = true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace standpipe::crash
