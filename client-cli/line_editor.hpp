#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::client {

/// The line that is being typed in a terminal without echo: takes bytes, gives whole lines. Backspace takes a character back,
/// Ctrl-W a word, Ctrl-U all; Ctrl-D on an empty line ends the input. Arrow and function keys do nothing. Pure.
class LineEditor {
 public:
  /// Lines that are complete with these bytes.
  std::vector<std::string> feed(std::string_view bytes);
  bool at_end() const { return at_end_; }
  /// What to show of the present line: the prompt, and as much of its end as fits.
  std::string shown(std::size_t width) const;

 private:
  void take(char byte, std::vector<std::string>& lines);
  void erase_character();
  void erase_word();

  enum class Escape { none, begun, in_sequence };
  std::string text_;
  Escape escape_ = Escape::none;
  bool at_end_ = false;
};

}  // namespace standpipe::client
