#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "protocol/event.hpp"

/// What is answered of streams, as JSON that all who ask share.
namespace standpipe::query {

/// A protocol::Change as catch-ups list it, or a whole protocol::CatchUp. Immutable once it is made; shared between threads.
struct Encoded {
  protocol::Rev rev;  ///< of the change; of the catch-up, where the stream stands
  std::string json;
  std::size_t changes_bytes = 0;           ///< of a catch-up: how much of it is the list of its changes
  std::vector<protocol::MemberId> people;  ///< whom it speaks of (see People), ascending
};
using EncodedPtr = std::shared_ptr<const Encoded>;

EncodedPtr encode(const protocol::Change& change);

/// A catch-up with these changes, in their order; `head` is all the rest of it.
EncodedPtr encode(const protocol::CatchUp& head, const std::vector<EncodedPtr>& changes);

/// As the answer to a question, like any other result.
inline std::string to_json(const EncodedPtr& encoded) {
  return encoded->json;
}

}  // namespace standpipe::query
