#include "tests/crash/child_process.hpp"

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

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                           const Environment& environment) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + '=' + value);
  for (char** inherited = environ; *inherited != nullptr; ++inherited) variables.emplace_back(*inherited);

  const int error = ::posix_spawn(&id_, program.c_str(), nullptr, nullptr, pointers(words).data(), pointers(variables).data());
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + program.string());
}

ChildProcess::~ChildProcess() {
  kill();
}

bool ChildProcess::running() {
  reap(WNOHANG);
  return !ended_;
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
