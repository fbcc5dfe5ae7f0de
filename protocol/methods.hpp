#pragma once

#include "protocol/methods_session.hpp"
#include "protocol/methods_messages.hpp"
#include "protocol/methods_threads.hpp"
#include "protocol/methods_rooms.hpp"
#include "protocol/methods_members.hpp"
#include "protocol/methods_moderation.hpp"

#include <boost/mp11/list.hpp>

namespace standpipe::protocol {

/// Every method of the protocol. The server's table, the OpenRPC document and the tests are made from it.
using Methods = boost::mp11::mp_list<
    Hello, ChangesSince, TypingNow, PresenceList, SessionList, SessionRevoke,
    MessagePost, MessageEdit, MessageRemove, MessageReact, MessagePin, MessageReport, MessageHistory, MessageGet, MessagePins, MessageMine, Search, ReadMarkSet, ReadAll,
    ThreadCreate, ThreadUpdate, ThreadAnswer, ThreadLock, ThreadPin, ThreadMove, ThreadList, ThreadGet,
    RoomList, RoomMembers, RoomJoin, RoomLeave, RoomNotify, RoomCreate, RoomUpdate, RoomArchive, RoomAddMember, RoomRemoveMember, RoomAppoint, RoomDismiss, DirectOpen,
    MemberGet, MemberSearch, ProfileUpdate, AccountLeave, NotificationList, NotificationSeen, UtilityList, UtilityCreate, UtilityUpdate,
    MemberWarn, MemberMute, MemberBan, MemberSuspend, SanctionLift, SanctionList, ReportList, ReportResolve, PendingList, PendingApprove, PendingReject, ApplicationList, ApplicationApprove, ApplicationDecline, AuditList, MemberSetRole, MemberDeactivate, MemberErase, InvitationCreate, InvitationRevoke, InvitationList, ServerState>;

}  // namespace standpipe::protocol
