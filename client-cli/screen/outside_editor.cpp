#include "client-cli/screen/outside_editor.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace standpipe::screen {

namespace {

std::string editor_command() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  // Debian's choice, where there is one.
  return "$(command -v editor || command -v nano || command -v vi)";
}

}  // namespace

std::optional<OutsideEditor> OutsideEditor::start(const std::string& text, const std::function<void()>& before) {
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "standpipe-XXXXXX.md").string();
  const int fd = ::mkstemps(name.data(), 3);
  if (fd < 0) return std::nullopt;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  if (!written) {
    ::unlink(name.c_str());
    return std::nullopt;
  }
  const std::string command = editor_command() + " \"$1\"";
  before();
  const pid_t pid = ::fork();
  if (pid == 0) {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), "sh", name.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  if (pid < 0) {
    ::unlink(name.c_str());
    return std::nullopt;
  }
  return OutsideEditor(name, pid);
}

bool OutsideEditor::is_over() {
  return ::waitpid(pid_, &status_, WNOHANG) == pid_;
}

std::optional<std::string> OutsideEditor::text() {
  std::optional<std::string> text;
  if (WIFEXITED(status_) && WEXITSTATUS(status_) == 0) {
    std::ifstream in(file_, std::ios::binary);
    if (in) text = std::string(std::istreambuf_iterator<char>(in), {});
    // Editors end a file with a newline that nobody typed.
    while (text && !text->empty() && text->back() == '\n') text->pop_back();
  }
  ::unlink(file_.c_str());
  return text;
}

}  // namespace standpipe::screen
