#include "client-cli/terminal/palette.hpp"

#include <array>

namespace standpipe::terminal {

namespace {

using Palette = std::array<Style, role_count>;

constexpr std::uint8_t bold = Style::bold, dim = Style::dim, italic = Style::italic, underline = Style::underline,
                       reverse = Style::reverse;

// The tables are in the order of Role. Of the 256 colours only those that every terminal has alike: the first 16 are whatever the
// user made of them. Body text is always the user's own colour. painter_test measures the contrasts.

/// Sky, foam and sand over deep water.
constexpr Palette dark_ground = {{
    {},                // text
    {0, 246},          // faint: grey
    {bold, 117},       // heading: sky
    {0, 110},          // name: calm blue
    {0, 79},           // own_name: foam
    {bold, 234, 222},  // mention: on sand
    {bold, 80},        // unread: turquoise
    {underline, 74},   // link
    {0, 180},          // code: wet sand
    {0, 146},          // quote: mist
    {0, 114},          // good: reed
    {0, 215},          // warning: amber
    {bold, 210},       // error: coral
    {0, 103},          // border: slate
    {0, 152, 236},     // bar: foam on slate
    {bold, 232, 215},  // bar_alert: on amber
    {0, 231, 24},      // selected: white on deep water
    {0, 109},          // hint: sea grey
}};

constexpr Palette light_ground = {{
    {},                // text
    {0, 241},          // faint
    {bold, 24},        // heading: deep water
    {0, 25},           // name
    {0, 23},           // own_name: deep teal
    {bold, 231, 130},  // mention: on ochre
    {bold, 26},        // unread
    {underline, 27},   // link
    {0, 95},           // code: clay
    {0, 61},           // quote
    {0, 22},           // good: pine
    {0, 94},           // warning: umber
    {bold, 124},       // error: brick
    {0, 60},           // border: slate
    {0, 234, 152},     // bar: ink on foam
    {bold, 232, 215},  // bar_alert: on amber
    {0, 231, 24},      // selected
    {0, 24},           // hint
}};

/// Of eight colours none can be read on black and on white (blue drowns in the one, cyan and yellow in the other), and what the
/// ground is we often only guess: so a colour comes only with a ground of its own, and attributes do the rest. Black is never
/// bold: many terminals make that a dark grey.
constexpr Palette any_ground = {{
    {},                  // text
    {dim},               // faint
    {bold},              // heading
    {bold},              // name
    {bold | italic},     // own_name
    {0, 0, 6},           // mention: black on cyan
    {bold | underline},  // unread
    {underline},         // link
    {italic},            // code
    {dim},               // quote
    {bold},              // good
    {underline},         // warning
    {bold, 7, 1},        // error: white on red
    {dim},               // border
    {0, 7, 4},           // bar: white on blue
    {0, 0, 3},           // bar_alert: black on yellow
    {reverse},           // selected
    {dim},               // hint
}};

constexpr Palette no_colours = {{
    {},                            // text
    {dim},                         // faint
    {bold},                        // heading
    {bold},                        // name
    {bold | italic},               // own_name
    {underline | reverse},         // mention
    {bold},                        // unread
    {underline},                   // link
    {italic},                      // code
    {dim},                         // quote
    {bold},                        // good
    {underline},                   // warning
    {bold | underline},            // error
    {dim},                         // border
    {reverse},                     // bar
    {bold | underline | reverse},  // bar_alert
    {bold | reverse},              // selected
    {dim},                         // hint
}};

const Palette& palette_of(const Display& display) {
  if (display.depth == Depth::none) return no_colours;
  if (display.depth == Depth::sixteen) return any_ground;
  return display.dark ? dark_ground : light_ground;
}

void add(std::string& out, int parameter) {
  if (!out.empty()) out += ';';
  out += std::to_string(parameter);
}

void add_colour(std::string& out, int colour, int base) {
  if (colour < 0) return;
  if (colour < 8) return add(out, base + colour);
  add(out, base + 8);
  add(out, 5);
  add(out, colour);
}

void add_attributes(std::string& out, unsigned attributes) {
  constexpr std::array<int, 6> parameters = {1, 2, 3, 4, 7, 9};  // in the order of Attribute
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if ((attributes >> i & 1U) != 0) add(out, parameters[i]);
  }
}

}  // namespace

Style style_of(const Look& look, const Display& display) {
  Style style = palette_of(display)[static_cast<std::size_t>(look.role)];
  unsigned attributes = style.attributes;
  if (look.bold && style.foreground != 0) attributes |= Style::bold;
  if (look.italic) attributes |= Style::italic;
  if (look.underline) attributes |= Style::underline;
  if (look.strike) attributes |= Style::strike;
  // Terminals show only one of them.
  if ((attributes & Style::bold) != 0) attributes &= ~unsigned{Style::dim};
  style.attributes = static_cast<std::uint8_t>(attributes);
  return style;
}

std::string sgr_change(const Style& from, const Style& to) {
  std::string out;
  const bool only_more = (from.attributes & ~to.attributes) == 0 && (from.foreground < 0 || to.foreground >= 0) &&
                         (from.background < 0 || to.background >= 0);
  if (only_more) {
    add_attributes(out, to.attributes & ~unsigned{from.attributes});
    if (to.foreground != from.foreground) add_colour(out, to.foreground, 30);
    if (to.background != from.background) add_colour(out, to.background, 40);
  } else if (to != Style{}) {
    out = "0;" + sgr_change({}, to);
  }
  return out;
}

std::string sgr(const Look& look, const Display& display) {
  const std::string change = sgr_change({}, style_of(look, display));
  return change.empty() ? "0" : "0;" + change;
}

}  // namespace standpipe::terminal
