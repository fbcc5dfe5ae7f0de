#pragma once

#include <string_view>

namespace standpipe::protocol {

/// Whether a text is one emoji: a flag of two letters, a keycap, or a character of the emoji blocks with a variation selector, a
/// skin tone or tags, or several such joined (UTS #51 section 1.4.9, emoji_sequence). The blocks are taken whole, so that emoji
/// that come later need no change here; a few other symbols pass too, and sequences that no font has. Text, digits, white space
/// and two emoji side by side do not.
bool is_emoji(std::string_view text);

}  // namespace standpipe::protocol
