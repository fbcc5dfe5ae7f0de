#include <boost/mp11/algorithm.hpp>

#include "protocol/codec.hpp"
#include "protocol/methods.hpp"
#include "server/app/methods.hpp"
#include "server/ops/secrets.hpp"

/// Commands: params in, the domain's command out to the sequencer. What a deterministic core must not make itself (codes and
/// their hashes) is made here.
namespace standpipe::app {

namespace {

template <class Params>
void fill(domain::Command& command, const Caller&, Params params) {
  command.payload = std::move(params);
}

void fill(domain::Command& command, const Caller&, protocol::InvitationCreate::Params params) {
  command.secret = ops::new_code();
  command.payload = domain::CreateInvitation{std::move(params), ops::hash_secret(command.secret)};
}

void fill(domain::Command& command, const Caller& caller, protocol::SessionRevoke::Params params) {
  command.payload = domain::RevokeSession{params, caller.session};
}

}  // namespace

template <class M>
void start_command(Runtime& runtime, const Call& call, const protocol::rpc::Request& request) {
  auto key = protocol::rpc::key_of(request);
  if (!key) return call.reply.refuse(key.error());
  auto after_key = protocol::rpc::after_key_of(request);
  if (!after_key) return call.reply.refuse(after_key.error());
  auto params = protocol::read_params<typename M::Params>(request.params);
  if (!params) return call.reply.refuse(protocol::to_refusal(params.error()));
  domain::Command command;
  command.actor = call.caller.member;
  command.session = call.caller.session;
  command.key = std::move(*key);
  command.after_key = std::move(*after_key);
  fill(command, call.caller, std::move(*params));
  submit_command(runtime, std::move(command), call);
}

namespace {

template <class M>
using IsCommand = boost::mp11::mp_bool<M::kind == protocol::MethodKind::command>;

/// Makes the entries of all commands, which methods.cpp points to.
/// `used`, or they would serve a constant only and not be emitted.
template <class... M>
constexpr auto instantiate(boost::mp11::mp_list<M...>) {
  return std::array{&start_command<M>...};
}
[[gnu::used]] constexpr auto commands = instantiate(boost::mp11::mp_filter<IsCommand, protocol::Methods>{});

}  // namespace

}  // namespace standpipe::app
