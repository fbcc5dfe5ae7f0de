#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::screen {

/// What can be written in one go; more than a message may have, so that a text that is too long can be shortened.
inline constexpr std::size_t longest_written = 64 * 1024;

/// A text of several lines that is being written, with a cursor and undo; moves by what a reader sees as characters. Valid UTF-8
/// at all times, at most `limit` bytes. Pure.
class Editor {
 public:
  explicit Editor(std::size_t limit = 16 * 1024) : limit_(limit) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t cursor() const { return cursor_; }  ///< in bytes; always between two clusters
  /// Another text, cursor at its end, cut where it does not fit. What was before can be undone to.
  void set(std::string text);
  /// Another text that has no past: a draft that is opened.
  void reset(std::string text = {});

  /// Inserts what was typed or pasted: CR LF and CR become LF, a tab four spaces; what a terminal must not print or no server
  /// takes is dropped. False where not all fits: then nothing is inserted.
  bool insert(std::string_view text);
  void erase_back();  ///< the cluster before the cursor
  void erase_forward();
  void erase_word_back();
  void erase_word_forward();
  void erase_to_start();  ///< of the line
  void erase_to_end();
  /// What was erased last by words or lines, all in one go, again (readline's yank).
  void yank();

  void left();
  void right();
  void word_left();
  void word_right();
  void home();  ///< of the line
  void end();
  void start_of_text();
  void end_of_text();
  /// A line up or down as it is shown at this width, keeping the column; false at the first or last one.
  bool up(int width);
  bool down(int width);

  /// One step back or forth; a word typed in one go, with what follows it up to the next, is one step. The newest 200 are kept.
  void undo();
  void redo();

  /// Replaces bytes [from, cursor) by a text: what a completion does.
  void complete(std::size_t from, std::string_view with);

  /// The text as lines of at most `width` columns (2 or more), broken between words, and where the cursor is in them. Spaces
  /// stay; after a line that is full the cursor is at the start of one more.
  struct Shown {
    std::vector<std::string> lines;  ///< at least one
    int row = 0;
    int column = 0;
  };
  Shown shown(int width) const;

 private:
  /// What the last step was, so that the next one of its kind can join it.
  enum class Act { other, typing, erasing_back, erasing_forward };
  /// Bytes that were put in place of others: enough to go back, and forth again.
  struct Step {
    std::size_t at = 0;
    std::string before;
    std::string after;
    std::size_t cursor_before = 0;
    std::size_t cursor_after = 0;
  };
  struct Row {
    std::size_t from;
    std::size_t to;
  };
  enum class Side { before, after };

  bool replace(std::size_t from, std::size_t to, std::string_view with, Act act = Act::other);
  void keep(Step step, Act act);
  void swap(std::size_t at, std::size_t size, std::string_view with, std::size_t cursor);
  void cut(std::size_t from, std::size_t to, Side side);
  bool begins_word(std::string_view typed) const;
  void go(std::size_t position);
  bool go_by_rows(int width, int by);

  std::size_t line_start(std::size_t position) const;
  std::size_t line_end(std::size_t position) const;
  std::size_t next(std::size_t position) const;
  std::size_t previous(std::size_t position) const;
  std::size_t boundary_from(std::size_t position) const;
  bool is_word(std::size_t position) const;
  std::size_t word_start() const;
  std::size_t word_end() const;
  std::vector<Row> rows(int width) const;
  void add_rows(std::vector<Row>& rows, std::size_t from, std::size_t to, int width) const;
  int column(std::size_t from, std::size_t to) const;

  std::string text_;
  std::size_t cursor_ = 0;
  std::size_t limit_;
  std::string erased_;
  bool cutting_ = false;  ///< the last thing done was to erase a word or line: the next one adds to it
  std::vector<Step> past_;
  std::vector<Step> future_;
  Act last_ = Act::other;
  int wanted_column_ = -1;
};

}  // namespace standpipe::screen
