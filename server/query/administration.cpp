#include "server/query/directory.hpp"
#include "server/query/moment.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

Answer<Invitations> answer(const InvitationList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, InvitationList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<Invitations>(viewer, context, InvitationList::least, [&]() -> Answer<Invitations> {
    auto records = is_administrator(viewer, context)
                       ? context.reader.all(select::all_invitations, below(params.before), *size + 1)
                       : context.reader.all(select::invitations_by, viewer.member, below(params.before), *size + 1);
    Invitations page;
    page.more = cut(records, *size);
    for (auto& record : records) page.invitations.push_back(std::move(record.invitation));
    return page;
  });
}

Answer<ServerInfo> answer(const ServerState::Params&, const Viewer& viewer, Context& context) {
  return at_one_moment<ServerInfo>(viewer, context, ServerState::least, [&]() -> Answer<ServerInfo> {
    ServerInfo info;
    info.database_bytes = context.reader.one(select::bytes).value_or(0);
    info.members = context.directory.active(context.published);
    const auto rooms = context.reader.all(select::rooms_with_slug);
    context.published.read([&](const domain::State& state) {
      info.messages = state.messages;
      info.reports_open = state.open_reports;
      for (const auto& [id, record] : state.applications) {
        info.applications_waiting += int{record.application.status == ApplicationStatus::pending};
      }
      for (const auto id : rooms) {
        const auto* room = state.room(id);
        const auto kind = room ? room->room.kind : RoomKind::direct;
        if (kind == RoomKind::cop && !room->room.archived && room->room.moderators.size() < 2) {
          info.short_of_moderators.push_back(id);
        }
      }
    });
    return info;
  });
}

}  // namespace standpipe::query
