#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "client-cli/terminal/keys.hpp"

/// The escape sequences that terminals send (ECMA-48; xterm's ctlseqs; terminfo's kcuu1 and the like of rxvt and linux).
namespace standpipe::terminal {

/// The longest one that is read; of what is longer so many bytes are dropped.
inline constexpr std::size_t sequence_limit = 256;

struct Sequence {
  std::size_t bytes = 0;  ///< how many it has; 0 where its end has not come
  bool begins_paste = false;
};

/// Whether the bytes, which begin with an escape and something after it, begin a sequence: CSI, SS3, OSC or DCS. Where a letter
/// cannot be told from Alt with it yet, they do.
bool begins_sequence(std::string_view bytes);

/// Takes a sequence that begins, and gives what it says: a key, a click, the background or nothing. One that is broken off by
/// what cannot be a part of it ends before that.
Sequence take_sequence(std::string_view bytes, std::vector<Input>& out);

}  // namespace standpipe::terminal
