#pragma once

#include <string>

namespace standpipe::client {

/// What a program that calls `standpipe` can tell apart.
enum class Exit {
  ok = 0,
  usage = 1,        ///< wrong words on the command line, or the disk refused
  refused = 2,      ///< the server said no, and why is on standard error
  unreachable = 3,  ///< no answer: what was written waits in the outbox, or nothing happened, as the message says
  not_logged_in = 4,
};

/// Ends a command with a message on standard error.
struct Failure {
  Exit exit = Exit::usage;
  std::string message;
  std::string code = {};  ///< the server's, where it refused
};

}  // namespace standpipe::client
