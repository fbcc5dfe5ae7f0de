#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/peer.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::test;  // NOLINT
namespace fs = std::filesystem;

namespace {

constexpr const char* password = "a long enough one";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// What a shell runs with `data` in $D and the program in $S.
ProgramResult shell(const std::string& script, const fs::path& data, const std::string& input = {}) {
  return run_program("/usr/bin/timeout", {"--signal=KILL", "10", "/bin/sh", "-c", script}, input,
                     {{"D", data.string()}, {"S", program("standpiped").string()}});
}

unsigned log_in(int port) {
  return http(port, "POST", "/api/login", std::string(R"({"email":"ada@example.org","password":")") + password + "\"}",
              {{"content-type", "application/json"}})
      .status;
}

/// A data directory with a database, where no server runs.
void make_data(const fs::path& data) {
  ServerProcess server({.data = data});
  REQUIRE(server.stop() == 0);
}

constexpr const char* create_ada = "\"$S\" admin create-admin --name Ada --email ada@example.org --data \"$D\"";

/// A small file system of its own, where the test may mount one.
class SmallDisk {
 public:
  explicit SmallDisk(fs::path at) : path_(std::move(at)) {
    fs::create_directory(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=24m,mode=700") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  void fill() const {
    std::ofstream out(path_ / "fill", std::ios::binary);
    const std::string block(4096, 'x');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void make_room() const { fs::remove(path_ / "fill"); }

 private:
  fs::path path_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("a server that was stopped starts on a full disk, serves what is read, and writes when there is room") {
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  const SmallDisk disk(data);
  if (!disk.mounted()) return;  // it takes root
  ServerProcess server({.data = data});
  REQUIRE(shell(create_ada, data, std::string(password) + '\n').exit == 0);
  CHECK(log_in(server.port()) == 200);
  REQUIRE(server.stop() == 0);
  disk.fill();
  server.restart();
  CHECK(http(server.port(), "GET", "/healthz").status == 200);
  CHECK(log_in(server.port()) >= 500);  // which writes a session
  disk.make_room();
  CHECK(log_in(server.port()) == 200);
  CHECK(fs::exists(data / "standpipe.db.reserve"));
  CHECK(server.stop() == 0);
  fs::remove(data / "standpipe.db.reserve");
  disk.fill();
  const auto refused = shell("\"$S\" --data \"$D\" --port 0", data);
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "The disk is full"));
  CHECK(has(refused.err, "Make room"));
}

TEST_CASE("an empty path is refused rather than taken for the default") {
  const TemporaryFolder folder;
  for (const auto* words : {"--data '' --port 0", "--config '' --port 0", "admin verify --data ''", "admin verify --config ''"}) {
    const auto refused = shell(std::string("cd \"$D\" && exec \"$S\" ") + words, folder.path());
    CHECK(refused.exit == 2);
    CHECK(has(refused.err, "must be a path, and is empty"));
  }
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("closed standard streams are not taken over by the database's files") {
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  CHECK(shell("timeout --preserve-status 2 \"$S\" --data \"$D\" --port 0 <&- >&- 2>&-", data).exit == 0);
  CHECK(fs::exists(data / "setup-code"));
  CHECK(fs::file_size(data / "standpipe.db.lock") == 0);
}

TEST_CASE("a password from a file with lines as Windows ends them is the one without that end") {
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  make_data(data);
  REQUIRE(shell(create_ada, data, std::string(password) + "\r\n").exit == 0);
  const ServerProcess server({.data = data});
  CHECK(log_in(server.port()) == 200);
}

TEST_CASE("all that the server makes is its owner's alone, whatever the umask") {
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  const auto before = ::umask(0);
  ServerProcess server({.data = data});
  ::umask(before);
  CHECK(fs::exists(data / "setup-code"));
  for (const auto& entry : fs::directory_iterator(data)) {
    CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  }
  CHECK(server.stop() == 0);
}

TEST_CASE("a file that may not grow fails the command that needs it, and ends no server") {
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  make_data(data);
  REQUIRE(shell(create_ada, data, std::string(password) + '\n').exit == 0);
  ServerProcess server({.data = data});
  const rlimit smallest{1, RLIM_INFINITY};
  REQUIRE(::prlimit(server.pid(), RLIMIT_FSIZE, &smallest, nullptr) == 0);
  CHECK(log_in(server.port()) >= 500);
  CHECK(http(server.port(), "GET", "/healthz").status == 200);
}

TEST_CASE("root asks a running server of another user, and leaves alone the data of one that is stopped") {
  if (::geteuid() != 0) return;
  constexpr uid_t somebody = 65534;
  const TemporaryFolder folder;
  const auto data = folder.path() / "d";
  ServerProcess server({.data = data});
  for (const auto& entry : fs::directory_iterator(data)) REQUIRE(::chown(entry.path().c_str(), somebody, somebody) == 0);
  REQUIRE(::chown(data.c_str(), somebody, somebody) == 0);
  CHECK(shell(create_ada, data, std::string(password) + '\n').exit == 0);
  REQUIRE(server.stop() == 0);
  for (const auto* name : {"standpipe.db.lock", "standpipe.db.reserve"}) fs::remove(data / name);
  const auto refused = shell("\"$S\" admin reset-password --email ada@example.org --data \"$D\"", data, "another long one\n");
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "runuser -u "));
  CHECK_FALSE(fs::exists(data / "standpipe.db.lock"));
  CHECK_FALSE(fs::exists(data / "standpipe.db.reserve"));
}
