#include "server/ops/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace standpipe::ops {

namespace {

std::optional<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();  // of a file from Windows
  return line;
}

/// Keeps what is typed from being shown.
class Unseen {
 public:
  Unseen() {
    ::tcgetattr(STDIN_FILENO, &before_);
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Unseen() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
};

}  // namespace

std::optional<std::string> read_new_password() {
  if (!::isatty(STDIN_FILENO)) return read_line();
  const Unseen unseen;
  std::cerr << "New password: " << std::flush;
  auto first = read_line();
  std::cerr << "\nAgain: " << std::flush;
  const auto second = read_line();
  std::cerr << '\n';
  if (first != second) return std::nullopt;
  return first;
}

}  // namespace standpipe::ops
