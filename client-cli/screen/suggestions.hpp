#pragma once

#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

/// Who or which room may be meant by what is in the form's field so far.
void suggest(Model& model);
void take_suggestion(Model& model);

}  // namespace standpipe::screen
