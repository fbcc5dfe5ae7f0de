#pragma once

#include <termios.h>

#include <string_view>

#include "client-cli/terminal/canvas.hpp"
#include "client-cli/terminal/painter.hpp"

namespace standpipe::terminal {

/// The terminal of the process (its standard input and output) as a full screen: raw mode, alternate screen, bracketed paste and,
/// if asked, the mouse; all of it undone by leave() and by the destructor. One per process, one thread. Writing does not block:
/// see write().
class Tty {
 public:
  /// Throws std::system_error where standard input or output is no terminal.
  Tty();
  ~Tty();
  Tty(const Tty&) = delete;
  Tty& operator=(const Tty&) = delete;

  void enter(bool mouse);
  /// Gives the terminal back as it was (for $EDITOR, Ctrl-Z, the end).
  void leave();
  Size size() const;

  /// Writes as much as the terminal takes at once, and gives how many bytes that was; -1 where the terminal is gone.
  long write(std::string_view bytes) const;

 private:
  termios before_{};
  bool entered_ = false;
  bool mouse_ = false;
  int input_flags_ = 0;
  int output_flags_ = 0;
};

/// What the environment says of the terminal: NO_COLOR (no-color.org), TERM, COLORTERM, COLORFGBG; terminfo's "colors" where TERM
/// is known. `links` is false for the linux console, screen and dumb terminals.
Display display_of_environment();

/// The question for the background colour, whose answer comes as Background; terminals that do not know it keep silent.
inline constexpr std::string_view ask_background = "\x1b]11;?\x1b\\";

}  // namespace standpipe::terminal
