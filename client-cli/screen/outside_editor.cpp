#include "client-cli/screen/outside_editor.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using client::fill;
using client::tr;

namespace {

constexpr int not_found = 127, not_executable = 126;  ///< a shell's

/// "" where nobody has chosen one.
std::string chosen_editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
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
  const std::string chosen = chosen_editor();
  // Debian's choice, where there is one.
  const std::string command = (chosen.empty() ? "$(command -v editor || command -v nano || command -v vi)" : chosen) + " \"$1\"";
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
  return OutsideEditor(chosen, name, pid);
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

std::string OutsideEditor::trouble() const {
  const std::string editor = client::printable_line(command_.empty() ? tr("the editor") : "“" + command_ + "”");
  if (WIFSIGNALED(status_))
    return fill(tr("The text is as it was: {1} was ended by signal {2} ({3})."),
                {editor, std::to_string(WTERMSIG(status_)), ::strsignal(WTERMSIG(status_))});
  const int status = WEXITSTATUS(status_);
  if (status == not_found || status == not_executable)
    return fill(tr("The text is as it was: {1} could not be started (status {2}). Say which editor in EDITOR."),
                {editor, std::to_string(status)});
  if (status != 0) return fill(tr("The text is as it was: {1} ended with status {2}."), {editor, std::to_string(status)});
  return fill(tr("The text is as it was: what {1} left could not be read."), {editor});
}

}  // namespace standpipe::screen
