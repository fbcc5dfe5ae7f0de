#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace standpipe::query {

/// A text as it is compared in look-ups of people and utilities: small letters without diacritics, so that "muller" finds
/// "Müller" and "sao" finds "São". Latin, Greek, Cyrillic and Arabic marks; other letters stay as they are. Not a Unicode
/// case folding: cheap, and the same on every machine. Expects valid UTF-8.
std::string fold(std::string_view text);

/// The words of a text, folded; parted by white space. At most `most`, the rest is ignored.
std::vector<std::string> folded_words(std::string_view text, std::size_t most);

}  // namespace standpipe::query
