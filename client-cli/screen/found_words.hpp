#pragma once

#include <string>
#include <string_view>

#include "client-cli/terminal/look.hpp"

/// The words that were looked for, marked in what was found. Pure.
namespace standpipe::screen {

/// The text on one line, safe to print, with the words marked: whole words, whatever their case and accents, as the server finds
/// them (of the alphabets that have case; for others as they are written). A text that is long begins near the first of them.
terminal::Line with_marks(std::string_view text, std::string_view words);

}  // namespace standpipe::screen
