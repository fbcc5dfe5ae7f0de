#pragma once

#include <string>

#include "client-cli/screen/model.hpp"

/// What waits for a moderator: counted, so that it is seen without looking for it. Pure.
namespace standpipe::screen {

/// Asks for what waits, where this person moderates anything.
void ask_desk_work(Model& model);
/// Something of a desk's stream.
void take_desk_work(Model& model, const protocol::Change& change);
/// "2 reports · 1 application"; "" where nothing waits.
std::string desk_words(const Model& model);
/// What is left to do once one of it is dealt with, in a sentence.
std::string next_work(const Model& model, const Target& done);

}  // namespace standpipe::screen
