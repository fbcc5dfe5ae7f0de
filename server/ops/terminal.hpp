#pragma once

#include <optional>
#include <string>

namespace standpipe::ops {

/// A new password for an account: from a terminal asked for twice and not shown, else the first line of standard input. Nothing
/// where the two differ or none comes.
std::optional<std::string> read_new_password();

}  // namespace standpipe::ops
