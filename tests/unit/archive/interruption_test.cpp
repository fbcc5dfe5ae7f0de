#include "server/ops/interruption.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <utility>

#include "server/ops/export.hpp"
#include "tests/unit/store/disk_store.hpp"

using namespace standpipe::test;  // NOLINT
namespace ops = standpipe::ops;

namespace {

/// A process that exports to a pipe of which only the first bytes are read.
class Export {
 public:
  explicit Export(const std::string& database) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    std::fflush(nullptr);  // or the child may write it again
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(pipe[1], STDOUT_FILENO);
      ::close(pipe[0]);
      ::close(pipe[1]);
      for (const int one : {SIGINT, SIGTERM, SIGPIPE}) ::signal(one, SIG_DFL);
      ::signal(SIGHUP, SIG_IGN);
      ::_exit(ops::export_community(database, "-").has_value() ? 0 : 1);
    }
    ::close(pipe[1]);
    out_ = pipe[0];
    char first = 0;
    REQUIRE(::read(out_, &first, 1) == 1);
  }
  ~Export() { close(); }

  void close() { ::close(std::exchange(out_, -1)); }
  void send(int signal) const { ::kill(child_, signal); }
  /// Its exit code, or 128 and the signal that ended it.
  int end() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  int out_ = -1;
};

std::size_t unfinished_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    count += entry.path().filename().string().starts_with("standpipe-unfinished-");
  }
  return count;
}

}  // namespace

TEST_CASE("an export that is interrupted, or that nobody reads to its end, leaves nothing behind") {
  Community c;
  DiskStore disk;
  const auto ana = c.join("Ana");
  for (int i = 0; i < 400; ++i) c.post(ana, std::string(5000, 'a'));
  disk.copy(c);
  disk.close();
  Export process(disk.path());
  CHECK(unfinished_in(disk.folder) == 1);
  SUBCASE("SIGINT") {
    process.send(SIGINT);
    CHECK(process.end() == 128 + SIGINT);
  }
  SUBCASE("SIGTERM, after a SIGHUP that it was told to ignore") {
    process.send(SIGHUP);
    ::usleep(20'000);
    process.send(SIGTERM);
    CHECK(process.end() == 128 + SIGTERM);
  }
  SUBCASE("a closed pipe") {
    process.close();
    CHECK(process.end() == 1);
  }
  CHECK(unfinished_in(disk.folder) == 0);
}

TEST_CASE("after it signals are what they were") {
  {
    const ops::Interruption interruption([] {});
    struct sigaction now = {};
    ::sigaction(SIGPIPE, nullptr, &now);
    CHECK((now.sa_handler == SIG_IGN));
  }
  struct sigaction now = {};
  ::sigaction(SIGPIPE, nullptr, &now);
  CHECK((now.sa_handler == SIG_DFL));
  sigset_t blocked;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  CHECK_FALSE(sigismember(&blocked, SIGTERM));
}
