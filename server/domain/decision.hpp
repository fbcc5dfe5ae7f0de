#pragma once

#include <string>
#include <variant>
#include <vector>

#include "protocol/errors.hpp"
#include "protocol/event.hpp"
#include "server/domain/records.hpp"
#include "server/domain/stream.hpp"

namespace standpipe::domain {

struct NotificationsSeen {
  MemberId member;
  NotificationId up_to;
};
struct SessionEnded {
  SessionId id;
};
/// A command's key and its answer, kept for 90 days.
struct KeyRecord {
  MemberId member;
  std::string key;
  Time at;
  std::string reply;
};
struct KeysExpired {
  Time before;
};

/// One row's new content. A record's Change writes the whole row, new or not; nothing is ever changed in another way.
using RowChange = std::variant<Account, Utility, Room, MembershipRecord, Thread, Message, GoneRecord, MarkRecord, Sanction,
                               Report, PendingPost, NotificationRecord, NotificationsSeen, ApplicationRecord, InvitationRecord,
                               SessionRecord, SessionEnded, AuditEntry, KeyRecord, KeysExpired>;

/// A stream's next revision: what the store notes in the change table and what the hub sends out, in this order.
struct Announcement {
  StreamKey stream;
  EntityKind kind = EntityKind::message;
  std::int64_t entity = 0;  ///< the entity's id (of a membership: the room's; of a mark: the thread's)
  protocol::Change change;  ///< with its rev, without the stream's name
  MemberId author;          ///< of a new post: whose own connections get the key as well
  std::string key;
};

/// What the hub must do after the commit, in order with the announcements of the same decision, after them.
struct Entered {
  MemberId member;
  StreamKey stream;
};  ///< gets events of it from now on
struct Exited {
  MemberId member;
  StreamKey stream;
  protocol::LeftCode code{};
  std::string reason;
};  ///< gets none from now on
struct Disconnect {
  MemberId member;
  SessionId session;
  std::uint16_t code = 4401;
  std::string reason;
};  ///< session 0: all of the member's
using Effect = std::variant<Entered, Exited, Disconnect>;

/// What a command does, all or nothing.
struct Decision {
  std::vector<RowChange> rows;
  std::vector<Announcement> announcements;
  std::vector<Effect> effects;
  std::string reply;  ///< the result as JSON text
};

}  // namespace standpipe::domain
