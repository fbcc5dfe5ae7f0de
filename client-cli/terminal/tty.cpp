#include "client-cli/terminal/tty.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace standpipe::terminal {

namespace {

/// How long the terminal may take to take a few bytes, in milliseconds: one that is stopped (Ctrl-S, a dead line) must not keep
/// us.
constexpr int patience = 500;
constexpr int most_columns = 1000, most_rows = 1000;

/// While it lives, a process in the background may set the terminal's modes.
class WithoutTtou {
 public:
  WithoutTtou() {
    sigset_t ttou;
    sigemptyset(&ttou);
    sigaddset(&ttou, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &ttou, &before_);
  }
  ~WithoutTtou() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  WithoutTtou(const WithoutTtou&) = delete;
  WithoutTtou& operator=(const WithoutTtou&) = delete;

 private:
  sigset_t before_{};
};

/// A failure leaves the modes as they are: where the terminal is gone there is nothing to set.
void set_modes(const termios& modes) {
  while (tcsetattr(STDIN_FILENO, TCSANOW, &modes) < 0 && errno == EINTR) {
  }
}

}  // namespace

Tty::Tty() {
  for (const int file : {STDIN_FILENO, STDOUT_FILENO}) {
    if (isatty(file) != 0) continue;
    throw std::system_error(errno, std::generic_category(), file == STDIN_FILENO ? "standard input" : "standard output");
  }
}

Tty::~Tty() {
  leave();
}

void Tty::enter(bool mouse) {
  if (entered_) return;
  entered_ = true;
  mouse_ = mouse;
  if (tcgetattr(STDIN_FILENO, &before_) == 0) {
    termios raw = before_;
    // Keys as they are pressed, also Ctrl-C, Ctrl-S and Enter (CR); output as it is written.
    raw.c_iflag &= ~static_cast<tcflag_t>(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    raw.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cflag &= ~static_cast<tcflag_t>(CSIZE | PARENB);
    raw.c_cflag |= CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    set_modes(raw);
    raw_ = true;
  }
  output_flags_ = fcntl(STDOUT_FILENO, F_GETFL);
  if (output_flags_ >= 0) fcntl(STDOUT_FILENO, F_SETFL, output_flags_ | O_NONBLOCK);
  std::string begin = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h";
  if (mouse_) begin += "\x1b[?1000h\x1b[?1006h";
  write_all(begin);
}

void Tty::leave() {
  if (!entered_) return;
  entered_ = false;
  const WithoutTtou guard;
  // Whatever was being written: ST ends a sequence that was not whole, and does nothing else.
  std::string end = "\x1b\\\x1b[?2026l\x1b[m";
  if (mouse_) end += "\x1b[?1006l\x1b[?1000l";
  end += "\x1b[?2004l\x1b[?25h\x1b[?7h\x1b[?1049l";
  write_all(end);
  if (output_flags_ >= 0) fcntl(STDOUT_FILENO, F_SETFL, output_flags_);
  if (raw_) set_modes(before_);
  raw_ = false;
}

Size Tty::size() const {
  winsize window{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) < 0 || window.ws_col == 0 || window.ws_row == 0) return {};
  return {.columns = std::min<int>(window.ws_col, most_columns), .rows = std::min<int>(window.ws_row, most_rows)};
}

long Tty::write(std::string_view bytes) const {
  if (bytes.empty()) return 0;
  while (true) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written >= 0) return written;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    if (errno != EINTR) return -1;
  }
}

void Tty::write_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const long written = write(bytes);
    if (written < 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    if (bytes.empty()) return;
    pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
    const int ready = poll(&output, 1, patience);
    if (ready == 0 || (ready < 0 && errno != EINTR)) return;
  }
}

}  // namespace standpipe::terminal
