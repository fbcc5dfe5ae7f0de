#include "protocol/limits.hpp"
#include "server/query/match.hpp"
#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

/// The rooms that the viewer may read are a parameter of the select itself, so that what is found elsewhere counts for nothing:
/// not for the page, not for `more_before`.
Answer<MessagePage> answer(const Search::Params& params, const Viewer& viewer, Context& context) {
  if (params.query.size() > limits::note_bytes) return Refusal(ErrorCode::argument_too_long).field("query");
  const auto expression = match_expression(params.query);
  if (expression.empty()) return Refusal(ErrorCode::argument_bad, "Give at least one word.").field("query");
  const auto size = page_size(params.limit, Search::page);
  if (size.has_error()) return size.error();
  return at_one_moment<MessagePage>(viewer, context, Search::least, [&]() -> Answer<MessagePage> {
    std::vector<RoomId> rooms;
    if (params.room) {
      if (auto no = objection_to_reading(viewer, context, *params.room)) return std::move(*no);
      rooms.push_back(*params.room);
    } else {
      rooms = readable_rooms(viewer, context);
    }
    MessagePage page;
    page.messages = context.reader.all(select::found_messages, expression, below(params.before), to_json_ids(rooms), params.kind,
                                       params.lang, params.by, *size + 1);
    page.more_before = cut(page.messages, *size);
    People people;
    people.add(page.messages);
    page.people = people.cards(context);
    return page;
  });
}

}  // namespace standpipe::query
