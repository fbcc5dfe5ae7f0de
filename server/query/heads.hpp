#pragma once

#include "protocol/event.hpp"
#include "server/query/context.hpp"

namespace standpipe::query {

/// The counters of a room that the viewer may see. Of one that they may not read: how many are in it, and no more. The caller
/// has begun a snapshot.
protocol::RoomHead visible_head(const Viewer& viewer, Context& context, protocol::RoomId room);

/// The same of a room that the member may read, from a state that is of the same moment as the snapshot.
protocol::RoomHead head_in(const domain::State& state, protocol::MemberId member, protocol::RoomId room);

}  // namespace standpipe::query
