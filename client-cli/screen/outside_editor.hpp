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

 private:
  OutsideEditor(std::filesystem::path file, pid_t pid) : file_(std::move(file)), pid_(pid) {}

  std::filesystem::path file_;
  pid_t pid_;
  int status_ = 0;
};

}  // namespace standpipe::screen
