#pragma once

#include <optional>
#include <string>

#include "client-cli/terminal/canvas.hpp"

namespace standpipe::terminal {

enum class Depth { none, sixteen, many };  ///< how many colours: none (attributes only), 16, 256

/// What the terminal can do and the user wants.
struct Display {
  Depth depth = Depth::many;
  bool dark = true;    ///< of the terminal's background
  bool links = true;   ///< OSC 8; terminals that do not know it ignore it, but for a few that print it
};

/// The parameters of SGR that give a look its colours and attributes, "0;1;38;5;75" (ECMA-48, 8.3.117). On a dark and on a light
/// ground every role can be read (contrast 4.5:1 against the usual black and white) and none depends on colour alone: where there
/// is none, attributes (bold, underline, reverse) tell them apart.
std::string sgr(const Look& look, const Display& display);

/// The bytes that turn the screen that shows `before` into one that shows `after`; without `before` the screen is cleared first.
/// Only what changed is written; nothing at all where they are equal. The cursor is hidden meanwhile, and shown where the canvas
/// has one. After a doubtful cluster the place of the next one is given anew, so that no terminal's opinion of its width moves
/// anything. A row with isolated text that changed is written whole, each isolated run within FSI and PDI (UAX #9). Wrapped in
/// a synchronized update (DEC private mode 2026), so that no half frame is seen where the terminal knows it. Pure.
std::string paint(const Canvas* before, const Canvas& after, const Display& display);

}  // namespace standpipe::terminal
