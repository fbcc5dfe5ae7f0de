#pragma once

#include <string>
#include <utility>
#include <vector>

#include "protocol/methods.hpp"
#include "server/domain/stream.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"

namespace standpipe::query {

/// What a hello is answered with, from one moment.
struct HelloAnswer {
  protocol::HelloResult result;  ///< but for its streams; and for server, community, now and limits, which are the caller's
  std::vector<EncodedPtr> streams;
  /// The revision of each stream that the answer covers: events above it are still to be sent, those up to it are not.
  std::vector<std::pair<domain::StreamKey, protocol::Rev>> heads;
};

/// Heads, catch-ups and people for a client that logs in or resumes. Subscribe the connection before asking.
///
/// A stream that the client names is caught up from its revision. One that it does not name (or any, when its epoch is not
/// the database's) comes as a gap: community and me with a full snapshot; a room with its newest part if params.page is above 0,
/// else empty; a desk empty. Where the whole might become larger than limits::hello_bytes, the streams that remain come
/// without changes, as a gap if there are any. Names of streams that the viewer does not get are ignored. Blocks, like
/// query::answer; takes a tenth of a millisecond for nine rooms when others have just asked for the same, else about one.
Answer<HelloAnswer> hello(const protocol::Hello::Params& params, const Viewer& viewer, Context& context);

/// The result with its streams.
std::string to_json(const HelloAnswer& answer);

}  // namespace standpipe::query
