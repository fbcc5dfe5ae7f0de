#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What takes how many columns. Pure.
namespace standpipe::terminal {

/// What a reader sees as one character (UAX #29, extended grapheme clusters, as far as columns depend on it): a base with its
/// combining marks, variation selectors and joined emoji; two regional indicators; a Hangul syllable.
struct Cluster {
  std::string_view bytes;  ///< "" at the end of the text
  int columns = 0;         ///< 0 to 2; 0 only where marks stand without a base
  /// Terminals do not agree on the width (joined emoji, variation selectors, flags, ambiguous marks): whoever draws it says
  /// anew where the next one goes.
  bool doubtful = false;
};

/// Takes the first cluster off a text. A cluster never has more than 64 bytes: what goes on is the next one. A byte that begins
/// no code point is one of one column. Texts are safe (safe_text.hpp): no control characters.
Cluster next_cluster(std::string_view& text);

/// How many columns the text takes.
int columns_of(std::string_view text);

/// The longest beginning of whole clusters that fits into so many columns.
std::string_view fitting(std::string_view text, int columns);

/// The text where it fits; else as much as fits with "…" at the end.
std::string shortened(std::string_view text, int columns);

/// Whether it has letters of a right-to-left script, so that a terminal may turn what stands beside them.
bool has_right_to_left(std::string_view text);

}  // namespace standpipe::terminal
