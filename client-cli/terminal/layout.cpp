#include "client-cli/terminal/layout.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <cwchar>

#include "protocol/text.hpp"

namespace standpipe::client {

namespace {

/// wcwidth() asks the locale, and only one of UTF-8 knows.
std::size_t columns_of(char32_t c) {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (c < 0x7F || utf8 == nullptr) return 1;
  const locale_t before = ::uselocale(utf8);
  const int width = ::wcwidth(static_cast<wchar_t>(c));
  ::uselocale(before);
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

/// Calls each(code point's bytes, its columns) until that is false. A byte that begins no code point takes a column.
template <class Each>
void each_code_point(std::string_view text, Each each) {
  while (!text.empty()) {
    const std::string_view from = text;
    const auto c = protocol::next_code_point(text);
    if (!c) text.remove_prefix(1);
    if (!each(from.substr(0, from.size() - text.size()), c ? columns_of(*c) : 1)) return;
  }
}

/// How many bytes of a word fit into the room that is left on a line; at least one code point.
std::size_t fitting(std::string_view word, std::size_t room) {
  std::size_t bytes = 0, used = 0;
  each_code_point(word, [&](std::string_view point, std::size_t width) {
    if (bytes > 0 && used + width > room) return false;
    bytes += point.size();
    used += width;
    return true;
  });
  return bytes;
}

void wrap_line(std::string& out, std::string_view line, std::size_t width, std::size_t hang) {
  std::size_t used = 0;
  std::string_view gap;
  while (!line.empty()) {
    const auto word_at = std::min(line.find_first_not_of(' '), line.size());
    gap = line.substr(0, word_at);
    line.remove_prefix(word_at);
    std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    const bool first = used == 0;
    if (!first && used + gap.size() + columns(word) > width) {
      out.append("\n").append(hang, ' ');
      used = hang;
      gap = {};
    }
    out.append(gap);
    used += gap.size();
    while (used + columns(word) > width && !word.empty()) {  // wider than a whole line
      const auto bytes = fitting(word, width > used ? width - used : 0);
      out.append(word.substr(0, bytes));
      word.remove_prefix(bytes);
      if (word.empty()) break;
      out.append("\n").append(hang, ' ');
      used = hang;
    }
    out.append(word);
    used += columns(word);
  }
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t total = 0;
  each_code_point(text, [&](std::string_view, std::size_t width) {
    total += width;
    return true;
  });
  return total;
}

std::string_view tail_of(std::string_view text, std::size_t width) {
  std::size_t total = columns(text);
  std::size_t cut = 0;
  each_code_point(text, [&](std::string_view point, std::size_t point_width) {
    if (total <= width) return false;
    total -= point_width;
    cut += point.size();
    return true;
  });
  return text.substr(cut);
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t hang) {
  if (width == 0) return std::string(text);
  if (width < hang + 10) hang = 0;
  std::string out;
  for (bool first = true;; first = false) {
    const auto end = text.find('\n');
    if (!first) out += '\n';
    wrap_line(out, text.substr(0, end), width, hang);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::size_t output_width() {
  if (const char* set = std::getenv("COLUMNS")) {
    const auto width = std::strtoul(set, nullptr, 10);
    if (width >= 20 && width <= 1000) return width;
  }
  winsize size{};
  if (!::isatty(STDOUT_FILENO) || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col >= 20 ? size.ws_col : 80;
}

}  // namespace standpipe::client
