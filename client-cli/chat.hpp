#pragma once

#include <string>

#include "client-cli/one_shot.hpp"

namespace standpipe::client {

struct ChatOptions {
  std::string room;         ///< slug or number
  std::int64_t lines = 20;  ///< of what was said before
  bool read_input = true;   ///< false: only watch (`tail`)
  bool all = false;         ///< messages of threads too
};

/// A plain conversation, line by line: prints what is said, posts what is typed. Goes on over lost lines and server restarts;
/// what was typed meanwhile is in the outbox and is sent once. Ends at the end of the input, by /quit, or when the log-in ends.
/// Throws Failure where not all went well.
void chat(const Context& context, const ChatOptions& options);

}  // namespace standpipe::client
