#include "server/query/hello.hpp"

#include <algorithm>

#include "server/query/catch_up.hpp"
#include "server/query/heads.hpp"
#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;
using domain::StreamKey;

namespace {

std::int64_t page_of(const Hello::Params& params) {
  return params.page.value_or(0);
}

/// A stream that the client has no copy of, or one of another database. `follows`: it has one of the community's, which told of
/// the rooms that there were to see when it began.
SizedCatchUp afresh(StreamKey stream, bool follows, std::int64_t page, const Viewer& viewer, Context& context) {
  switch (stream.kind) {
    case StreamKey::Kind::community:
    case StreamKey::Kind::member:
      return newest_part(stream, page, viewer, context);
    case StreamKey::Kind::room:
      if (page > 0) return newest_part(stream, page, viewer, context);
      return follows ? head_and_room(stream, context) : bare_head(stream, context);
    case StreamKey::Kind::desk:
      return bare_head(stream, context);
  }
  return {};
}

/// What the client's copy has of the stream; nothing where it has none that can be mended.
std::optional<Rev> known_rev(const Hello::Params& params, const std::string& epoch, StreamKey stream) {
  if (!params.streams || (params.epoch && *params.epoch != epoch)) return std::nullopt;
  const auto at = params.streams->find(to_name(stream));
  if (at == params.streams->end()) return std::nullopt;
  return at->second;
}

/// Whether a client that knows the stream up to `known` missed anything, and no more.
SizedCatchUp only_head(StreamKey stream, std::optional<Rev> known, Context& context) {
  auto head = bare_head(stream, context);
  head.gap = known != head.rev;
  return head;
}

/// What it missed.
SizedCatchUp missed_of(StreamKey stream, std::optional<Rev> known, bool follows, std::int64_t page, const Viewer& viewer,
                       Context& context) {
  return known ? catch_up(stream, *known, page, viewer, context) : afresh(stream, follows, page, viewer, context);
}

}  // namespace

Answer<HelloAnswer> hello(const Hello::Params& params, const Viewer& viewer, Context& context) {
  const auto page = page_size(params.page, Hello::page);
  if (page.has_error()) return Refusal(page.error()).field("page");
  return at_one_moment<HelloAnswer>(viewer, context, Hello::least, [&]() -> Answer<HelloAnswer> {
    HelloAnswer whole;
    auto& result = whole.result;
    const auto streams = context.published.read([&](const domain::State& state) {
      const auto& account = state.member(viewer.member)->account;
      result.epoch = state.epoch;
      result.me = account.profile;
      result.email = account.email;
      return domain::streams_of(state, viewer.member, viewer.now);
    });
    const bool follows = known_rev(params, result.epoch, StreamKey::community()).has_value();
    People people;
    std::size_t left = limits::hello_bytes;
    for (const auto stream : streams) {
      const auto known = known_rev(params, result.epoch, stream);
      auto missed = left < limits::catch_up_bytes ? only_head(stream, known, context)
                                                  : missed_of(stream, known, follows, page_of(params), viewer, context);
      left -= std::min(left, missed.bytes);
      if (stream.kind == StreamKey::Kind::room) {
        result.heads.push_back(visible_head(viewer, context, RoomId{stream.id}));
      }
      whole.heads.emplace_back(stream, missed.rev);
      people.add(missed.changes);
      result.streams.push_back(std::move(missed));
    }
    result.people = people.cards(context);
    result.unseen = context.reader.one(select::unseen_count, viewer.member).value_or(0);
    return whole;
  });
}

Answer<CatchUp> answer(const ChangesSince::Params& params, const Viewer& viewer, Context& context) {
  const auto page = page_size(params.page, ChangesSince::page);
  if (page.has_error()) return Refusal(page.error()).field("page");
  if (params.rev < Rev{}) return Refusal(ErrorCode::argument_bad).field("rev");
  const auto stream = domain::from_name(params.stream, viewer.member);
  return at_one_moment<CatchUp>(viewer, context, ChangesSince::least, [&]() -> Answer<CatchUp> {
    if (!stream) return Refusal(ErrorCode::not_found).field("stream");
    if (auto no = objection_to_stream(viewer, context, *stream)) return std::move(*no);
    return catch_up(*stream, params.rev, *page, viewer, context);
  });
}

}  // namespace standpipe::query
