#pragma once

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

/// Runs the full-screen client until its user quits. Throws client::Failure.
void run_screen(const client::Context& context, const Settings& settings);

}  // namespace standpipe::screen
