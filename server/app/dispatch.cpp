#include "server/app/dispatch.hpp"

#include <chrono>
#include <utility>

#include "server/app/member_session.hpp"
#include "server/app/methods.hpp"

namespace standpipe::app {

namespace rpc = protocol::rpc;
using protocol::ErrorCode;
using protocol::MethodKind;
using protocol::Refusal;

namespace {

constexpr std::int64_t when_some_are_answered_ms = 1000;
constexpr double search_tokens = 5;

ops::Counter& counter_of(AppMetrics& metrics, MethodKind kind) {
  switch (kind) {
    case MethodKind::command:
      return metrics.commands;
    case MethodKind::query:
      return metrics.queries;
    case MethodKind::session:
      return metrics.session_requests;
  }
  return metrics.queries;
}

void note_answer(Runtime& runtime, const Method& method, protocol::MemberId member, std::int64_t us, const Refusal* refusal) {
  (method.kind == MethodKind::command ? runtime.metrics.command_time : runtime.metrics.query_time).observe(us);
  if (refusal) runtime.metrics.refusals[static_cast<std::size_t>(refusal->code)].add();
  if (!runtime.log.debug_on()) return;
  const std::string_view code = refusal ? protocol::to_name(refusal->code) : "ok";
  runtime.log.debug("request", {{"method", method.name}, {"member", member.value}, {"code", code}, {"us", us}});
}

void watch(Runtime& runtime, const Method& method, Call& call) {
  using namespace std::chrono;
  call.reply.watch([&runtime, &method, member = call.caller.member, begin = steady_clock::now()](const Refusal* refusal) {
    const auto us = duration_cast<microseconds>(steady_clock::now() - begin).count();
    note_answer(runtime, method, member, us, refusal);
  });
}

void start(Runtime& runtime, const rpc::Request& request, Call call, bool room) {
  const auto* method = find_method(request.method);
  if (!method) {
    return call.reply.refuse(Refusal(ErrorCode::method_unknown));
  }
  counter_of(runtime.metrics, method->kind).add();
  watch(runtime, *method, call);
  if (!room) return call.reply.refuse(Refusal(ErrorCode::too_many_requests).retry_after(when_some_are_answered_ms));
  if (call.session) {
    if (const auto no = call.session->objection_to(method->name)) return call.reply.refuse(*no);
  }
  if (runtime.settings.rate_limits) {
    const double tokens = method->name == protocol::Search::name ? search_tokens : 1;
    const auto wait = runtime.limits.take(call.caller.member, method->kind, runtime.clock.steady_ms(), tokens);
    if (wait > 0) return call.reply.refuse(Refusal(ErrorCode::too_many_requests).retry_after(wait));
  }
  method->start(runtime, call, request);
}

}  // namespace

Taken dispatch(Runtime& runtime, std::string_view text, const Origin& origin, Exchange::Done done) {
  const auto message = rpc::parse(text);
  const auto exchange = std::make_shared<Exchange>(message.items.size(), message.batch, std::move(done));
  Taken taken{.requests = message.items.size(), .malformed = 0};
  for (std::size_t place = 0; place < message.items.size(); ++place) {
    if (const auto* malformed = std::get_if<rpc::Malformed>(&message.items[place])) {
      ++taken.malformed;
      runtime.metrics.refusals[static_cast<std::size_t>(malformed->refusal.code)].add();
      Reply(exchange, place, malformed->id).refuse(malformed->refusal);
      continue;
    }
    const auto& request = std::get<rpc::Request>(message.items[place]);
    start(runtime, request, {origin.caller, origin.session, Reply(exchange, place, request.id)}, place < origin.room);
  }
  return taken;
}

}  // namespace standpipe::app
