#pragma once

#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

int columns_of(const Line& line);

/// Breaks a line between words into lines of at most `width` columns (at least 1); what goes on begins with `hang` columns of
/// space (at most half of the width). A word wider than a line is broken between clusters. Looks and links stay with their texts.
/// Spaces at a break are dropped. Never an empty result. Where only one column is, "…" stands for what takes two. Pure.
std::vector<Line> wrap(const Line& line, int width, int hang = 0);

/// The line where it fits, else cut with "…".
Line shortened(const Line& line, int columns);

}  // namespace standpipe::terminal
