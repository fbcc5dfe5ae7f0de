#pragma once

#include <boost/system/result.hpp>

#include "protocol/errors.hpp"
#include "server/domain/commands.hpp"
#include "server/domain/content.hpp"
#include "server/domain/decision.hpp"
#include "server/domain/state.hpp"

namespace standpipe::domain {

using Refusal = protocol::Refusal;

/// What a command does to the community, or why not. Pure: no clock, no random numbers, no I/O but `content`; equal arguments
/// give equal results, byte for byte. Checks everything: that the actor and session still stand, rank, sanctions, limits. A key
/// that was used before gives the first answer and no changes. Does not change the state.
boost::system::result<Decision, Refusal> decide(const State& state, const Content& content, const Stamp& stamp,
                                                const Command& command);

}  // namespace standpipe::domain
