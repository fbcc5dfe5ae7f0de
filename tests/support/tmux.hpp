#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/server_process.hpp"

namespace standpipe::test {

/// A terminal with one program in it, as a person at a screen has it: what is typed goes through a real pseudo-terminal, and what
/// is seen is what a terminal made of the program's bytes. A tmux server of its own, without anybody's configuration; gone at the
/// end, with the program. Throws std::runtime_error where tmux refuses.
class Tmux {
 public:
  Tmux(int columns, int rows);
  ~Tmux();
  Tmux(const Tmux&) = delete;
  Tmux& operator=(const Tmux&) = delete;

  /// Starts the program; the words after it are its arguments. The environment comes on top of the test's own; TERM is what the
  /// terminal is, the locale C.UTF-8.
  void start(const std::vector<std::string>& words, std::map<std::string, std::string> environment = {});

  /// Types the text, letter by letter.
  void type(const std::string& text);
  /// Presses keys by tmux's names: Enter, Escape, C-x, M-a, S-Up, F1, PageUp, BSpace.
  void press(const std::vector<std::string>& keys);
  void press(const std::string& key) { press(std::vector{key}); }
  /// Pastes the text; bracketed where the program has asked for that.
  void paste(const std::string& text);
  void resize(int columns, int rows);

  /// What is to be seen, row by row, without spaces at the rows' ends.
  std::string screen() const;
  /// The same with the escape sequences that make its colours.
  std::string screen_with_looks() const;
  /// What the program asked of the terminal: "1" or "0", or a text, as tmux's format variables say it: alternate_on,
  /// cursor_x, cursor_y, cursor_flag, mouse_any_flag, pane_title, pane_width, pane_height.
  std::string state(const std::string& variable) const;
  /// Waits until the screen has the text; false after 20 s.
  bool shows(const std::string& text) const;
  /// Waits until the screen does not have the text any more; false after 20 s.
  bool hides(const std::string& text) const;
  /// All bytes that the program has written.
  std::string raw() const;

  /// Of the program.
  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// SIGKILL, and waits until it is gone.
  void kill();
  /// Waits for the program's end: its exit code, 128 and the signal's number where one ended it; -1 after 20 s.
  int exit_code() const;

 private:
  std::string tmux(std::vector<std::string> words, const std::string& input = {}) const;

  TemporaryFolder folder_;
  std::map<std::string, std::string> environment_;
  int columns_, rows_;
  pid_t pid_ = -1;
};

}  // namespace standpipe::test
