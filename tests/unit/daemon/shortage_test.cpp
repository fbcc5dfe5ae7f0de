#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>  // NOLINT: kill and its kin
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/peer.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::test;  // NOLINT
using namespace std::chrono_literals;

namespace {

/// A log whose reader has stopped reading: a pipe that is full.
class StalledLog {
 public:
  explicit StalledLog(const std::filesystem::path& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    fd_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(fd_ >= 0);
    const std::string junk(4096, '.');
    while (::write(fd_, junk.data(), junk.size()) > 0) {
    }
  }
  ~StalledLog() { ::close(fd_); }
  StalledLog(const StalledLog&) = delete;
  StalledLog& operator=(const StalledLog&) = delete;

  std::string read_all() const {
    std::string text;
    char bytes[65536];
    for (;;) {
      const auto count = ::read(fd_, bytes, sizeof bytes);
      if (count <= 0) return text;
      text.append(bytes, static_cast<std::size_t>(count));
    }
  }

 private:
  int fd_ = -1;
};

unsigned wrong_log_in(const ServerProcess& server) {
  return http(server.port(), "POST", "/api/login", R"({"email":"nobody@example.org","password":"none that anybody has"})",
              {{"content-type", "application/json"}})
      .status;
}

/// The processor time that a process has taken, in ticks.
long ticks_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::stringstream text;
  text << in.rdbuf();
  std::istringstream after_name(text.str().substr(text.str().rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) after_name >> skipped;
  long user = 0, system = 0;
  after_name >> user >> system;
  return user + system;
}

}  // namespace

TEST_CASE("a log that nobody reads holds up neither the server nor its stop, and what was dropped is counted") {
  const TemporaryFolder folder;
  const StalledLog log(folder.path() / "d.log");
  ServerProcess server({.data = folder.path() / "d"});
  CHECK(wrong_log_in(server) == 401);
  CHECK(wrong_log_in(server) == 401);
  SUBCASE("it goes on being unread") {
    CHECK(server.stop() == 0);
  }
  SUBCASE("it is read again") {
    log.read_all();
    CHECK(wrong_log_in(server) == 401);
    CHECK(server.stop() == 0);
    const auto text = log.read_all();
    CHECK(text.find(" lines_dropped_before=") != std::string::npos);
    CHECK(text.find("lines_dropped_before=", text.find("lines_dropped_before=") + 1) == std::string::npos);
  }
}

TEST_CASE("without a file descriptor to spare the server waits, takes no processor time for it, and says so once") {
  const TemporaryFolder folder;
  ServerProcess server({.data = folder.path() / "d"});
  rlimit before{};
  REQUIRE(::prlimit(server.pid(), RLIMIT_NOFILE, nullptr, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 3;  // all of which are taken
  REQUIRE(::prlimit(server.pid(), RLIMIT_NOFILE, &none, nullptr) == 0);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = (folder.path() / "d/admin.sock").string();
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  unsigned health = 0;
  std::thread waiting([&] { health = http(server.port(), "GET", "/healthz").status; });
  const auto ticks = ticks_of(server.pid());
  std::this_thread::sleep_for(1s);
  CHECK(ticks_of(server.pid()) - ticks < ::sysconf(_SC_CLK_TCK) / 4);
  REQUIRE(::prlimit(server.pid(), RLIMIT_NOFILE, &before, nullptr) == 0);
  REQUIRE(::send(fd, "nonsense\n", 9, MSG_NOSIGNAL) == 9);
  char answer[16];
  CHECK(::recv(fd, answer, sizeof answer, 0) > 0);
  ::close(fd);
  waiting.join();
  CHECK(health == 200);
  CHECK(server.stop() == 0);
  std::ifstream log(folder.path() / "d.log");
  std::stringstream text;
  text << log.rdbuf();
  const auto said = text.str().find("new connections wait");
  REQUIRE(said != std::string::npos);
  CHECK(text.str().find("new connections wait", said + 1) == std::string::npos);
}
