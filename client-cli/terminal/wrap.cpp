#include "client-cli/terminal/wrap.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "client-cli/terminal/clusters.hpp"

namespace standpipe::terminal {

namespace {

/// A part of a span's text: a word or a piece of one, or spaces.
struct Piece {
  const Span* span;
  std::string_view text;
};

/// Only where the seam cannot make one cluster of two.
bool may_join(std::string_view before, std::string_view after) {
  return before.ends_with(' ') || static_cast<unsigned char>(after.front()) < 0x80;
}

class Wrapper {
 public:
  Wrapper(int width, int hang) : width_(std::max(1, width)), hang_(std::clamp(hang, 0, width_ / 2)) {}

  void add(const Span& span) {
    for (std::string_view rest = span.text; !rest.empty();) {
      const bool is_space = rest.front() == ' ';
      const auto end = std::min(is_space ? rest.find_first_not_of(' ') : rest.find(' '), rest.size());
      const Piece piece{&span, rest.substr(0, end)};
      if (is_space) {
        end_word();
        gap_.push_back(piece);
        gap_columns_ += static_cast<int>(end);
      } else {
        word_.push_back(piece);
        word_columns_ += columns_of(piece.text);
      }
      rest.remove_prefix(end);
    }
  }

  std::vector<Line> finish() {
    end_word();
    if (used_ + gap_columns_ <= width_) put_gap(gap_columns_);
    lines_.push_back(std::move(line_));
    return std::move(lines_);
  }

 private:
  void end_word() {
    if (word_.empty()) return;
    if (!fresh_ && used_ + gap_columns_ + word_columns_ > width_) {
      break_line();
      gap_.clear();
    }
    put_gap(std::min(gap_columns_, std::max(0, width_ - used_ - word_columns_)));
    for (const Piece& piece : word_) put_word(piece);
    word_.clear();
    word_columns_ = 0;
  }

  void put_gap(int columns) {
    for (const Piece& piece : gap_) {
      const auto part = piece.text.substr(0, static_cast<std::size_t>(columns));
      put(*piece.span, part, static_cast<int>(part.size()));
      columns -= static_cast<int>(part.size());
    }
    gap_.clear();
    gap_columns_ = 0;
  }

  void put_word(Piece piece) {
    while (!piece.text.empty()) {
      const auto part = fitting(piece.text, width_ - used_);
      if (!part.empty()) {
        put(*piece.span, part, columns_of(part));
        piece.text.remove_prefix(part.size());
      } else if (!fresh_) {
        break_line();
      } else {  // two columns where there is but one
        next_cluster(piece.text);
        put(*piece.span, "…", 1);
      }
    }
  }

  void put(const Span& span, std::string_view text, int columns) {
    if (text.empty()) return;
    used_ += columns;
    fresh_ = false;
    if (!line_.empty()) {
      Span& last = line_.back();
      if (last.look == span.look && last.link == span.link && may_join(last.text, text)) {
        last.text += text;
        return;
      }
    }
    line_.push_back({std::string(text), span.look, span.link});
  }

  void break_line() {
    lines_.push_back(std::move(line_));
    line_.clear();
    if (hang_ > 0) line_.push_back({std::string(static_cast<std::size_t>(hang_), ' ')});
    used_ = hang_;
    fresh_ = true;
  }

  int width_;
  int hang_;
  std::vector<Line> lines_;
  Line line_;
  int used_ = 0;
  bool fresh_ = true;  ///< nothing is on the line but what it hangs by
  std::vector<Piece> gap_;
  int gap_columns_ = 0;
  std::vector<Piece> word_;
  int word_columns_ = 0;
};

}  // namespace

int columns_of(const Line& line) {
  int total = 0;
  for (const Span& span : line) total += columns_of(std::string_view(span.text));
  return total;
}

std::vector<Line> wrap(const Line& line, int width, int hang) {
  Wrapper wrapper(width, hang);
  for (const Span& span : line) wrapper.add(span);
  return wrapper.finish();
}

Line shortened(const Line& line, int columns) {
  if (columns <= 0) return {};
  if (columns_of(line) <= columns) return line;
  Line out;
  int left = columns - 1;
  for (const Span& span : line) {
    const auto part = fitting(span.text, left);
    left -= columns_of(part);
    out.push_back({std::string(part), span.look, span.link});
    if (part.size() == span.text.size()) continue;
    out.back().text += "…";
    break;
  }
  return out;
}

}  // namespace standpipe::terminal
