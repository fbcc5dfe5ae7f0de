#pragma once

#include "protocol/methods.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"
#include "server/query/hello.hpp"

/// One function per query method of the protocol. Each answers from one moment: it opens a snapshot of the database, waits until
/// the published state is at least as new, asks domain/rules.hpp what the viewer may see, and only then reads. What they may
/// not see is answered exactly like what does not exist: left out of lists, else `not_found`.
///
/// All of them block on the disk: to be called on a thread of query::Pool, with that thread's Context. Common refusals:
/// `suspended`, `account_inactive`, `session_ended`, `not_allowed` (the method's least role), `argument_bad`, `busy` (the
/// question took too long), `internal` (the database could not be read).
namespace standpipe::query {

// What concerns the log-in itself.
Answer<EncodedPtr> answer(const protocol::ChangesSince::Params&, const Viewer&, Context&);
Answer<protocol::Sessions> answer(const protocol::SessionList::Params&, const Viewer&, Context&);

// Messages.
Answer<protocol::MessagePage> answer(const protocol::MessageHistory::Params&, const Viewer&, Context&);
Answer<protocol::MessagePage> answer(const protocol::MessageGet::Params&, const Viewer&, Context&);
Answer<protocol::MessagePage> answer(const protocol::MessagePins::Params&, const Viewer&, Context&);
Answer<protocol::MessagePage> answer(const protocol::MessageMine::Params&, const Viewer&, Context&);
Answer<protocol::MessagePage> answer(const protocol::Search::Params&, const Viewer&, Context&);

/// Whether a post of the viewer's in that thread of that room would be taken (see domain::may_post).
Answer<bool> may_post(protocol::RoomId room, protocol::ThreadId thread, const Viewer& viewer, Context& context);

// Threads.
Answer<protocol::ThreadPage> answer(const protocol::ThreadList::Params&, const Viewer&, Context&);
Answer<protocol::ThreadPage> answer(const protocol::ThreadGet::Params&, const Viewer&, Context&);

// Rooms, members, utilities.
Answer<protocol::Rooms> answer(const protocol::RoomList::Params&, const Viewer&, Context&);
Answer<protocol::MemberPage> answer(const protocol::RoomMembers::Params&, const Viewer&, Context&);
Answer<protocol::MemberPage> answer(const protocol::MemberGet::Params&, const Viewer&, Context&);
Answer<protocol::MemberPage> answer(const protocol::MemberSearch::Params&, const Viewer&, Context&);
Answer<protocol::Notifications> answer(const protocol::NotificationList::Params&, const Viewer&, Context&);
Answer<protocol::Utilities> answer(const protocol::UtilityList::Params&, const Viewer&, Context&);

// Moderation and administration.
Answer<protocol::Sanctions> answer(const protocol::SanctionList::Params&, const Viewer&, Context&);
Answer<protocol::Reports> answer(const protocol::ReportList::Params&, const Viewer&, Context&);
Answer<protocol::PendingPosts> answer(const protocol::PendingList::Params&, const Viewer&, Context&);
Answer<protocol::Applications> answer(const protocol::ApplicationList::Params&, const Viewer&, Context&);
Answer<protocol::AuditLog> answer(const protocol::AuditList::Params&, const Viewer&, Context&);
Answer<protocol::Invitations> answer(const protocol::InvitationList::Params&, const Viewer&, Context&);
/// Without version, started_at and connections, which only the running server knows.
Answer<protocol::ServerInfo> answer(const protocol::ServerState::Params&, const Viewer&, Context&);

}  // namespace standpipe::query
