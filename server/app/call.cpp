#include "server/app/call.hpp"

#include <utility>

namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

void submit_command(Runtime& runtime, domain::Command command, const Call& call) {
  const auto answer = [reply = call.reply](const sequencer::CommandResult& result) {
    if (result.has_value()) {
      reply.result(*result);
    } else {
      reply.refuse(result.error());
    }
  };
  if (const auto no = runtime.sequencer.submit({std::move(command), call.caller.io_thread, answer})) call.reply.refuse(*no);
}

void ask(Runtime& runtime, Question question, const Call& call) {
  const query::Viewer viewer{call.caller.member, call.caller.session, runtime.clock.now()};
  const auto io_thread = call.caller.io_thread;
  auto job = [&runtime, viewer, io_thread, reply = call.reply, question = std::move(question)](query::Context& context) {
    query::Answer<std::string> answer = Refusal(ErrorCode::internal);
    if (reply.full()) return runtime.io.post(io_thread, [reply] { reply.refuse_page(); });
    try {
      answer = question(viewer, context);
    } catch (...) {
      runtime.io.post(io_thread, [reply] { reply.refuse(Refusal(ErrorCode::internal)); });
      throw;  // the pool counts and logs it
    }
    runtime.io.post(io_thread, [reply, answer = std::move(answer)] {
      if (answer.has_value()) {
        reply.page(*answer);
      } else {
        reply.refuse(answer.error());
      }
    });
  };
  if (const auto no = runtime.pool.submit(viewer.member, std::move(job))) call.reply.refuse(*no);
}

}  // namespace standpipe::app
