#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::screen {

/// What a key can do. Each has a name, by which it is bound in the settings and found in the palette.
// clang-format off
enum class Action {
  // everywhere
  help, palette, go_to, quit, suspend, redraw, back, focus_next, focus_previous, next_unread, next_mention, next_room,
  previous_room, room_1, room_2, room_3, room_4, room_5, room_6, room_7, room_8, room_9, notifications, search, toggle_members, toggle_rooms, try_now,
  // lists and conversations
  up, down, page_up, page_down, first, last, open, acts,
  // conversations
  write, new_thread, threads, reply, quote, edit, remove, react, answer, report, profile, copy_link, first_unread, to_date,
  pins, read_all, room_details,
  // lists of threads
  filter, filter_unread,
  // writing
  send, newline, editor, complete, edit_last, cancel, undo, redo, yank, char_left, char_right, word_left, word_right, line_start, line_end,
  text_start, text_end, line_up, line_down, erase_back, erase_forward, erase_word_back, erase_word_forward, erase_to_start,
  erase_to_end
};
enum class Context { everywhere, list, conversation, threads, writing };
// clang-format on

struct Binding {
  Action action;
  const char* name;   ///< in the settings: "next-unread"
  Context context;    ///< where its keys work
  const char* keys;   ///< those that it has if the settings say nothing, set apart by spaces
  const char* title;  ///< in English; translated where it is shown
};
/// Every action, in the order of the help.
const std::vector<Binding>& bindings();
const Binding& binding(Action action);
/// Of the actions that open a room by its place in the list: which one; else 0.
int room_number(Action action);

/// Which key does what. Pure.
class Keymap {
 public:
  Keymap();
  /// Gives an action other keys. Others of its context that have them lose them, and so do those of a narrower one that nobody
  /// has bound. Says all that is wrong, in English, or nothing; then it has changed nothing.
  std::vector<std::string> bind(std::string_view action, const std::vector<std::string>& keys);

  /// What the key does in a context: what is bound there, else what is bound everywhere. While writing, keys that type a
  /// character do nothing else.
  std::optional<Action> find(std::string_view key, Context context) const;
  /// Its keys as people write them: "Ctrl-K, F2".
  std::string keys_of(Action action) const;
  /// The first of them; "" where it has none.
  std::string key_of(Action action) const;

 private:
  std::map<Action, std::vector<std::string>> keys_;
  std::set<Action> bound_;  ///< by the settings
  std::map<Context, std::map<std::string, Action, std::less<>>> actions_;
  void rebuild();
};

}  // namespace standpipe::screen
