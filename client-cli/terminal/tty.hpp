#pragma once

#include <termios.h>

#include <string_view>

#include "client-cli/terminal/canvas.hpp"
#include "client-cli/terminal/painter.hpp"

namespace standpipe::terminal {

/// The terminal of the process (its standard input and output) as a full screen: raw mode, alternate screen, bracketed paste and,
/// if asked, the mouse; all of it undone by leave() and by the destructor. Autowrap is off meanwhile, as paint() expects. One per
/// process, one thread. Nothing blocks: see write(); and as standard input may be the same open file as standard output, reading
/// may give EAGAIN, too, while it is entered.
class Tty {
 public:
  /// Throws std::system_error where standard input or output is no terminal.
  Tty();
  ~Tty();
  Tty(const Tty&) = delete;
  Tty& operator=(const Tty&) = delete;

  /// In the background this waits (SIGTTOU stops the process) until the shell brings it to the foreground.
  void enter(bool mouse);
  /// Gives the terminal back as it was (for $EDITOR, Ctrl-Z, the end); also from the background, and where it is gone.
  void leave();
  /// At least 1 by 1; 80 by 24 where the terminal does not know.
  Size size() const;

  /// Writes as much as the terminal takes at once, and gives how many bytes that was; -1 where the terminal is gone.
  long write(std::string_view bytes) const;

 private:
  void write_all(std::string_view bytes) const;

  termios before_{};
  bool raw_ = false;  ///< what was before is known, and to be restored
  bool entered_ = false;
  bool mouse_ = false;
  int output_flags_ = -1;  ///< of the open file, before; -1 where they are not known
};

/// What the environment says of the terminal: NO_COLOR (no-color.org), TERM, COLORTERM, COLORFGBG; terminfo's "colors" where TERM
/// is known. `links` is false for the linux console, screen, Emacs and dumb terminals.
Display display_of_environment();

/// The question for the background colour, whose answer comes as Background; terminals that do not know it keep silent.
inline constexpr std::string_view ask_background = "\x1b]11;?\x1b\\";

}  // namespace standpipe::terminal
