#pragma once

#include <string_view>

namespace standpipe::protocol {

/// Whether a text is one emoji: a character of the emoji blocks with a variation selector or skin tone, a flag, a keycap,
/// or several of them joined (UTS #51, "possible emoji", section 1.4.9). The blocks are taken whole, so that
/// emoji that come later need no change here; a few other symbols pass too. Text, digits and white space do not.
bool is_emoji(std::string_view text);

}  // namespace standpipe::protocol
