#pragma once

#include <boost/system/result.hpp>

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "server/domain/published.hpp"

namespace standpipe::store {
class Reader;
}

namespace standpipe::query {

class Directory;
class EncodedCache;

/// Yes, or why not.
template <class T>
using Answer = boost::system::result<T, protocol::Refusal>;

/// Who asks, by which log-in, and when. The caller has authenticated them; what they may see is decided here.
struct Viewer {
  protocol::MemberId member;
  protocol::SessionId session;  ///< 0: none, for the server's own questions
  protocol::Time now;
};

/// What an answer is made from. One per reader thread; `reader` is that thread's own, the others are shared.
struct Context {
  store::Reader& reader;
  const domain::Published& published;
  Directory& directory;
  EncodedCache& encoded;
};

}  // namespace standpipe::query
