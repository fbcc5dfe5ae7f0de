#include "client-cli/terminal/tty.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

using namespace standpipe::terminal;

namespace {

/// What a process on a terminal of its own writes; `exit_code` is what it gives.
struct Run {
  std::string output;
  int exit_code = -1;
};

Run on_terminal(const std::function<bool()>& what) {
  Run run;
  int master = -1;
  winsize window{.ws_row = 30, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
  const pid_t child = forkpty(&master, nullptr, nullptr, &window);
  REQUIRE(child >= 0);
  if (child == 0) _exit(what() ? 0 : 1);
  char buffer[4096];
  pollfd readable{.fd = master, .events = POLLIN, .revents = 0};
  while (poll(&readable, 1, 10'000) > 0) {
    const ssize_t size = read(master, buffer, sizeof buffer);
    if (size <= 0) break;
    run.output.append(buffer, static_cast<std::size_t>(size));
  }
  int status = 0;
  waitpid(child, &status, 0);
  close(master);
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  return run;
}

struct State {
  termios modes{};
  int flags = fcntl(STDOUT_FILENO, F_GETFL);

  State() { tcgetattr(STDIN_FILENO, &modes); }
  bool operator==(const State& other) const {
    return modes.c_iflag == other.modes.c_iflag && modes.c_oflag == other.modes.c_oflag && modes.c_lflag == other.modes.c_lflag &&
           modes.c_cflag == other.modes.c_cflag && modes.c_cc[VMIN] == other.modes.c_cc[VMIN] && flags == other.flags;
  }
};

/// The environment with some variables set (or, with "", without them), as long as it lives.
class Environment {
 public:
  explicit Environment(const std::vector<std::pair<std::string, std::string>>& variables) {
    for (const char* name : {"TERM", "COLORTERM", "NO_COLOR", "COLORFGBG"}) {
      const char* value = std::getenv(name);
      before_.emplace_back(name, value != nullptr ? value : "");
      set(name, "");
    }
    for (const auto& [name, value] : variables) set(name, value);
  }
  ~Environment() {
    for (const auto& [name, value] : before_) set(name, value);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  static void set(const std::string& name, const std::string& value) {
    if (value.empty()) {
      unsetenv(name.c_str());
    } else {
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
  std::vector<std::pair<std::string, std::string>> before_;
};

Display display(const std::vector<std::pair<std::string, std::string>>& variables) {
  const Environment environment(variables);
  return display_of_environment();
}

}  // namespace

TEST_CASE("leaving gives the terminal back as it was, as often as it is entered") {
  const Run run = on_terminal([] {
    const State before;
    Tty tty;
    bool well = tty.size() == Size{.columns = 100, .rows = 30};
    for (int i = 0; i < 2; ++i) {
      tty.enter(true);
      const State inside;
      well = well && (inside.modes.c_lflag & (ICANON | ECHO | ISIG)) == 0 && (inside.modes.c_iflag & ICRNL) == 0;
      well = well && (inside.flags & O_NONBLOCK) != 0;
      well = well && tty.write("text\n") == 5;
      tty.leave();
      well = well && State() == before;
    }
    return well;
  });
  CHECK(run.exit_code == 0);
  for (const std::string mode : {"?1049", "?2004", "?1000", "?1006"}) {
    CHECK(run.output.find("\x1b[" + mode + 'h') < run.output.find("text\n"));
    CHECK(run.output.find("\x1b[" + mode + 'l') > run.output.find("text\n"));
    CHECK(run.output.rfind("\x1b[" + mode + 'l') > run.output.rfind("\x1b[" + mode + 'h'));
  }
  for (const std::string mode : {"?25", "?7"})
    CHECK(run.output.rfind("\x1b[" + mode + 'h') > run.output.rfind("\x1b[" + mode + 'l'));
}

TEST_CASE("the destructor leaves, and the mouse is asked for only where it is wanted") {
  const Run run = on_terminal([] {
    const State before;
    {
      Tty tty;
      tty.enter(false);
    }
    return State() == before;
  });
  CHECK(run.exit_code == 0);
  CHECK(run.output.find("\x1b[?1049l") != std::string::npos);
  CHECK(run.output.find("?1000") == std::string::npos);
}

TEST_CASE("writing does not wait for a terminal that takes nothing, nor does leaving for long") {
  const Run run = on_terminal([] {
    Tty tty;
    tty.enter(false);
    tcflow(STDOUT_FILENO, TCOOFF);
    const std::string much(1 << 16, 'x');
    long written = 1;
    for (int i = 0; i < 100 && written > 0; ++i) written = tty.write(much);
    tty.leave();
    tcflow(STDOUT_FILENO, TCOON);
    return written == 0;
  });
  CHECK(run.exit_code == 0);
}

TEST_CASE("what is no terminal is refused") {
  const Run run = on_terminal([] {
    close(STDOUT_FILENO);
    open("/dev/null", O_WRONLY);
    try {
      Tty tty;
    } catch (const std::system_error&) {
      return true;
    }
    return false;
  });
  CHECK(run.exit_code == 0);
}

TEST_CASE("the environment says what the terminal can do") {
  CHECK(display({{"TERM", "xterm-256color"}}).depth == Depth::many);
  CHECK(display({{"TERM", "xterm-256color"}, {"NO_COLOR", "1"}}).depth == Depth::none);
  CHECK(display({{"TERM", "xterm"}, {"COLORTERM", "truecolor"}}).depth == Depth::many);
  CHECK(display({{"TERM", "linux"}}).depth == Depth::sixteen);
  CHECK(display({{"TERM", "vt100"}}).depth == Depth::none);
  CHECK(display({{"TERM", "dumb"}, {"COLORTERM", "truecolor"}}).depth == Depth::none);
  CHECK(display({}).depth == Depth::none);
  CHECK(display({{"TERM", "of-tomorrow"}}).depth == Depth::sixteen);

  CHECK(display({{"TERM", "xterm"}}).links);
  CHECK(display({{"TERM", "tmux-256color"}}).links);
  for (const char* term : {"linux", "screen.xterm-256color", "dumb", ""}) CHECK_FALSE(display({{"TERM", term}}).links);

  CHECK(display({{"TERM", "rxvt"}}).dark);
  CHECK(display({{"TERM", "rxvt"}, {"COLORFGBG", "15;default;0"}}).dark);
  CHECK_FALSE(display({{"TERM", "rxvt"}, {"COLORFGBG", "0;default;15"}}).dark);
  CHECK_FALSE(display({{"TERM", "rxvt"}, {"COLORFGBG", "0;7"}}).dark);
}
