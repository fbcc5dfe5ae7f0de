#pragma once

#include <termios.h>

#include <array>
#include <functional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "client-cli/line_editor.hpp"

namespace standpipe::client {

/// Standard input by lines. Where it is a terminal, what others say is printed above the line that is being typed, and the
/// terminal gets its modes back at the end; unless the terminal is to edit the line itself. One thread: that of the io_context.
class TypedLines {
 public:
  struct Handlers {
    std::function<void(const std::string&)> on_line;
    std::function<void()> on_end;
  };

  enum class Editing { here, by_terminal };

  TypedLines(boost::asio::io_context& io, Handlers handlers, Editing editing = Editing::here);
  ~TypedLines();
  TypedLines(const TypedLines&) = delete;
  TypedLines& operator=(const TypedLines&) = delete;

  /// Begins to read; what is typed before that waits in the terminal or the pipe.
  void start();
  void stop();
  /// After the process was stopped and goes on (SIGCONT): the terminal has other modes by then.
  void resume();
  /// A text on standard output. Throws Failure where it cannot be written.
  void print(const std::string& text);

 private:
  void read();
  void read_file();
  void end();
  void take(std::string_view bytes);
  void draw();
  /// What a terminal shows of the line that is being typed.
  std::string typing() const;

  boost::asio::posix::stream_descriptor input_;
  Handlers handlers_;
  Editing editing_;
  LineEditor editor_;
  std::string rest_;  ///< of a pipe: what came after the last newline
  std::array<char, 4096> buffer_{};
  termios before_{};
  bool terminal_ = false;  ///< it has modes of ours
};

}  // namespace standpipe::client
