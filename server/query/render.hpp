#pragma once

#include <optional>

#include "protocol/event.hpp"
#include "server/domain/stream.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

/// An entity of a stream as it is now, in the same shape in which decide announced it, but for the key of a post. What has moved
/// out of the stream's room is a tombstone. Nothing where the row is damaged.
std::optional<protocol::Change> render(store::Reader& reader, domain::StreamKey stream, const store::Changed& changed);

}  // namespace standpipe::query
