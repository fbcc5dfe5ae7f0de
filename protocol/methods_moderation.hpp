#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// What moderators and administrators do.
namespace standpipe::protocol {

/// Warns a member, who sees the reason.
struct MemberWarn {
  static constexpr std::string_view name = "member.warn";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Warns a member, who sees the reason.";
  struct Params {
    MemberId member;
    RoomId room;  ///< 0: everywhere, by administrators
    std::string reason;
  };
  using Result = Sanctioned;
};
BOOST_DESCRIBE_STRUCT(MemberWarn::Params, (), (member, room, reason))

/// Ends a member's posting in a room, or everywhere.
struct MemberMute {
  static constexpr std::string_view name = "member.mute";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Ends a member's posting in a room, or everywhere.";
  struct Params {
    MemberId member;
    RoomId room;  ///< 0: everywhere, by administrators
    std::string reason;
    std::int64_t minutes = 0;  ///< 0: for good
  };
  using Result = Sanctioned;
};
BOOST_DESCRIBE_STRUCT(MemberMute::Params, (), (member, room, reason, minutes))

/// Puts a member out of a room, for a time or for good.
struct MemberBan {
  static constexpr std::string_view name = "member.ban";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Puts a member out of a room, for a time or for good.";
  struct Params {
    MemberId member;
    RoomId room;
    std::string reason;
    std::int64_t minutes = 0;  ///< 0: for good
  };
  using Result = Sanctioned;
};
BOOST_DESCRIBE_STRUCT(MemberBan::Params, (), (member, room, reason, minutes))

/// Suspends a member from the community: ends all sessions, no log-in until then.
struct MemberSuspend {
  static constexpr std::string_view name = "member.suspend";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Suspends a member from the community: ends all sessions, no log-in until then.";
  struct Params {
    MemberId member;
    std::string reason;
    std::int64_t minutes = 0;  ///< 0: for good
  };
  using Result = Sanctioned;
};
BOOST_DESCRIBE_STRUCT(MemberSuspend::Params, (), (member, reason, minutes))

/// Ends a sanction before its time.
struct SanctionLift {
  static constexpr std::string_view name = "sanction.lift";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Ends a sanction before its time.";
  struct Params {
    SanctionId sanction;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(SanctionLift::Params, (), (sanction, reason))

/// Sanctions: one's own; of a room's members for its moderators; all for administrators. Newest first.
struct SanctionList {
  static constexpr std::string_view name = "sanction.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Sanctions: one's own; of a room's members for its moderators; all for administrators. Newest first.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<RoomId> room;
    std::optional<MemberId> member;
    std::optional<bool> active;  ///< only those in force
    std::optional<SanctionId> before;
    std::optional<std::int64_t> limit;
  };
  using Result = Sanctions;
};
BOOST_DESCRIBE_STRUCT(SanctionList::Params, (), (room, member, active, before, limit))

/// Reports of a room, oldest open ones first.
struct ReportList {
  static constexpr std::string_view name = "report.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Reports of a room, oldest open ones first.";
  static constexpr limits::PageSize page{};
  struct Params {
    RoomId room;                         ///< 0: of all rooms one moderates
    std::optional<ReportStatus> status;  ///< open if absent
    std::optional<ReportId> after;
    std::optional<std::int64_t> limit;
  };
  using Result = Reports;
};
BOOST_DESCRIBE_STRUCT(ReportList::Params, (), (room, status, after, limit))

/// Closes a report; who reported is told.
struct ReportResolve {
  static constexpr std::string_view name = "report.resolve";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Closes a report; who reported is told.";
  struct Params {
    ReportId report;
    bool upheld = false;
    std::string note;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ReportResolve::Params, (), (report, upheld, note))

/// Posts of newcomers that wait for approval, oldest first.
struct PendingList {
  static constexpr std::string_view name = "pending.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Posts of newcomers that wait for approval, oldest first.";
  struct Params {
    RoomId room;  ///< 0: of all rooms one moderates
  };
  using Result = PendingPosts;
};
BOOST_DESCRIBE_STRUCT(PendingList::Params, (), (room))

/// Lets a waiting post into the room.
struct PendingApprove {
  static constexpr std::string_view name = "pending.approve";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Lets a waiting post into the room.";
  struct Params {
    PendingId pending;
  };
  using Result = Posted;
};
BOOST_DESCRIBE_STRUCT(PendingApprove::Params, (), (pending))

/// Turns a waiting post down; its author sees the reason.
struct PendingReject {
  static constexpr std::string_view name = "pending.reject";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Turns a waiting post down; its author sees the reason.";
  struct Params {
    PendingId pending;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(PendingReject::Params, (), (pending, reason))

/// Applications, oldest first: moderators see those that name one of their CoPs.
struct ApplicationList {
  static constexpr std::string_view name = "application.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Applications, oldest first: moderators see those that name one of their CoPs.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<ApplicationStatus> status;  ///< pending if absent
    std::optional<ApplicationId> after;
    std::optional<std::int64_t> limit;
  };
  using Result = Applications;
};
BOOST_DESCRIBE_STRUCT(ApplicationList::Params, (), (status, after, limit))

/// Makes the applicant a member who is in the CoPs they named.
struct ApplicationApprove {
  static constexpr std::string_view name = "application.approve";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Makes the applicant a member who is in the CoPs they named.";
  struct Params {
    ApplicationId application;
    std::optional<UtilityId> utility;  ///< the employer, where it is known
  };
  using Result = Approved;
};
BOOST_DESCRIBE_STRUCT(ApplicationApprove::Params, (), (application, utility))

/// Declines an application; the applicant sees the reason at log-in.
struct ApplicationDecline {
  static constexpr std::string_view name = "application.decline";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Declines an application; the applicant sees the reason at log-in.";
  struct Params {
    ApplicationId application;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ApplicationDecline::Params, (), (application, reason))

/// The audit log, newest first: of one's rooms for moderators, all for administrators.
struct AuditList {
  static constexpr std::string_view name = "audit.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary =
      "The audit log, newest first: of one's rooms for moderators, all for administrators.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<RoomId> room;
    std::optional<MemberId> member;
    std::optional<AuditId> before;
    std::optional<std::int64_t> limit;
  };
  using Result = AuditLog;
};
BOOST_DESCRIBE_STRUCT(AuditList::Params, (), (room, member, before, limit))

/// Makes a member an administrator, or an administrator a member.
struct MemberSetRole {
  static constexpr std::string_view name = "member.set_role";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Makes a member an administrator, or an administrator a member.";
  struct Params {
    MemberId member;
    Role role{};  ///< administrator or member
    std::optional<std::string> reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MemberSetRole::Params, (), (member, role, reason))

/// Deactivates an account (ends sessions, no log-in), or activates it again.
struct MemberDeactivate {
  static constexpr std::string_view name = "member.deactivate";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Deactivates an account (ends sessions, no log-in), or activates it again.";
  struct Params {
    MemberId member;
    bool on = false;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MemberDeactivate::Params, (), (member, on, reason))

/// Erases a person: the author becomes "former member", the account and its data are gone; the texts too, if asked.
struct MemberErase {
  static constexpr std::string_view name = "member.erase";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary =
      "Erases a person: the author becomes \"former member\", the account and its data are gone; the texts too, if asked.";
  struct Params {
    MemberId member;
    bool texts = false;
    std::string reason;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(MemberErase::Params, (), (member, texts, reason))

/// Makes an invitation; who accepts it is a member at once. Its code is in the first answer only, not in that to a retry.
struct InvitationCreate {
  static constexpr std::string_view name = "invitation.create";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary =
      "Makes an invitation; who accepts it is a member at once. Only the first answer has its code.";
  struct Params {
    std::int64_t uses = 0;  ///< 1 to 1000
    std::int64_t days = 0;  ///< until it expires, 1 to 90
    std::optional<std::string> note;
    std::optional<std::vector<RoomId>> rooms;
  };
  using Result = Invited;
};
BOOST_DESCRIBE_STRUCT(InvitationCreate::Params, (), (uses, days, note, rooms))

/// Revokes an invitation.
struct InvitationRevoke {
  static constexpr std::string_view name = "invitation.revoke";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Revokes an invitation.";
  struct Params {
    InvitationId invitation;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(InvitationRevoke::Params, (), (invitation))

/// Invitations, newest first: one's own; all for administrators.
struct InvitationList {
  static constexpr std::string_view name = "invitation.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::moderator;
  static constexpr std::string_view summary = "Invitations, newest first: one's own; all for administrators.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<InvitationId> before;
    std::optional<std::int64_t> limit;
  };
  using Result = Invitations;
};
BOOST_DESCRIBE_STRUCT(InvitationList::Params, (), (before, limit))

/// How the server is doing, and which CoPs have fewer than two moderators.
struct ServerState {
  static constexpr std::string_view name = "server.state";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "How the server is doing, and which CoPs have fewer than two moderators.";
  struct Params {};
  using Result = ServerInfo;
};
BOOST_DESCRIBE_STRUCT(ServerState::Params, (), ())

}  // namespace standpipe::protocol
