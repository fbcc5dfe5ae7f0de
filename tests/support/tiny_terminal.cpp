#include "tests/support/tiny_terminal.hpp"

#include <algorithm>
#include <cstdlib>

#include "client-cli/terminal/clusters.hpp"

namespace standpipe::test {

namespace {

constexpr std::string_view first_strong_isolate = "\xE2\x81\xA8", pop_directional_isolate = "\xE2\x81\xA9";

std::vector<int> numbers_of(std::string_view parameters) {
  std::vector<int> out = {0};
  for (const char c : parameters) {
    if (c == ';') out.push_back(0);
    if (c >= '0' && c <= '9') out.back() = out.back() * 10 + (c - '0');
  }
  return out;
}

}  // namespace

TinyTerminal::TinyTerminal(terminal::Size size, Opinion opinion) : size_(size), opinion_(opinion) {
  cells_.resize(static_cast<std::size_t>(size.columns) * static_cast<std::size_t>(size.rows));
}

void TinyTerminal::write(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t taken = control(bytes);
    if (taken == 0) {
      taken = std::min(
          {bytes.size(), bytes.find_first_of("\x1b\b"), bytes.find(first_strong_isolate), bytes.find(pop_directional_isolate)});
      print(bytes.substr(0, taken));
    }
    bytes.remove_prefix(taken);
  }
}

/// Does what is no text; gives how many bytes that was.
std::size_t TinyTerminal::control(std::string_view bytes) {
  if (bytes.starts_with(first_strong_isolate) || bytes.starts_with(pop_directional_isolate)) {
    attach(bytes.substr(0, 3));
    return 3;
  }
  if (bytes.front() == '\b') {
    move(row_, column_ - 1);
    return 1;
  }
  if (bytes.starts_with("\x1b]8;;")) {
    const std::size_t end = bytes.find("\x1b\\");
    link_ = bytes.substr(5, end - 5);
    return end + 2;
  }
  if (bytes.front() != '\x1b') return 0;
  const std::size_t end = bytes.find_first_not_of("0123456789;?", 2);
  const std::string_view parameters = bytes.substr(2, end - 2);
  const std::vector<int> numbers = numbers_of(parameters);
  const int count = std::max(numbers[0], 1);
  switch (bytes[end]) {
    case 'A':
      move(row_ - count, column_);
      break;
    case 'B':
      move(row_ + count, column_);
      break;
    case 'C':
      move(row_, column_ + count);
      break;
    case 'D':
      move(row_, column_ - count);
      break;
    case 'H':
      move(count - 1, numbers.size() > 1 ? std::max(numbers[1], 1) - 1 : 0);
      break;
    case 'J':
      erase(0, cells_.size());
      break;
    case 'K':
      erase(index(row_, column_), index(row_, 0) + static_cast<std::size_t>(size_.columns));
      break;
    case 'm':
      select(parameters);
      break;
    case 'h':
    case 'l':
      if (parameters == "?25") cursor_shown_ = bytes[end] == 'h';
      break;
    default:
      unknown_ += bytes.substr(0, end + 1);
  }
  return end + 1;
}

void TinyTerminal::move(int row, int column) {
  row_ = std::clamp(row, 0, size_.rows - 1);
  column_ = std::clamp(column, 0, size_.columns - 1);
  last_ = -1;
}

void TinyTerminal::erase(std::size_t from, std::size_t to) {
  // What is erased has the colours of now, of which only the background is seen.
  const std::string seen = background_.empty() ? "" : style();
  if (cells_[from].text.empty() && from > 0) cells_[from - 1].text = " ";
  for (; from < to; ++from) cells_[from] = {" ", seen, ""};
}

void TinyTerminal::print(std::string_view run) {
  while (true) {
    const terminal::Cluster cluster = terminal::next_cluster(run);
    if (cluster.bytes.empty()) return;
    if (cluster.columns == 0) {
      attach(cluster.bytes);
    } else if (!cluster.doubtful || opinion_ == Opinion::same) {
      place(cluster.bytes, cluster.columns);
    } else if (opinion_ == Opinion::other) {
      place(cluster.bytes, 3 - cluster.columns);
    } else {
      place(cluster.bytes, 2);
      const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
      for (auto i = std::count_if(cluster.bytes.begin(), cluster.bytes.end(), begins); i > 1; --i) place("??", 2);
    }
  }
}

void TinyTerminal::place(std::string_view text, int columns) {
  // As VTE does where it does not fit.
  column_ = std::max(std::min(column_, size_.columns - columns), 0);
  if (at(row_, column_).text.empty() && column_ > 0) cells_[index(row_, column_ - 1)].text = " ";
  const int after = column_ + columns;
  if (after < size_.columns && at(row_, after).text.empty()) cells_[index(row_, after)].text = " ";
  std::string seen = style();
  const bool shows = !background_.empty() || attributes_.contains(4) || attributes_.contains(7) || attributes_.contains(9);
  if (text == " " && !shows) seen.clear();
  for (int i = 0; i < columns && column_ + i < size_.columns; ++i) {
    cells_[index(row_, column_ + i)] = {i == 0 ? std::string(text) : std::string(), seen, link_};
  }
  last_ = column_;
  column_ = std::min(after, size_.columns - 1);
}

void TinyTerminal::attach(std::string_view mark) {
  if (last_ >= 0) cells_[index(row_, last_)].text += mark;
}

void TinyTerminal::select(std::string_view parameters) {
  const std::vector<int> numbers = numbers_of(parameters);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const int number = numbers[i];
    if (number == 0) {
      attributes_.clear();
      foreground_.clear();
      background_.clear();
    } else if (number < 10) {
      attributes_.insert(number);
    } else {
      std::string& colour = number < 40 ? foreground_ : background_;
      colour = std::to_string(number);
      if ((number == 38 || number == 48) && i + 2 < numbers.size()) {
        colour += ";5;" + std::to_string(numbers[i + 2]);
        i += 2;
      }
    }
  }
}

std::string TinyTerminal::style() const {
  std::string out;
  for (const int attribute : attributes_) out += std::to_string(attribute) + ';';
  return out + foreground_ + (foreground_.empty() || background_.empty() ? "" : ";") + background_;
}

std::string TinyTerminal::style_of(std::string_view parameters) {
  TinyTerminal terminal({1, 1});
  terminal.select(parameters);
  return terminal.style();
}

}  // namespace standpipe::test
