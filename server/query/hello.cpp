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
EncodedPtr afresh(const StreamHead& head, bool follows, std::int64_t page, const Viewer& viewer, Context& context) {
  switch (head.stream.kind) {
    case StreamKey::Kind::community:
    case StreamKey::Kind::member:
      return newest_part(head, page, viewer, context);
    case StreamKey::Kind::room:
      if (page > 0) return newest_part(head, page, viewer, context);
      return follows ? head_and_room(head, context) : bare_head(head, true);
    case StreamKey::Kind::desk:
      return bare_head(head, true);
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

/// What it missed.
EncodedPtr missed_of(const StreamHead& head, std::optional<Rev> known, bool follows, std::int64_t page, const Viewer& viewer,
                     Context& context) {
  return known ? catch_up(head, *known, page, viewer, context) : afresh(head, follows, page, viewer, context);
}

}  // namespace

Answer<HelloAnswer> hello(const Hello::Params& params, const Viewer& viewer, Context& context) {
  const auto page = page_size(params.page, Hello::page);
  if (page.has_error()) return Refusal(page.error()).field("page");
  return at_one_moment<HelloAnswer>(viewer, context, Hello::least, [&](std::int64_t seq) -> Answer<HelloAnswer> {
    HelloAnswer whole;
    auto& result = whole.result;
    std::vector<StreamHead> heads;
    // Mostly the state is of the snapshot's moment and knows the counters; else something was committed in between.
    const bool same_moment = context.published.read([&](const domain::State& state) {
      const auto& account = state.member(viewer.member)->account;
      result.epoch = state.epoch;
      result.me = account.profile;
      result.email = account.email;
      for (const auto stream : domain::streams_of(state, viewer.member, viewer.now)) {
        heads.push_back({stream, state.head(stream)});
        if (stream.kind == StreamKey::Kind::room) result.heads.push_back(head_in(state, viewer.member, RoomId{stream.id}));
      }
      return state.seq == seq;
    });
    if (!same_moment) {
      for (auto& head : heads) head = head_of(head.stream, context);
      for (auto& head : result.heads) head = visible_head(viewer, context, head.room);
    }
    const bool follows = known_rev(params, result.epoch, StreamKey::community()).has_value();
    People people;
    std::size_t left = limits::hello_bytes;
    for (const auto& head : heads) {
      const auto known = known_rev(params, result.epoch, head.stream);
      auto missed = left < limits::catch_up_bytes ? bare_head(head, known != head.rev)
                                                  : missed_of(head, known, follows, page_of(params), viewer, context);
      left -= std::min(left, missed->changes_bytes);
      whole.heads.emplace_back(head.stream, head.rev);
      people.add(missed);
      whole.streams.push_back(std::move(missed));
    }
    result.people = people.cards(context);
    result.unseen = context.reader.one(select::unseen_count, viewer.member).value_or(0);
    return whole;
  });
}

std::string to_json(const HelloAnswer& answer) {
  constexpr std::size_t card = 128;  // about what a person or a room's head takes
  std::size_t bytes = (8 + answer.result.people.size() + answer.result.heads.size()) * card;
  for (const auto& stream : answer.streams) bytes += stream->json.size() + 1;
  std::string out;
  out.reserve(bytes);
  protocol::write_with_list(out, answer.result, &HelloResult::streams, answer.streams,
                            [&](const auto& stream) { out += stream->json; });
  return out;
}

Answer<EncodedPtr> answer(const ChangesSince::Params& params, const Viewer& viewer, Context& context) {
  const auto page = page_size(params.page, ChangesSince::page);
  if (page.has_error()) return Refusal(page.error()).field("page");
  if (params.rev < Rev{}) return Refusal(ErrorCode::argument_bad).field("rev");
  const auto stream = domain::from_name(params.stream, viewer.member);
  return at_one_moment<EncodedPtr>(viewer, context, ChangesSince::least, [&]() -> Answer<EncodedPtr> {
    if (!stream) return Refusal(ErrorCode::not_found).field("stream");
    if (auto no = objection_to_stream(viewer, context, *stream)) return std::move(*no);
    return catch_up(head_of(*stream, context), params.rev, *page, viewer, context);
  });
}

}  // namespace standpipe::query
