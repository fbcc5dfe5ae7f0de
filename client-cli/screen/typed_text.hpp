#pragma once

#include <string>
#include <string_view>

/// What comes from a keyboard or a paste. Pure.
namespace standpipe::screen {

/// As lines that a terminal can show and a server takes: CR LF and CR become LF, a tab four spaces, what is no UTF-8 U+FFFD;
/// other control characters, what turns the direction of what comes after it, and noncharacters are dropped.
std::string typed_text(std::string_view raw);

bool is_space(char32_t c);  ///< a line's end, too
/// Spaces and punctuation.
bool separates_words(char32_t c);

}  // namespace standpipe::screen
