#include "client-cli/terminal/layout.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "client-cli/terminal/clusters.hpp"

namespace standpipe::client {

namespace {

/// How many bytes of a word fit into the room that is left on a line; at least one cluster.
std::size_t fitting(std::string_view word, std::size_t room) {
  const auto fits = terminal::fitting(word, static_cast<int>(room)).size();
  return fits > 0 ? fits : terminal::next_cluster(word).bytes.size();
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
    if (first) gap = gap.substr(0, std::min(gap.size(), width / 2));
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
  return static_cast<std::size_t>(terminal::columns_of(text));
}

std::string_view tail_of(std::string_view text, std::size_t width) {
  for (std::size_t total = columns(text); total > width;) total -= static_cast<std::size_t>(terminal::next_cluster(text).columns);
  return text;
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
