#include "client-cli/terminal/key_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "client-cli/terminal/keys.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> named = {{
    {"space", "Space"},   {"enter", "Enter"},   {"tab", "Tab"}, {"escape", "Escape"}, {"backspace", "Backspace"},
    {"delete", "Delete"}, {"insert", "Insert"}, {"up", "Up"},   {"down", "Down"},     {"left", "Left"},
    {"right", "Right"},   {"home", "Home"},     {"end", "End"}, {"pageup", "PageUp"}, {"pagedown", "PageDown"},
    {"f1", "F1"},         {"f2", "F2"},         {"f3", "F3"},   {"f4", "F4"},         {"f5", "F5"},
    {"f6", "F6"},         {"f7", "F7"},         {"f8", "F8"},   {"f9", "F9"},         {"f10", "F10"},
    {"f11", "F11"},       {"f12", "F12"},
}};

/// A name without its modifiers.
struct Parts {
  unsigned modifiers = 0;
  std::string_view key;
};

Parts parts_of(std::string_view name) {
  Parts parts{.key = name};
  const auto take = [&parts](std::string_view prefix, unsigned modifier) {
    if (parts.key.size() <= prefix.size() || !parts.key.starts_with(prefix)) return;
    parts.key.remove_prefix(prefix.size());
    parts.modifiers |= modifier;
  };
  take("ctrl-", ctrl);
  take("alt-", alt);
  take("shift-", shift);
  return parts;
}

const std::string_view* shown_of(std::string_view key) {
  const auto found = std::find_if(named.begin(), named.end(), [key](const auto& each) { return each.first == key; });
  return found == named.end() ? nullptr : &found->second;
}

/// The key that sends a control character, with its Ctrl where it has one.
std::string key_of_control(char32_t c, unsigned modifiers) {
  switch (c) {
    case 0:
      return key_of_name("space", (modifiers | ctrl) & ~unsigned{shift});
    case '\t':
      return key_of_name("tab", modifiers);
    case '\r':
      return key_of_name("enter", modifiers);
    case 0x1B:
      return key_of_name("escape", modifiers);
    case 0x7F:
      return key_of_name("backspace", modifiers);
    default:
      break;
  }
  const char32_t with = c + 0x40;
  return key_of_character(with >= 'A' && with <= 'Z' ? with + 0x20 : with, modifiers | ctrl);
}

}  // namespace

std::string key_of_name(std::string_view name, unsigned modifiers) {
  std::string out;
  if ((modifiers & ctrl) != 0) out += "ctrl-";
  if ((modifiers & alt) != 0) out += "alt-";
  if ((modifiers & shift) != 0) out += "shift-";
  out += name;
  return out;
}

std::string key_of_character(char32_t c, unsigned modifiers) {
  if (c < 0x20 || c == 0x7F) return key_of_control(c, modifiers);
  // C1, surrogates, what kitty's protocol uses for keys without a character, and what is none.
  if (c < 0xA0 ? c > 0x7F : (c >= 0xD800 && c < 0xF900) || (c & 0xFFFEU) == 0xFFFE || c > 0x10FFFF) return {};
  if (c == ' ') return key_of_name("space", modifiers & ~unsigned{shift});
  const bool upper = c >= 'A' && c <= 'Z';
  if ((modifiers & ctrl) != 0) {
    if (upper) c += 0x20;
    if (c == '@') return key_of_name("space", modifiers & ~unsigned{shift});
    if (c == 'i') return key_of_name("tab", modifiers & ~unsigned{ctrl | shift});
    if (c == 'm') return key_of_name("enter", modifiers & ~unsigned{ctrl | shift});
    if (c == '[') return key_of_name("escape", modifiers & ~unsigned{ctrl | shift});
    if (c == '/') c = '_';
  } else if ((modifiers & shift) != 0 && c >= 'a' && c <= 'z') {
    c -= 0x20;
  }
  std::string character;
  protocol::append_code_point(character, c);
  return key_of_name(character, modifiers & ~unsigned{shift});
}

std::string with_alt(std::string_view name) {
  const Parts parts = parts_of(name);
  return key_of_name(parts.key, parts.modifiers | alt);
}

std::string shown_key(std::string_view name) {
  const Parts parts = parts_of(name);
  std::string out;
  if ((parts.modifiers & ctrl) != 0) out += "Ctrl-";
  if ((parts.modifiers & alt) != 0) out += "Alt-";
  if ((parts.modifiers & shift) != 0) out += "Shift-";
  if (const std::string_view* shown = shown_of(parts.key)) {
    out += *shown;
  } else if ((parts.modifiers & ctrl) != 0 && parts.key.size() == 1 && parts.key[0] >= 'a' && parts.key[0] <= 'z') {
    out += static_cast<char>(parts.key[0] - 0x20);
  } else {
    out += parts.key;
  }
  return out;
}

bool is_key_name(std::string_view name) {
  const Parts parts = parts_of(name);
  if (shown_of(parts.key) != nullptr) return parts.key != "space" || (parts.modifiers & shift) == 0;
  std::string_view rest = parts.key;
  const auto c = protocol::next_code_point(rest);
  return c && rest.empty() && key_of_character(*c, parts.modifiers) == name;
}

}  // namespace standpipe::terminal
