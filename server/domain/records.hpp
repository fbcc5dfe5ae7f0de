#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/entities.hpp"

/// What the server keeps beyond what members see. One record is one row of the store and one line of an export.
namespace standpipe::domain {

using namespace protocol;  // NOLINT: the domain speaks the protocol's words

/// SHA-256 of a bearer token; the token itself is never kept.
using TokenHash = std::array<std::uint8_t, 32>;

struct Account {
  Profile profile;
  std::string email;          ///< lower case; unique among active accounts
  std::string password_hash;  ///< Argon2id in its encoded form; empty: cannot log in
  std::string lang;           ///< BCP 47; of texts for people
  friend bool operator==(const Account&, const Account&) = default;
};
BOOST_DESCRIBE_STRUCT(Account, (), (profile, email, password_hash, lang))

struct MembershipRecord {
  MemberId member;
  Membership membership;
  std::int64_t posts = 0;  ///< approved posts in this room; 0 makes a newcomer
  Time last_post_at;       ///< for slow mode
  friend bool operator==(const MembershipRecord&, const MembershipRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(MembershipRecord, (), (member, membership, posts, last_post_at))

struct MarkRecord {
  MemberId member;
  ReadMark mark;
  friend bool operator==(const MarkRecord&, const MarkRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(MarkRecord, (), (member, mark))

struct NotificationRecord {
  MemberId member;
  Notification notification;
  friend bool operator==(const NotificationRecord&, const NotificationRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(NotificationRecord, (), (member, notification))

struct ApplicationRecord {
  Application application;
  std::string password_hash;
  InvitationId invitation;
  friend bool operator==(const ApplicationRecord&, const ApplicationRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(ApplicationRecord, (), (application, password_hash, invitation))

struct InvitationRecord {
  Invitation invitation;  ///< without its code
  TokenHash code_hash{};
  friend bool operator==(const InvitationRecord&, const InvitationRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(InvitationRecord, (), (invitation, code_hash))

struct SessionRecord {
  SessionId id;
  MemberId member;
  TokenHash token_hash{};
  std::string device;
  Time at;
  Time expires_at;
  friend bool operator==(const SessionRecord&, const SessionRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(SessionRecord, (), (id, member, token_hash, device, at, expires_at))

/// A moved message leaves its old number behind, so that a room's numbers stay dense.
struct GoneRecord {
  RoomId room;
  Number number;
  MessageId message;
  friend bool operator==(const GoneRecord&, const GoneRecord&) = default;
};
BOOST_DESCRIBE_STRUCT(GoneRecord, (), (room, number, message))

}  // namespace standpipe::domain
