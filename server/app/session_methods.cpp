#include "protocol/codec.hpp"
#include "protocol/methods.hpp"
#include "server/app/member_session.hpp"
#include "server/app/methods.hpp"
#include "server/query/gate.hpp"

/// Methods that concern the connection itself, or what is never stored.
namespace standpipe::app {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

Refusal needs_websocket() {
  return Refusal(ErrorCode::bad_request, "This method belongs to a connection. Send it over the WebSocket at /ws.");
}

void carry_out(Runtime&, const Call& call, const protocol::Hello::Params& params) {
  if (!call.session) return call.reply.refuse(needs_websocket());
  call.session->hello(params, call.reply);
}

void carry_out(Runtime&, const Call& call, const protocol::TypingNow::Params& params) {
  if (!call.session) return call.reply.refuse(needs_websocket());
  call.session->typing(params, call.reply);
}

void carry_out(Runtime& runtime, const Call& call, const protocol::PresenceList::Params& params) {
  const auto list = [&runtime, room = params.room](const query::Viewer& viewer,
                                                   query::Context& context) -> query::Answer<std::string> {
    if (auto no = query::objection_to_reading(viewer, context, room)) return std::move(*no);
    return protocol::to_json(protocol::MemberIds{runtime.presence.online_in(room, context.published)});
  };
  ask(runtime, list, call);
}

}  // namespace

template <class M>
void start_session_method(Runtime& runtime, const Call& call, const protocol::rpc::Request& request) {
  const auto params = protocol::read_params<typename M::Params>(request.params);
  if (!params) return call.reply.refuse(protocol::to_refusal(params.error()));
  carry_out(runtime, call, *params);
}

template void start_session_method<protocol::Hello>(Runtime&, const Call&, const protocol::rpc::Request&);
template void start_session_method<protocol::TypingNow>(Runtime&, const Call&, const protocol::rpc::Request&);
template void start_session_method<protocol::PresenceList>(Runtime&, const Call&, const protocol::rpc::Request&);

}  // namespace standpipe::app
