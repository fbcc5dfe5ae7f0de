#pragma once

#include <optional>
#include <string>

#include "client-cli/terminal/canvas.hpp"

namespace standpipe::terminal {

enum class Depth { none, sixteen, many };  ///< how many colours: none (attributes only), 16, 256

/// What the terminal can do and the user wants.
struct Display {
  Depth depth = Depth::many;
  bool dark = true;   ///< of the terminal's background
  bool links = true;  ///< OSC 8; terminals that do not know it ignore it, but for a few that print it
};

/// The parameters of SGR that give a look its colours and attributes, "0;1;38;5;75" (ECMA-48, 8.3.117). On a dark and on a light
/// ground every role can be read (contrast 4.5:1 against the usual black and white) and none depends on colour alone: where there
/// is none, attributes (bold, underline, reverse) tell them apart.
std::string sgr(const Look& look, const Display& display);

/// The bytes that turn the screen that shows `before` into one that shows `after`; without `before`, or where it has another
/// size, the screen is cleared first. Only what changed is written; nothing at all where they are equal. Each frame expects and
/// leaves the cursor where its canvas has it (hidden where it has none), no link and SGR 0; and autowrap off (DECAWM), so that
/// writing into the last cell of the screen scrolls nothing.
///
/// A frame of more than a few bytes is wrapped in a synchronized update (DEC private mode 2026), so that no half of it is seen
/// where the terminal knows that, and hides the cursor meanwhile. After a doubtful cluster the place of the next one is given
/// anew, and what a terminal of another opinion may have overwritten is written after it: no opinion on its width moves anything
/// else. A row with isolated text that changed is written whole, each isolated run within FSI and PDI (UAX #9). Pure.
std::string paint(const Canvas* before, const Canvas& after, const Display& display);

}  // namespace standpipe::terminal
