#pragma once

#include <optional>

#include "protocol/event.hpp"
#include "server/domain/stream.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

/// An entity of a stream as it is now, in the same shape in which decide announced it, but for the key of a post. What has moved
/// out of the stream's room is a tombstone. Nothing where the row is damaged.
std::optional<protocol::Change> render(store::Reader& reader, domain::StreamKey stream, const store::Changed& changed);

/// The same, encoded; null where the row is damaged. A message in a room is shared with all who ask for it. The caller has seen
/// that the viewer may see the stream.
EncodedPtr rendered(Context& context, domain::StreamKey stream, const store::Changed& changed);

}  // namespace standpipe::query
