#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <utility>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/http.hpp"
#include "server/domain/decide.hpp"
#include "tests/support/memory_content.hpp"

namespace standpipe::test {

using namespace protocol;  // NOLINT: the tests speak the protocol's words
using domain::Decision;
using domain::Refusal;
using Verdict = boost::system::result<Decision, Refusal>;

/// A reply as the result that it is.
template <class Result>
Result reply_of(const Decision& decision) {
  return read<Result>(parse(decision.reply).value()).value();
}

/// How many rows of that kind a decision has.
template <class Row>
std::size_t rows_of(const Decision& decision) {
  std::size_t count = 0;
  for (const auto& row : decision.rows) count += std::holds_alternative<Row>(row);
  return count;
}

/// A community in memory with a clock of its own: decides commands and brings what they do into state and store, as the
/// sequencer does. It begins with an administrator, a CoP and an announcement room.
class Community {
 public:
  Community();

  /// Decides a command with a fresh key; what it does has happened when it returns.
  Verdict run(MemberId actor, domain::Payload payload);
  Verdict run(const domain::Command& command);

  /// The decision of a command that must not be refused.
  Decision must(MemberId actor, domain::Payload payload);

  /// The refusal of a command that must be refused.
  Refusal refused(MemberId actor, domain::Payload payload);
  /// Its code; ErrorCode::internal where it is not refused.
  ErrorCode code(MemberId actor, domain::Payload payload);

  /// What would come of a command, which is not carried out: "done", or the code of its refusal.
  std::string would(MemberId actor, domain::Payload payload);

  /// A new member who is in the CoP.
  MemberId join(const std::string& name);
  /// The same, as its moderator.
  MemberId moderator(const std::string& name);
  MemberId administrator(const std::string& name);
  RoomId open_room(RoomKind kind, const std::string& slug, std::vector<MemberId> moderators = {});

  /// The conversation of two members.
  RoomId direct(MemberId a, MemberId b);

  /// To the CoP's chat.
  Posted post(MemberId by, const std::string& text = "Good morning");
  Posted say(MemberId by, RoomId in, const std::string& text = "Good morning");
  Posted reply(MemberId by, ThreadId thread, const std::string& text = "I agree");
  Posted start(MemberId by, ThreadKind kind = ThreadKind::discussion, const std::string& title = "Meters");

  void pass(std::int64_t ms) { now.value += ms; }
  std::string fresh_key();
  std::int64_t unread(MemberId member, RoomId room) const;
  const Message& message(MessageId id) const { return content.messages.at(id); }
  const Thread& thread(ThreadId id) const { return content.threads.at(id); }
  const Membership& place(MemberId member, RoomId room) const { return content.memberships.at({member, room}).membership; }
  /// The member's newest notification; a default one where there is none.
  Notification newest_notification(MemberId member) const;
  const AuditEntry& newest_audit() const { return content.audit.back(); }

  domain::State state;
  MemoryContent content;
  Time now{1'700'000'000'000};
  MemberId admin;
  RoomId cop;
  RoomId news;

 private:
  std::int64_t keys_ = 0;
};

inline constexpr std::int64_t minute_ms = 60'000;
inline constexpr std::int64_t day_ms = 24 * 60 * minute_ms;

}  // namespace standpipe::test
