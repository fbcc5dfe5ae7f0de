#pragma once

#include "protocol/http.hpp"
#include "server/domain/draft.hpp"
#include "server/domain/guards.hpp"

/// Every act: checks all that must hold, then writes down into the draft what it does. What comes back is the reply. Actor,
/// session and key have been checked before; while an act refuses, it has saved nothing.
namespace standpipe::domain {

// decide_applications.cpp
Answer<ApplyResult> act(Draft& draft, const ApplyToJoin& params);
Answer<Approved> act(Draft& draft, const ApplicationApprove::Params& params);
Answer<Done> act(Draft& draft, const ApplicationDecline::Params& params);

// decide_invitations.cpp
Answer<Invited> act(Draft& draft, const CreateInvitation& params);
Answer<Done> act(Draft& draft, const InvitationRevoke::Params& params);

// decide_sessions.cpp
/// The reply has no token: whoever made it puts it in.
Answer<LoginResult> act(Draft& draft, const OpenSession& params);
Answer<Done> act(Draft& draft, const CloseSession& params);
Answer<Done> act(Draft& draft, const RevokeSession& params);
Answer<Done> act(Draft& draft, const SetPassword& params);
Answer<Done> act(Draft& draft, const Housekeep& params);

// decide_messages.cpp
Answer<Posted> act(Draft& draft, const MessagePost::Params& params);
Answer<Posted> act(Draft& draft, const MessageEdit::Params& params);
Answer<Done> act(Draft& draft, const MessageRemove::Params& params);

// decide_responses.cpp
Answer<Done> act(Draft& draft, const MessageReact::Params& params);
Answer<Done> act(Draft& draft, const MessagePin::Params& params);
Answer<Done> act(Draft& draft, const MessageReport::Params& params);
Answer<Done> act(Draft& draft, const ReportResolve::Params& params);

// decide_pending.cpp
Answer<Posted> act(Draft& draft, const PendingApprove::Params& params);
Answer<Done> act(Draft& draft, const PendingReject::Params& params);

// decide_marks.cpp
Answer<Done> act(Draft& draft, const ReadMarkSet::Params& params);
Answer<Done> act(Draft& draft, const ReadAll::Params& params);
Answer<Done> act(Draft& draft, const NotificationSeen::Params& params);

// decide_threads.cpp
Answer<Posted> act(Draft& draft, const ThreadCreate::Params& params);
Answer<Done> act(Draft& draft, const ThreadUpdate::Params& params);
Answer<Done> act(Draft& draft, const ThreadAnswer::Params& params);
Answer<Done> act(Draft& draft, const ThreadLock::Params& params);
Answer<Done> act(Draft& draft, const ThreadPin::Params& params);

// decide_thread_move.cpp
Answer<Done> act(Draft& draft, const ThreadMove::Params& params);

// decide_rooms.cpp
Answer<RoomMade> act(Draft& draft, const SeedRoom& params);
Answer<RoomMade> act(Draft& draft, const RoomCreate::Params& params);
Answer<Done> act(Draft& draft, const RoomUpdate::Params& params);
Answer<Done> act(Draft& draft, const RoomArchive::Params& params);
Answer<RoomMade> act(Draft& draft, const DirectOpen::Params& params);

// decide_room_members.cpp
Answer<Joined> act(Draft& draft, const RoomJoin::Params& params);
Answer<Done> act(Draft& draft, const RoomLeave::Params& params);
Answer<Done> act(Draft& draft, const RoomNotify::Params& params);
Answer<Done> act(Draft& draft, const RoomAddMember::Params& params);
Answer<Done> act(Draft& draft, const RoomRemoveMember::Params& params);
Answer<Done> act(Draft& draft, const RoomAppoint::Params& params);
Answer<Done> act(Draft& draft, const RoomDismiss::Params& params);

// decide_profiles.cpp
Answer<Done> act(Draft& draft, const ProfileUpdate::Params& params);
Answer<UtilityMade> act(Draft& draft, const UtilityCreate::Params& params);
Answer<Done> act(Draft& draft, const UtilityUpdate::Params& params);

// decide_accounts.cpp
Answer<Approved> act(Draft& draft, const CreateAdministrator& params);
Answer<Done> act(Draft& draft, const AccountLeave::Params& params);
Answer<Done> act(Draft& draft, const MemberSetRole::Params& params);
Answer<Done> act(Draft& draft, const MemberDeactivate::Params& params);

// decide_erase.cpp
Answer<Done> act(Draft& draft, const MemberErase::Params& params);

// decide_sanctions.cpp
Answer<Sanctioned> act(Draft& draft, const MemberWarn::Params& params);
Answer<Sanctioned> act(Draft& draft, const MemberMute::Params& params);
Answer<Sanctioned> act(Draft& draft, const MemberBan::Params& params);
Answer<Sanctioned> act(Draft& draft, const MemberSuspend::Params& params);
Answer<Done> act(Draft& draft, const SanctionLift::Params& params);

}  // namespace standpipe::domain
