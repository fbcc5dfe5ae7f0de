#include "server/ops/admin_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace standpipe::ops {

namespace {

constexpr std::size_t longest_line = 16 * 1024;
constexpr int patience_ms = 30'000;
constexpr int retry_ms = 100;

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto text = path.string();
  if (text.size() >= sizeof address.sun_path) throw std::runtime_error(text + " is too long for the address of a socket");
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

bool send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// One line without its end; nothing where none comes in time, it is too long, or there is something on `wake` (-1: nothing is).
std::optional<std::string> receive_line(int fd, int wake = -1) {
  std::string line;
  while (line.size() < longest_line) {
    pollfd waiting[] = {{fd, POLLIN, 0}, {wake, POLLIN, 0}};
    if (::poll(waiting, 2, patience_ms) <= 0 || waiting[1].revents != 0) return std::nullopt;
    char bytes[4096];
    const auto count = ::recv(fd, bytes, sizeof bytes, 0);
    if (count <= 0) return std::nullopt;
    line.append(bytes, static_cast<std::size_t>(count));
    if (const auto end = line.find('\n'); end != std::string::npos) return line.substr(0, end);
  }
  return std::nullopt;
}

bool is_owner(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

}  // namespace

AdminSocket::AdminSocket(std::filesystem::path path, Handler handler) : path_(std::move(path)), handler_(std::move(handler)) {}

AdminSocket::~AdminSocket() {
  stop();
}

void AdminSocket::start() {
  const auto address = address_of(path_);
  ::unlink(path_.c_str());
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound = listener_ >= 0 && ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                     ::chmod(path_.c_str(), 0600) == 0 && ::listen(listener_, 4) == 0 && ::pipe(wake_) == 0;
  if (!bound) throw std::runtime_error("Cannot make the admin socket " + path_.string() + ": " + std::strerror(errno));
  thread_ = std::thread([this] { serve(); });
}

void AdminSocket::stop() {
  if (!thread_.joinable()) return;
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  ::close(listener_);
  ::unlink(path_.c_str());
}

void AdminSocket::serve() {
  for (;;) {
    pollfd waiting[] = {{listener_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    if (waiting[0].revents == 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) {  // none to be had, as when there are too many open files: later again
      pollfd stopping{wake_[0], POLLIN, 0};
      ::poll(&stopping, 1, retry_ms);
      continue;
    }
    if (is_owner(connection)) talk(connection);
    ::close(connection);
  }
}

void AdminSocket::talk(int connection) const {
  const auto line = receive_line(connection, wake_[0]);
  if (!line) return;
  send_all(connection, handler_(*line) + '\n');
}

boost::system::result<std::string, Trouble> ask_server(const std::filesystem::path& socket, std::string_view line) {
  const auto address = address_of(socket);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::string why = "The server uses this data directory but does not answer at " + socket.string() + " (" +
                      std::strerror(errno) + "). Run this as the server's own user, or stop the server first.";
    if (fd >= 0) ::close(fd);
    return Trouble{std::move(why)};
  }
  const bool sent = send_all(fd, std::string(line) + '\n');
  auto answer = sent ? receive_line(fd) : std::nullopt;
  ::close(fd);
  if (!answer) return Trouble{"The server did not answer. Look at its log."};
  return boost::system::result<std::string, Trouble>(boost::system::in_place_value, std::move(*answer));
}

}  // namespace standpipe::ops
