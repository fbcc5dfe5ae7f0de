#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace standpipe::crash {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// A program that was started, and that ends with this object at the latest.
class ChildProcess {
 public:
  /// Starts `program`; `environment` is added to this process's own. What it prints replaces the file `output`, if there is one.
  /// Throws std::system_error.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
               const Environment& environment = {}, const std::filesystem::path& output = {});
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  bool running();

  /// SIGTERM, without waiting. Without effect on a process that has ended.
  void ask_to_stop();

  /// SIGKILL, and wait. Without effect on a process that has ended.
  void kill();

  /// Waits for the end. The exit status, or minus the number of the signal that ended it.
  int wait();

 private:
  void reap(int options);

  pid_t id_ = 0;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace standpipe::crash
