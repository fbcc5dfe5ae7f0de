#pragma once

#include <string_view>

namespace standpipe::domain {

/// Whether a text is made of pictures only, as far as that can be told without the tables of each Unicode version: code points of
/// the blocks that hold emoji, and what joins and modifies them (UTS #51, section 1.4). Never true for letters or an empty text.
bool is_emoji(std::string_view text);

}  // namespace standpipe::domain
