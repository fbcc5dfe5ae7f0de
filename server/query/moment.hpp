#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
#include "protocol/results.hpp"
#include "server/query/context.hpp"
#include "server/query/gate.hpp"
#include "server/store/reader.hpp"

namespace standpipe::query {

/// What a client is told when the database could not answer.
inline protocol::Refusal refusal_for(const store::StoreError& error) {
  if (error.kind != store::StoreError::Kind::busy) return protocol::Refusal(protocol::ErrorCode::internal);
  return protocol::Refusal(protocol::ErrorCode::busy, "The question took too long. Ask for less, or try again later.")
      .retry_after(2000);
}

/// Closes the snapshot, however the question ends.
struct SnapshotGuard {
  store::Reader& reader;
  explicit SnapshotGuard(store::Reader& r) : reader(r) {}
  SnapshotGuard(const SnapshotGuard&) = delete;
  SnapshotGuard& operator=(const SnapshotGuard&) = delete;
  ~SnapshotGuard() { reader.end(); }
};

/// Answers from one moment: a snapshot of the database, and the published state, which is not older. read() -> Answer<Result>
/// is called where the viewer may ask at all, with at least the role `least`; or read(seq), with the last command in the
/// snapshot: a state of the same seq is of the very same moment.
template <class Result, class Read>
Answer<Result> at_one_moment(const Viewer& viewer, Context& context, protocol::Role least, Read read) {
  SnapshotGuard guard(context.reader);
  const auto seq = context.reader.begin();
  if (seq.has_error()) return refusal_for(seq.error());
  context.published.wait_for(seq.value());
  auto objection = context.published.read([&](const domain::State& state) { return objection_to_viewer(state, viewer, least); });
  if (objection) return std::move(*objection);
  auto result = [&]() -> Answer<Result> {
    if constexpr (std::is_invocable_v<Read&, std::int64_t>) {
      return read(seq.value());
    } else {
      return read();
    }
  }();
  if (const auto error = context.reader.end()) return refusal_for(*error);
  return result;
}

/// A page's size as asked for.
inline Answer<std::int64_t> page_size(const std::optional<std::int64_t>& asked, const protocol::limits::PageSize& allowed) {
  const auto size = asked.value_or(allowed.usual);
  if (size >= allowed.least && size <= allowed.most) return size;
  return protocol::Refusal(protocol::ErrorCode::argument_bad,
                           "A page has " + std::to_string(allowed.least) + " to " + std::to_string(allowed.most) + " entries.")
      .field("limit");
}

/// "Before nothing": above every id.
template <class Id>
Id below(const std::optional<Id>& before) {
  return before.value_or(Id{INT64_MAX});
}

/// How long a value is as JSON.
template <class T>
std::size_t json_bytes(const T& value) {
  return protocol::to_json(value).size();
}

/// Takes the row off that was read beyond the page to see whether there is more, and those that would make the page larger than
/// limits::page_bytes; the first one always stays. Records are too small for that.
template <class T>
bool cut(std::vector<T>& rows, std::int64_t limit) {
  auto size = std::min(rows.size(), static_cast<std::size_t>(limit));
  if constexpr (protocol::describe::Struct<T>) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < size; ++i) {
      bytes += json_bytes(rows[i]);
      if (bytes > protocol::limits::page_bytes && i > 0) size = i;
    }
  }
  const bool more = rows.size() > size;
  rows.resize(size);
  return more;
}

}  // namespace standpipe::query
