#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Text with its looks, as the screen is made of.
namespace standpipe::terminal {

/// What a piece of text is. Which colours that gives on this terminal the palette says.
enum class Role : std::uint8_t {
  text,      ///< what people wrote
  faint,     ///< times, numbers, what matters less
  heading,   ///< of a Markdown heading, a panel, a thread
  name,      ///< who wrote it
  own_name,  ///< when that is oneself
  mention,   ///< of oneself: to be seen at once
  unread,    ///< a room or thread with something new, the line before the first unread
  link,
  code,
  quote,
  good,     ///< an answer, an approval
  warning,  ///< sanctions, what waits, what was removed
  error,
  border,
  bar,        ///< the status and title lines
  bar_alert,  ///< in those: offline, waiting
  selected,   ///< the line that the cursor is on
  hint,       ///< keys and how to go on
};
inline constexpr std::size_t role_count = static_cast<std::size_t>(Role::hint) + 1;

struct Look {
  Role role = Role::text;
  bool bold = false;
  bool italic = false;
  bool underline = false;
  bool strike = false;
  friend bool operator==(const Look&, const Look&) = default;
};

/// A piece of text of one look, on one line. The text is safe to print: see safe_text.hpp.
struct Span {
  std::string text;
  Look look = {};
  std::string link = {};  ///< where it leads (http, https, mailto), safe to print; "" for nowhere
  friend bool operator==(const Span&, const Span&) = default;
};
using Line = std::vector<Span>;

}  // namespace standpipe::terminal
