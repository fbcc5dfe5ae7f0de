#pragma once

#include "protocol/event.hpp"
#include "server/query/context.hpp"

namespace standpipe::query {

/// The counters of a room that the viewer may see. Of one that they may not read: how many are in it, and no more. The caller
/// has begun a snapshot.
protocol::RoomHead visible_head(const Viewer& viewer, Context& context, protocol::RoomId room);

}  // namespace standpipe::query
