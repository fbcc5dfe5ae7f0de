#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace standpipe::terminal {

/// A key by name, as bindings and help write it: "a", "é", "space", "enter", "tab", "escape", "backspace", "delete", "insert",
/// "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "f1" to "f12", with "ctrl-", "alt-" and "shift-" before it
/// in that order ("alt-a", "ctrl-x", "shift-tab", "ctrl-alt-left"). Characters come as they are ("A", not "shift-a"); Ctrl with a
/// letter is lower case. What most terminals cannot tell apart has one name on all of them: Ctrl-I is "tab", Ctrl-M "enter",
/// Ctrl-[ "escape", Ctrl-@ "ctrl-space", Ctrl-/ "ctrl-_". Ctrl-H and Ctrl-J stay what they are (some terminals send the one for
/// Backspace, and line feeds come as the other).
struct Key {
  std::string name;
  friend bool operator==(const Key&, const Key&) = default;
};
/// Text that was pasted (bracketed paste), as it came but valid UTF-8, newlines as LF, without other control characters than tab.
struct Paste {
  std::string text;
  friend bool operator==(const Paste&, const Paste&) = default;
};
struct Click {
  enum class Button { left, middle, right, wheel_up, wheel_down };
  Button button = Button::left;
  int row = 0;     ///< from 0
  int column = 0;  ///< from 0
  friend bool operator==(const Click&, const Click&) = default;
};
/// The terminal's answer to a question for its background colour (OSC 11).
struct Background {
  bool dark = true;
  friend bool operator==(const Background&, const Background&) = default;
};
using Input = std::variant<Key, Paste, Click, Background>;

/// What a terminal sends, as keys: xterm's sequences and those of its kin (vt220, rxvt, linux console, modifyOtherKeys, CSI u).
/// Takes bytes as they come, cut anywhere. Hostile bytes give keys or nothing, never more memory than a paste may have
/// (1 MiB; what is beyond is dropped). Pure.
class KeyDecoder {
 public:
  std::vector<Input> feed(std::string_view bytes);
  /// An escape has come and nothing after it: whether it is a key or begins one, only waiting tells (about 50 ms).
  bool is_undecided() const;
  /// The time is over: it was the key (and what else had come, keys).
  std::vector<Input> settle();

 private:
  std::size_t take(std::string_view bytes, std::vector<Input>& out);
  std::size_t take_paste(std::string_view bytes, std::vector<Input>& out);
  void take_all(std::vector<Input>& out);

  std::string waiting_;  ///< what is not yet whole
  std::string paste_;
  bool pasting_ = false;
};

/// "ctrl-x" as it is shown: "Ctrl-X"; "alt-a": "Alt-a".
std::string shown_key(std::string_view name);
/// Whether it is the name of a key that can be pressed, so that a binding of it makes sense.
bool is_key_name(std::string_view name);

}  // namespace standpipe::terminal
