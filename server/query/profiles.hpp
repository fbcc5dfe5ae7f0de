#pragma once

#include <span>
#include <vector>

#include "protocol/entities.hpp"
#include "server/query/context.hpp"

namespace standpipe::query {

/// The profiles of those who exist, in that order.
std::vector<protocol::Profile> profiles(const Context& context, std::span<const protocol::MemberId> members);

}  // namespace standpipe::query
