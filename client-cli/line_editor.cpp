#include "client-cli/line_editor.hpp"

#include <cstdint>

#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/safe_text.hpp"

namespace standpipe::client {

namespace {

constexpr std::string_view prompt = "> ";
constexpr char ctrl_d = 4, backspace = 8, ctrl_u = 21, ctrl_w = 23, escape = 27, del = 127;

}  // namespace

std::vector<std::string> LineEditor::feed(std::string_view bytes) {
  std::vector<std::string> lines;
  for (const char byte : bytes) take(byte, lines);
  return lines;
}

void LineEditor::take(char byte, std::vector<std::string>& lines) {
  if (escape_ == Escape::begun) {
    escape_ = byte == '[' || byte == 'O' ? Escape::in_sequence : Escape::none;
    return;
  }
  if (escape_ == Escape::in_sequence) {
    if (byte >= '@' && byte <= '~') escape_ = Escape::none;
    return;
  }
  switch (byte) {
    case '\n':
    case '\r':
      lines.push_back(std::move(text_));
      text_.clear();
      break;
    case ctrl_d:
      if (text_.empty()) at_end_ = true;
      break;
    case ctrl_u:
      text_.clear();
      break;
    case ctrl_w:
      erase_word();
      break;
    case backspace:
    case del:
      erase_character();
      break;
    case escape:
      escape_ = Escape::begun;
      break;
    case '\t':
      text_ += ' ';
      break;
    default:
      if (static_cast<std::uint8_t>(byte) >= 0x20) text_ += byte;
  }
}

void LineEditor::erase_character() {
  while (!text_.empty()) {
    const auto last = static_cast<std::uint8_t>(text_.back());
    text_.pop_back();
    if ((last & 0xC0) != 0x80) return;  // it was the first byte of a character
  }
}

void LineEditor::erase_word() {
  while (!text_.empty() && text_.back() == ' ') text_.pop_back();
  while (!text_.empty() && text_.back() != ' ') text_.pop_back();
}

std::string LineEditor::shown(std::size_t width) const {
  const std::string safe = printable_line(text_);
  const std::size_t room = width > prompt.size() + 1 ? width - prompt.size() - 1 : 1;
  return std::string(prompt) + std::string(tail_of(safe, room));
}

}  // namespace standpipe::client
