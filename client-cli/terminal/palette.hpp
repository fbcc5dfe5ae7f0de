#pragma once

#include <cstdint>
#include <string>

#include "client-cli/terminal/look.hpp"
#include "client-cli/terminal/painter.hpp"

namespace standpipe::terminal {

/// What the terminal is told to draw with.
struct Style {
  enum Attribute : std::uint8_t { bold = 1, dim = 2, italic = 4, underline = 8, reverse = 16, strike = 32 };

  std::uint8_t attributes = 0;
  std::int16_t foreground = -1;  ///< 0 to 7: of the terminal's own; 16 to 255: xterm's cube and greys; -1: the usual one
  std::int16_t background = -1;
  friend bool operator==(const Style&, const Style&) = default;

  /// Whether a space of it can be seen.
  bool shows_on_space() const { return background >= 0 || (attributes & (underline | reverse | strike)) != 0; }
};

Style style_of(const Look& look, const Display& display);

/// The parameters of SGR that turn one style into another: only what is added where nothing goes, else all of it after a 0. ""
/// where they are equal or the reset needs no parameter.
std::string sgr_change(const Style& from, const Style& to);

}  // namespace standpipe::terminal
