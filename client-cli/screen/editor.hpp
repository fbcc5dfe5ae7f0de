#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::screen {

/// A text of several lines that is being written, with a cursor and undo; moves by what a reader sees as characters. Valid UTF-8
/// at all times, at most `limit` bytes. Pure.
class Editor {
 public:
  explicit Editor(std::size_t limit = 16 * 1024) : limit_(limit) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t cursor() const { return cursor_; }  ///< in bytes; always between two clusters
  /// Another text, cursor at its end. What was before can be undone to.
  void set(std::string text);
  /// Another text that has no past: a draft that is opened.
  void reset(std::string text = {});

  /// Inserts what was typed or pasted: CR LF and CR become LF, other control characters are dropped. False where not all fits:
  /// then nothing is inserted.
  bool insert(std::string_view text);
  void erase_back();  ///< the cluster before the cursor
  void erase_forward();
  void erase_word_back();
  void erase_word_forward();
  void erase_to_start();  ///< of the line
  void erase_to_end();
  /// What was erased last by a word or line, again (readline's yank).
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

  /// One step back or forth; typing in one go is one step.
  void undo();
  void redo();

  /// Replaces bytes [from, cursor) by a text: what a completion does.
  void complete(std::size_t from, std::string_view with);

  /// The text as lines of at most `width` columns, broken between words, and where the cursor is in them.
  struct Shown {
    std::vector<std::string> lines;  ///< at least one
    int row = 0;
    int column = 0;
  };
  Shown shown(int width) const;

 private:
  struct State {
    std::string text;
    std::size_t cursor = 0;
  };
  enum class Act { other, typing, erasing };
  struct Row {
    std::size_t from;
    std::size_t to;
  };
  void keep(Act act);
  std::vector<Row> rows(int width) const;

  std::string text_;
  std::size_t cursor_ = 0;
  std::size_t limit_;
  std::string erased_;
  std::vector<State> past_;
  std::vector<State> future_;
  Act last_ = Act::other;
  int wanted_column_ = -1;
};

}  // namespace standpipe::screen
