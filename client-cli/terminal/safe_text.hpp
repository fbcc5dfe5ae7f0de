#pragma once

#include <string>
#include <string_view>

namespace standpipe::client {

/// What others wrote, safe to print: control characters (C0 but newline and tab, DEL, C1), and the bidirectional overrides and
/// isolates that could reach beyond the text are dropped; invalid UTF-8 becomes U+FFFD.
std::string printable(std::string_view text);

/// The same on one line: newlines and tabs become spaces.
std::string printable_line(std::string_view text);

/// JSON text with what printable() drops written as \u escapes: it means the same, and is safe to print.
std::string printable_json(std::string_view json);

}  // namespace standpipe::client
