#pragma once

#include <boost/system/result.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "server/ops/trouble.hpp"

namespace standpipe::ops {

/// How `standpiped admin` speaks with a running server: a Unix socket in the data directory that only its owner (and root) may
/// use. One line of JSON asks, one line answers. One caller at a time, on a thread of its own.
class AdminSocket {
 public:
  /// Answers one line. On the socket's thread; may block.
  using Handler = std::function<std::string(std::string_view line)>;

  AdminSocket(std::filesystem::path path, Handler handler);
  ~AdminSocket();
  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;

  /// Throws std::runtime_error where the socket cannot be made.
  void start();
  /// Idempotent.
  void stop();

 private:
  void serve();
  void talk(int connection) const;

  const std::filesystem::path path_;
  const Handler handler_;
  int listener_ = -1;
  int wake_[2] = {-1, -1};
  std::thread thread_;
};

/// Asks the server behind that socket.
boost::system::result<std::string, Trouble> ask_server(const std::filesystem::path& socket, std::string_view line);

}  // namespace standpipe::ops
