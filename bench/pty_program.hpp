#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "tests/support/tiny_terminal.hpp"

namespace standpipe::bench {

using Clock = std::chrono::steady_clock;

/// What a process holds, in kB, as /proc tells it.
struct Memory {
  long resident = 0;      ///< VmRSS
  long most = 0;          ///< VmHWM
  long proportional = 0;  ///< Pss: what it shares is divided among those who share it
  long libraries = 0;     ///< resident pages of shared libraries, those written to included
  long program = 0;       ///< of the program's own file
  long other = 0;         ///< heap, stack
};

/// A program in a pseudo-terminal of its own, with what it has put on the screen. Killed at the end.
class PtyProgram {
 public:
  PtyProgram(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment);
  ~PtyProgram();
  PtyProgram(const PtyProgram&) = delete;
  PtyProgram& operator=(const PtyProgram&) = delete;

  void type(std::string_view bytes) const;
  /// Takes what the program writes until the test is true, and gives the milliseconds since then. Throws where it takes longer
  /// than 20 s, or the program ends.
  double ms_until(Clock::time_point since, const std::function<bool()>& test);
  double ms_until_shown(Clock::time_point since, std::string_view text);
  /// Until it has ended.
  double ms_until_end(Clock::time_point since);
  /// Takes what it writes for so long.
  void watch(std::chrono::milliseconds time);

  bool shows(std::string_view text) const;
  /// The row that the cursor is in, without spaces at its end.
  std::string cursor_row() const { return row(terminal_.cursor().first); }
  std::string screen() const;
  bool has_written() const { return written_; }

  Memory memory() const;
  /// What all its threads have used of the processor, in milliseconds.
  double cpu_ms() const;

 private:
  std::string row(int row) const;
  /// Takes what comes within the time; false at its end.
  bool take(std::chrono::milliseconds time);
  void show();

  test::TinyTerminal terminal_;
  std::string bytes_;  ///< a sequence that is not whole yet
  pid_t pid_ = -1;
  int master_ = -1;
  bool written_ = false;
};

}  // namespace standpipe::bench
