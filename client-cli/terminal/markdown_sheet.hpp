#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

/// The lines of a text as they are written one block after the other, each behind the bars and bullets of the quotes and lists
/// that it is in. Six levels are shown, and no more than leave eight columns of text; deeper ones have their bullets in the text.
class Sheet {
 public:
  Sheet(int width, bool plain) : plain_(plain), room_(width) {}

  void open_quote();
  /// A tight list has no empty lines between its items. `first`: the number of its first item, nothing for bullets.
  void open_list(bool tight, std::optional<std::uint64_t> first);
  void open_item();
  void close();

  /// Columns that a line may have here.
  int room() const { return room_; }
  bool plain() const { return plain_; }
  /// A block of lines, each at most room() wide. An empty line sets it off from the one before.
  void add(std::vector<Line> block);
  /// A block of text, broken where it is too wide and where it has line_break.
  void add_text(std::vector<Span> text);

  std::vector<Line> take() { return std::move(lines_); }

 private:
  struct Level {
    bool tight = false;
    bool is_item = false;
    bool shown = false;
    std::optional<std::uint64_t> next = {};
    std::size_t lines_before = 0;
  };
  struct Indent {
    Span first;
    Span rest;
    int columns = 0;
    bool fresh = true;  ///< no line has it yet
  };

  bool indent(Span first, Span rest);
  void put(Line line);
  void put_gap();
  void settle();

  bool plain_;
  int room_;
  bool gap_ = false;
  std::vector<Line> lines_;
  std::vector<Level> levels_;
  std::vector<Indent> indents_;  ///< of the levels that are shown
  std::string bullets_;          ///< of those that are not, for the next text
};

}  // namespace standpipe::terminal
