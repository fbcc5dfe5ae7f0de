#include "server/domain/decide.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include "protocol/codec.hpp"
#include "protocol/formats.hpp"
#include "server/domain/acts.hpp"

namespace standpipe::domain {

namespace {

/// What the server does itself, or for people who have not logged in. Everything else has an actor.
using WithoutActor =
    boost::mp11::mp_list<ApplyToJoin, CreateAdministrator, OpenSession, CloseSession, SetPassword, Housekeep, SeedRoom>;

Objection objection_to_key(const std::string& key) {
  if (key.empty()) return Refusal(ErrorCode::key_missing).field("key");
  if (!protocol::is_uuid(key)) return Refusal(ErrorCode::key_bad).field("key");
  return std::nullopt;
}

bool session_stands(const State& state, const Command& command, Time now) {
  if (!command.session) return true;
  const auto token = state.session_tokens.find(command.session);
  const auto* session = token == state.session_tokens.end() ? nullptr : state.session(token->second);
  return session && session->member == command.actor && session->expires_at > now;
}

Objection objection_to_actor(const State& state, const Command& command, Time now) {
  const auto* actor = state.member(command.actor);
  if (!actor) return Refusal(ErrorCode::not_logged_in);
  if (const auto* suspension = in_force(*actor, SanctionKind::suspension, {}, now)) {
    return refusal_for(ErrorCode::suspended, *suspension);
  }
  if (actor->account.profile.state != protocol::MemberState::active) return Refusal(ErrorCode::account_inactive);
  if (!session_stands(state, command, now)) return Refusal(ErrorCode::session_ended);
  return objection_to_key(command.key);
}

/// So that commands can be sent without waiting for the answers in between, and what holds one back changes no order.
Objection objection_to_place(const Content& content, const Command& command) {
  if (command.after_key.empty() || content.key(command.actor, command.after_key)) return std::nullopt;
  return Refusal(ErrorCode::busy,
                 "The command that this one comes after has not been carried out. Send that one first, or no after_key.")
      .field("after_key");
}

bool needs_actor(const Payload& payload) {
  return std::visit([]<class P>(const P&) { return !boost::mp11::mp_contains<WithoutActor, P>::value; }, payload);
}

struct Reply {
  std::string now;    ///< what the asker gets
  std::string later;  ///< what a retry gets
};

template <class Result>
Reply in_json(const Result& result, const Command&) {
  auto text = protocol::to_json(result);
  return {text, text};
}

/// The code is in the first answer only: it is not kept anywhere.
Reply in_json(const Invited& result, const Command& command) {
  auto with_code = result;
  with_code.invitation.code = command.secret;
  return {protocol::to_json(with_code), protocol::to_json(result)};
}

Answer<Reply> carry_out(Draft& draft, const Command& command) {
  return std::visit(
      [&](const auto& payload) -> Answer<Reply> {
        const auto result = act(draft, payload);
        if (!result) return result.error();
        return in_json(*result, command);
      },
      command.payload);
}

}  // namespace

boost::system::result<Decision, Refusal> decide(const State& state, const Content& content, const Stamp& stamp,
                                                const Command& command) {
  if (command.actor) {
    if (auto no = objection_to_actor(state, command, stamp.at)) return std::move(*no);
    if (const auto earlier = content.key(command.actor, command.key)) return Decision{.reply = earlier->reply};
    if (auto no = objection_to_place(content, command)) return std::move(*no);
  } else if (needs_actor(command.payload)) {
    return Refusal(ErrorCode::not_logged_in);
  }
  Draft draft(state, content, stamp, command);
  auto reply = carry_out(draft, command);
  if (!reply) return reply.error();
  return std::move(draft).finish(std::move(reply->now), std::move(reply->later));
}

}  // namespace standpipe::domain
