#pragma once

#include <string>

#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

/// What a person was at, as JSON text: drafts, half-filled forms, what was read and not told yet, texts that were refused, where
/// one was. Equal states give equal texts. The client's Home counts the texts in it, before a log-out deletes them.
std::string kept_text(const Model& model);
/// Takes it back. A text that is none of ours changes nothing. Gives the place that was open; 0 for none.
Place take_kept(Model& model, std::string_view text);

}  // namespace standpipe::screen
