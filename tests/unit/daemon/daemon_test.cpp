#include <doctest/doctest.h>
#include <signal.h>  // NOLINT: kill and its kin
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "protocol/codec.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::test;  // NOLINT
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// For runs that end by themselves: one that does not is killed after 10 s.
ProgramResult standpiped(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment = {}) {
  const std::vector<std::string> before = {"--signal=KILL", "10", program("standpiped").string()};
  arguments.insert(arguments.begin(), before.begin(), before.end());
  return run_program("/usr/bin/timeout", arguments, {}, environment);
}

std::string set_up_code(const ServerProcess& server) {
  const std::string mark = "set-up code: ";
  const auto at = server.greeting().find(mark);
  if (at == std::string::npos) return {};
  const auto from = at + mark.size();
  return server.greeting().substr(from, server.greeting().find('\n', from) - from);
}

/// The first administrator's token.
std::string set_up(const ServerProcess& server) {
  const auto done =
      http(server.port(), "POST", "/api/setup",
           R"({"name":"Ada","email":"ada@example.org","password":"a long enough one","code":")" + set_up_code(server) + "\"}",
           {{"content-type", "application/json"}});
  REQUIRE(done.status == 200);
  const auto in = http(server.port(), "POST", "/api/login", R"({"email":"ada@example.org","password":"a long enough one"})",
                       {{"content-type", "application/json"}});
  REQUIRE(in.status == 200);
  return std::string(in.json().at("token").as_string());
}

/// The exit code, or -1 where the process still runs after that time. It can still be asked again.
int exit_within(pid_t pid, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT);
    if (info.si_pid == pid) return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    if (std::chrono::steady_clock::now() > end) return -1;
    std::this_thread::sleep_for(5ms);
  }
}

/// Somebody who holds the admin socket and says nothing.
struct SilentOperator {
  explicit SilentOperator(const std::filesystem::path& data) : fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = (data / "admin.sock").string();
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    std::this_thread::sleep_for(100ms);  // until it is taken
  }
  ~SilentOperator() { ::close(fd); }
  int fd;
};

}  // namespace

TEST_CASE("a server stops in good order, and comes back after kill -9 with what it had acknowledged") {
  const TemporaryFolder folder;
  ServerProcess server({.data = folder.path() / "d"});
  CHECK(http(server.port(), "GET", "/healthz").status == 200);
  CHECK(http(server.port(), "GET", "/readyz").status == 200);
  const auto page = http(server.port(), "GET", "/metrics").body;
  CHECK(has(page, "\nstandpipe_build_info{version=\""));
  CHECK(has(page, "\nstandpipe_database_bytes "));
  CHECK(has(page, "\nstandpipe_commits_total "));
  CHECK(has(page, "\nstandpipe_connections "));
  const auto token = set_up(server);
  server.restart();
  CHECK_FALSE(has(server.greeting(), "set-up code"));
  CHECK_NOTHROW(Peer(server.port(), token).ok("hello"));
  CHECK(server.stop() == 0);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "d/standpipe.db-wal"));
}

TEST_CASE("a taken port, and a data directory in use, are told with what to do") {
  const TemporaryFolder folder;
  const ServerProcess server({.data = folder.path() / "d"});
  const auto port = std::to_string(server.port());
  const auto taken = standpiped({"--data", (folder.path() / "e").string(), "--port", port});
  CHECK(taken.exit == 1);
  CHECK(has(taken.err, "cannot listen on 127.0.0.1 port " + port + ": Address already in use. Choose another"));
  const auto busy = standpiped({"--data", (folder.path() / "d").string(), "--port", "0"});
  CHECK(busy.exit == 1);
  CHECK(has(busy.err, "Another standpiped uses the data directory"));
}

TEST_CASE("wrong flags and files are told before anything is made") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string();
  CHECK(standpiped({"--data", data, "--port", "70000"}).exit == 2);
  CHECK(standpiped({"--data", data, "--prot", "1"}).exit == 2);
  const auto name = standpiped({"--data", data, "--address", "localhost"});
  CHECK(name.exit == 2);
  CHECK(has(name.err, "must be an IPv4 or IPv6 address"));
  const auto config = standpiped({"--data", data, "--port", "0", "--config", folder.path().string()});
  CHECK(config.exit == 1);
  CHECK(has(config.err, "is a directory"));
  CHECK_FALSE(std::filesystem::exists(data));
  std::ofstream(data) << "a file";
  const auto file = standpiped({"--data", data, "--port", "0"});
  CHECK(file.exit == 1);
  CHECK(has(file.err, "Name another directory with --data"));
}

