#include <algorithm>
#include <utility>

#include "server/query/heads.hpp"
#include "server/query/moment.hpp"
#include "server/query/profiles.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

Answer<Rooms> answer(const RoomList::Params&, const Viewer& viewer, Context& context) {
  return at_one_moment<Rooms>(viewer, context, RoomList::least, [&]() -> Answer<Rooms> {
    Rooms rooms;
    for (const auto id : visible_rooms(viewer, context)) {
      auto room = context.reader.one(select::room, id);
      if (!room) continue;
      rooms.rooms.push_back(std::move(*room));
      rooms.heads.push_back(visible_head(viewer, context, id));
    }
    for (const auto& record : context.reader.all(select::memberships_of, viewer.member)) {
      rooms.memberships.push_back(record.membership);
    }
    return rooms;
  });
}

Answer<MemberPage> answer(const RoomMembers::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, RoomMembers::page);
  if (size.has_error()) return size.error();
  return at_one_moment<MemberPage>(viewer, context, RoomMembers::least, [&]() -> Answer<MemberPage> {
    if (auto no = objection_to_reading(viewer, context, params.room)) return std::move(*no);
    auto members = context.reader.all(select::members_of_room, params.room);
    const auto room = context.reader.one(select::room, params.room);
    MemberPage page;
    page.total = std::ssize(members);
    if (room) page.moderators = room->moderators;
    const auto place = [&](MemberId id) { return std::pair(!std::ranges::binary_search(page.moderators, id), id); };
    const auto after = params.after.value_or(MemberId{});
    if (after) std::erase_if(members, [&](MemberId id) { return place(id) <= place(after); });
    std::ranges::sort(members, {}, place);
    page.more = cut(members, *size);
    page.members = profiles(context, members);
    return page;
  });
}

}  // namespace standpipe::query
