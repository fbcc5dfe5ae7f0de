#pragma once

#include "server/domain/stream.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"

/// What a client missed of a stream. The caller has begun a snapshot, and has seen that the viewer may see the stream.
namespace standpipe::query {

/// A stream, and where it stands in the snapshot.
struct StreamHead {
  domain::StreamKey stream;
  protocol::Rev rev;
};
StreamHead head_of(domain::StreamKey stream, Context& context);

/// Every entity that changed after `since`, in the order of its last change, each once; what is gone as a tombstone. When that
/// is more than limits::gap entities or limits::catch_up_bytes of JSON, or `since` is not of this database's history: the newest
/// part instead (see newest_part).
EncodedPtr catch_up(const StreamHead& head, protocol::Rev since, std::int64_t page, const Viewer& viewer, Context& context);

/// A stream afresh, as a gap, as far as it is not more than limits::catch_up_bytes of JSON; rooms, memberships and the profile
/// come in any case:
/// - a room: itself, its 20 most recent threads and the pinned ones, its newest `page` chat messages, the pinned messages;
/// - me: profile, memberships, the 200 newest read marks, the 50 newest notifications, sanctions in force, posts that wait;
/// - a desk: open reports, waiting posts and applications, sanctions in force, at most 200 of each;
/// - community: every room that the viewer may see, and the first 200 utilities.
EncodedPtr newest_part(const StreamHead& head, std::int64_t page, const Viewer& viewer, Context& context);

/// Only where the stream stands, and whether there is a gap; without changes.
EncodedPtr bare_head(const StreamHead& head, bool gap);

/// The same, with the room that the stream is of.
EncodedPtr head_and_room(const StreamHead& head, Context& context);

}  // namespace standpipe::query
