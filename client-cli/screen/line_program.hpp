#pragma once

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

/// Runs the client line by line, for screen readers, braille lines and very slow ones, until its user quits or its input ends:
/// what is written then gets its answers first, for as long as the context's patience lasts. Needs no terminal. Throws
/// client::Failure.
void run_lines(const client::Context& context, const Settings& settings);

}  // namespace standpipe::screen