TEST_CASE("a start that fails does not use up the set-up code") {
  const TemporaryFolder folder;
  const auto in_the_way = folder.path() / "d/admin.sock";
  std::filesystem::create_directories(in_the_way);
  std::filesystem::permissions(folder.path() / "d", std::filesystem::perms::owner_all);
  CHECK(standpiped({"--data", (folder.path() / "d").string(), "--port", "0"}).exit == 1);
  std::filesystem::remove(in_the_way);
  const ServerProcess server({.data = folder.path() / "d"});
  CHECK(has(server.greeting(), "set-up code: "));
}

TEST_CASE("the rooms of a new server are opened all or none") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string();
  const auto cops = (folder.path() / "cops.toml").string();
  const auto write = [&](const std::string& third) {
    std::ofstream out(cops);
    for (const auto& slug : {std::string("one"), std::string("two"), third}) {
      out << "[[cop]]\nslug = \"" << slug << "\"\nname = \"Room " << slug << "\"\ndescription = \"What it is for.\"\n";
    }
  };
  const std::map<std::string, std::string> environment{{"STANDPIPE_COMMUNITY_COPS", cops}};
  write("two");
  const auto doubled = standpiped({"--data", data, "--port", "0"}, environment);
  CHECK(doubled.exit == 1);
  CHECK(has(doubled.err, cops));
  CHECK(has(doubled.err, "two"));
  write("three");
  ServerProcess server({.data = data, .environment = environment});
  CHECK(server.stop() == 0);
  const auto exported = standpiped({"admin", "export", "-", "--data", data});
  CHECK(exported.exit == 0);
  CHECK(times(exported.out, "\"name\":\"Room ") == 3);
}

TEST_CASE("a backup is not put beside the log of another database, and no database where a server runs") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string();
  const auto backup = (folder.path() / "backup.db").string();
  ServerProcess server({.data = data});
  set_up(server);
  REQUIRE(standpiped({"admin", "backup", backup, "--data", data}).exit == 0);
  const auto verified = standpiped({"admin", "verify", "--data", data});
  CHECK(verified.exit == 0);
  CHECK(has(verified.out, "standpipe.db: sound"));
  CHECK_FALSE(std::filesystem::exists(data + "/standpipe.db.verify"));
  std::filesystem::rename(data + "/standpipe.db", folder.path() / "moved.db");
  CHECK(has(standpiped({"admin", "restore", backup, "--data", data}).err, "standpipe.db-wal already"));
  server.kill();
  for (const auto* suffix : {"-wal", "-shm"}) std::filesystem::remove(data + "/standpipe.db" + suffix);
  const auto restored = standpiped({"admin", "restore", backup, "--data", data});
  CHECK(restored.exit == 0);
  server.restart();
  CHECK(standpiped({"admin", "verify", "--data", data}).exit == 0);
  CHECK_FALSE(has(server.greeting(), "set-up code"));
}

TEST_CASE("an operator who holds the admin socket and says nothing does not keep the server from stopping") {
  const TemporaryFolder folder;
  ServerProcess server({.data = folder.path() / "d"});
  const SilentOperator silent(folder.path() / "d");
  const auto before = std::chrono::steady_clock::now();
  CHECK(server.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - before < 3s);
}

TEST_CASE("while it waits for peers SIGHUP changes nothing, and a second SIGTERM ends it at once") {
  const TemporaryFolder folder;
  ServerProcess server({.data = folder.path() / "d"});
  Peer mute(server.port(), set_up(server));
  mute.ok("hello");  // and reads nothing more: the answer to the server's close frame does not come
  ::kill(server.pid(), SIGTERM);
  CHECK(exit_within(server.pid(), 500ms) == -1);
  ::kill(server.pid(), SIGHUP);
  CHECK(exit_within(server.pid(), 500ms) == -1);
  ::kill(server.pid(), SIGTERM);
  CHECK(exit_within(server.pid(), 1500ms) == 1);
}

TEST_CASE("SIGHUP while it serves is survived") {
  const TemporaryFolder folder;
  ServerProcess server({.data = folder.path() / "d"});
  ::kill(server.pid(), SIGHUP);
  CHECK(exit_within(server.pid(), 300ms) == -1);
  CHECK(http(server.port(), "GET", "/readyz").status == 200);
  CHECK(server.stop() == 0);
}
