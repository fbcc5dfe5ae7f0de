#pragma once

#include <string_view>

namespace standpipe::client {

/// On standard output. Throws Failure where it cannot be written, so that nothing is done that counts on its having been seen.
void write_out(std::string_view text);

}  // namespace standpipe::client
