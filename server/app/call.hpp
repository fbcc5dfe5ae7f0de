#pragma once

#include <functional>
#include <string>

#include "server/app/exchange.hpp"
#include "server/app/runtime.hpp"
#include "server/query/context.hpp"

namespace standpipe::app {

class MemberSession;

/// Who asks.
struct Caller {
  protocol::MemberId member;
  protocol::SessionId session;
  std::size_t io_thread = 0;  ///< where answers are given
};

/// One request under way.
struct Call {
  Caller caller;
  MemberSession* session = nullptr;  ///< nullptr over HTTP; valid only while the call is being started
  Reply reply;
};

/// Sends a command on its way; the answer follows after its commit.
void submit_command(Runtime& runtime, domain::Command command, const Call& call);

/// Asks a question on a reader thread; the answer is given on the caller's I/O thread.
using Question = std::function<query::Answer<std::string>(const query::Viewer&, query::Context&)>;
void ask(Runtime& runtime, Question question, const Call& call);

}  // namespace standpipe::app
