#pragma once

#include "protocol/methods_members.hpp"
#include "protocol/methods_messages.hpp"
#include "protocol/methods_moderation.hpp"
#include "protocol/methods_rooms.hpp"
#include "protocol/methods_session.hpp"
#include "protocol/methods_threads.hpp"

#include <boost/mp11/list.hpp>

namespace standpipe::protocol {

/// Every method of the protocol. The server's table, the OpenRPC document and the tests are made from it.
// clang-format off
using Methods = boost::mp11::mp_list<
    // the connection
    Hello, ChangesSince, TypingNow, PresenceList, SessionList, SessionRevoke,
    // messages
    MessagePost, MessageEdit, MessageRemove, MessageReact, MessagePin, MessageReport,
    MessageHistory, MessageGet, MessagePins, MessageMine, Search, ReadMarkSet, ReadAll,
    // threads
    ThreadCreate, ThreadUpdate, ThreadAnswer, ThreadLock, ThreadPin, ThreadMove, ThreadList, ThreadGet,
    // rooms
    RoomList, RoomMembers, RoomJoin, RoomLeave, RoomNotify, RoomCreate, RoomUpdate, RoomArchive,
    RoomAddMember, RoomRemoveMember, RoomAppoint, RoomDismiss, DirectOpen,
    // members
    MemberGet, MemberSearch, ProfileUpdate, AccountLeave, NotificationList, NotificationSeen,
    UtilityList, UtilityCreate, UtilityUpdate,
    // moderators and administrators
    MemberWarn, MemberMute, MemberBan, MemberSuspend, SanctionLift, SanctionList, ReportList, ReportResolve,
    PendingList, PendingApprove, PendingReject, ApplicationList, ApplicationApprove, ApplicationDecline, AuditList,
    MemberSetRole, MemberDeactivate, MemberErase, InvitationCreate, InvitationRevoke, InvitationList, ServerState>;
// clang-format on

}  // namespace standpipe::protocol
