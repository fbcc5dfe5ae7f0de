#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace standpipe::client {

/// How many columns of a terminal a text takes (valid UTF-8 without control characters; no newline).
std::size_t columns(std::string_view text);

/// The last part of the text that fits into so many columns; whole clusters (clusters.hpp).
std::string_view tail_of(std::string_view text, std::size_t width);

/// Breaks lines that are wider than `width` between words, and begins what goes on with `hang` spaces. Of spaces at the beginning
/// of a line half of the width stays. 0: leaves all as it is.
std::string wrapped(std::string_view text, std::size_t width, std::size_t hang);

/// How wide the output is: $COLUMNS, else the terminal; 0 where standard output is none.
std::size_t output_width();

}  // namespace standpipe::client
