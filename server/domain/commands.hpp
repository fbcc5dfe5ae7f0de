#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/methods.hpp"
#include "server/domain/records.hpp"

/// Every durable act. Most are the params of a command method as they came in; the acts that come over HTTP or from the server
/// itself have a struct of their own here. Secrets have been hashed before they get here.
namespace standpipe::domain {

/// What a command needs that a deterministic core must not make itself. Given by the sequencer, part of the order.
struct Stamp {
  std::int64_t seq = 0;  ///< the command's place in the total order, dense from 1
  Time at;               ///< never goes back
};

struct ApplyToJoin {
  Application application;  ///< id, status, at and the utility match are filled in by decide
  std::string password_hash;
  TokenHash invitation{};  ///< all zero: none; a good one makes a member at once
};
/// The first administrator, by the one-time set-up code (checked by the caller), only while there is no administrator;
/// and `standpiped admin create-admin`.
struct CreateAdministrator {
  std::string name;
  std::string email;
  std::string password_hash;
  bool first = false;  ///< refused when an administrator exists
};
struct OpenSession {
  MemberId member;
  std::string verified_hash;  ///< that the password was found right by; refused when it is not the member's any more
  TokenHash token_hash{};
  std::string device;
  Time expires_at;
};
struct CloseSession {
  SessionId session;
};
struct SetPassword {
  MemberId member;
  std::string password_hash;
  SessionId keep;                              ///< all other sessions end
  std::optional<std::string> verified_hash{};  ///< that the old password was found right by; absent: it was not asked for
};
/// Rows that are over: sessions and keys past their time, groups past their end. Given by the server once in a while.
struct Housekeep {};
/// The nine CoPs of config/cops.toml at first start.
struct SeedRoom {
  RoomKind kind = RoomKind::cop;
  std::string slug;
  std::string name;
  std::string description;
};
/// Made with its hash; the code itself goes into the reply only (see Command::secret).
struct CreateInvitation {
  InvitationCreate::Params params;
  TokenHash code_hash{};
};
struct RevokeSession {
  SessionRevoke::Params params;
  SessionId current;
};

using Payload = std::variant<
    // HTTP and the server itself
    ApplyToJoin, CreateAdministrator, OpenSession, CloseSession, SetPassword, Housekeep, SeedRoom, CreateInvitation,
    RevokeSession,
    // messages
    MessagePost::Params, MessageEdit::Params, MessageRemove::Params, MessageReact::Params, MessagePin::Params,
    MessageReport::Params, ReadMarkSet::Params, ReadAll::Params,
    // threads
    ThreadCreate::Params, ThreadUpdate::Params, ThreadAnswer::Params, ThreadLock::Params, ThreadPin::Params, ThreadMove::Params,
    // rooms
    RoomJoin::Params, RoomLeave::Params, RoomNotify::Params, RoomCreate::Params, RoomUpdate::Params, RoomArchive::Params,
    RoomAddMember::Params, RoomRemoveMember::Params, RoomAppoint::Params, RoomDismiss::Params, DirectOpen::Params,
    // members
    ProfileUpdate::Params, AccountLeave::Params, NotificationSeen::Params, UtilityCreate::Params, UtilityUpdate::Params,
    // moderation and administration
    MemberWarn::Params, MemberMute::Params, MemberBan::Params, MemberSuspend::Params, SanctionLift::Params, ReportResolve::Params,
    PendingApprove::Params, PendingReject::Params, ApplicationApprove::Params, ApplicationDecline::Params, MemberSetRole::Params,
    MemberDeactivate::Params, MemberErase::Params, InvitationRevoke::Params>;

struct Command {
  MemberId actor;         ///< 0: the server itself, or a person who is not a member yet
  SessionId session;      ///< that it came by; 0 for none. A command whose session has ended meanwhile is refused.
  std::string key;        ///< UUID in canonical lower case; empty only where actor is 0
  std::string after_key;  ///< of a command of the same actor, without which this one is not carried out; empty: of none
  std::string secret;     ///< never stored: an invitation's code, for the reply alone
  Payload payload;
};

}  // namespace standpipe::domain
