#pragma once

#include <string_view>
#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

/// A Markdown text of somebody as lines for a terminal, each at most `width` columns (at least 8) wide: CommonMark by libmd4c
/// with its tables, strike-through and bare links; HTML is shown as text. Takes anything (invalid UTF-8, control characters,
/// 16 kB without a space, 1000 nested quotes) and gives only what is safe to print, in time that is linear in the text.
///
/// - Emphasis is italic, strong is bold, struck through is struck through; code has Role::code.
/// - A heading is bold, Role::heading. A quote has "│ " (Role::quote) before each line; a list "• " or its number, hung. Of
///   nested ones six are shown, and no more than leave eight columns of text (the first one always).
/// - A code block is indented by two columns and is cut at the width, never wrapped (its lines keep their spaces).
/// - A table has columns as wide as their widest cell, "│" between them and "─┼─" below the head; where they are too wide
/// together
///   the widest ones are wrapped within their columns. One whose columns would get narrower than 8 is shown as "head: cell"
///   lines.
/// - A link's text has Role::link and the link; where the text differs from the address, the address follows in parentheses
///   (so that it can be read, and copied where the terminal knows no links). Only http, https and mailto are links; of another
///   address that is all there is. An image is shown as a link with its alternative text.
/// - A single newline within a paragraph is a line break (people in chats mean it). A paragraph is set off by an empty line.
/// `plain`: no box drawing: ">" for quotes, "-" for lists, "|" and "-" in tables.
std::vector<Line> markdown(std::string_view text, int width, bool plain = false);

}  // namespace standpipe::terminal
