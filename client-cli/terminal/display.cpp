#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "client-cli/terminal/tty.hpp"

// Last: it has macros of many names.
#include <curses.h>
// Needs the one above.
#include <term.h>

namespace standpipe::terminal {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [text](std::string_view each) { return text.starts_with(each); });
}

/// What terminfo knows; -1 where it does not know the terminal.
int colours_of(const std::string& term) {
  int error = 0;
  if (setupterm(term.c_str(), 1, &error) != OK) return -1;
  const int colours = tigetnum("colors");
  del_curterm(cur_term);
  return std::max(colours, 0);
}

Depth depth_of(const std::string& term) {
  if (!variable("NO_COLOR").empty() || term.empty() || term == "dumb") return Depth::none;
  const std::string claimed = variable("COLORTERM");
  if (claimed == "truecolor" || claimed == "24bit" || term.find("256color") != std::string::npos) return Depth::many;
  const int colours = colours_of(term);
  if (colours >= 256) return Depth::many;
  if (colours >= 8 || !claimed.empty()) return Depth::sixteen;
  // One that is unknown here is most likely newer than this machine.
  return colours < 0 ? Depth::sixteen : Depth::none;
}

/// rxvt's "foreground;background", of its first 16 colours.
bool is_dark() {
  const std::string colours = variable("COLORFGBG");
  const std::string ground = colours.substr(colours.rfind(';') + 1);
  constexpr std::array<std::string_view, 8> light = {"7", "9", "10", "11", "12", "13", "14", "15"};
  return std::find(light.begin(), light.end(), ground) == light.end();
}

}  // namespace

Display display_of_environment() {
  const std::string term = variable("TERM");
  Display display;
  display.depth = depth_of(term);
  display.dark = is_dark();
  display.links = !term.empty() && !begins_with_any(term, {"dumb", "linux", "screen", "eterm", "emacs", "vt1", "vt2"});
  return display;
}

}  // namespace standpipe::terminal
