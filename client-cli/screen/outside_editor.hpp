#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace standpipe::screen {

/// $VISUAL or $EDITOR (else editor, nano or vi) on a text in a file for the user's eyes only, while the program goes on.
class OutsideEditor {
 public:
  /// `before`: what is to be done right before the editor gets the terminal. Nothing where it cannot be started.
  static std::optional<OutsideEditor> start(const std::string& text, const std::function<void()>& before);

  /// After SIGCHLD: whether it has ended.
  bool is_over();
  /// What it left; nothing where it ended with an error. Removes the file.
  std::optional<std::string> text();
  /// Where it ended with an error: which editor, and how.
  std::string trouble() const;

 private:
  OutsideEditor(std::string command, std::filesystem::path file, pid_t pid)
      : command_(std::move(command)), file_(std::move(file)), pid_(pid) {}

  std::string command_;  ///< "" where nobody has chosen one
  std::filesystem::path file_;
  pid_t pid_;
  int status_ = 0;
};

}  // namespace standpipe::screen
