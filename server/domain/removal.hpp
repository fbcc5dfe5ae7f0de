#pragma once

#include <string>

#include "server/domain/draft.hpp"

namespace standpipe::domain {

/// Leaves a stub of a message that stands: text, mentions, reactions and pin are gone, and it answers its thread no more.
/// The actor removes it; `reason` is empty for one's own.
void remove_message(Draft& draft, Message message, std::string reason);

/// The thread without its answer: the question is open again, unless it is closed.
void clear_answer(Thread& thread);

}  // namespace standpipe::domain
