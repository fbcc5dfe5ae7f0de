#include <doctest/doctest.h>

#include "server/domain/rules.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// That the rule and the command agree, for everybody and everywhere. How many of them may post.
int agreed(Community& c, const std::vector<MemberId>& members, const std::vector<RoomId>& rooms) {
  int may = 0;
  std::vector<const Thread*> places{nullptr};
  for (const auto& [id, thread] : c.content.threads) places.push_back(&thread);
  for (const auto member : members) {
    for (const auto room : rooms) {
      for (const auto* thread : places) {
        CAPTURE(member.value);
        CAPTURE(room.value);
        const auto id = thread ? thread->id : ThreadId{};
        CAPTURE(id.value);
        MessagePost::Params post{.room = room, .text = "Words"};
        if (thread) post.thread = id;
        const bool allowed = domain::may_post(c.state, member, room, thread, c.now);
        CHECK(allowed == (c.would(member, post) == "done"));
        may += allowed ? 1 : 0;
      }
    }
  }
  return may;
}

}  // namespace

TEST_CASE("who may post where is the same in the rule as in the command, whatever has happened") {
  Community c;
  const auto ana = c.join("Ana");
  const auto ben = c.join("Ben");
  const auto moderator = c.moderator("Mo");
  const auto stranger = c.join("Stranger");
  c.must(stranger, RoomLeave::Params{c.cop});
  for (const auto member : {ana, ben}) c.must(member, RoomJoin::Params{c.news});
  const auto group = c.open_room(RoomKind::group, "river-group", {ana});
  const auto direct = c.direct(ana, ben);
  const auto open = c.start(ana).thread;
  const auto other = c.start(ben).thread;
  const std::vector<MemberId> members{c.admin, ana, ben, moderator, stranger, MemberId{999}};
  const std::vector<RoomId> rooms{c.cop, c.news, group, direct, RoomId{999}};

  const int at_first = agreed(c, members, rooms);
  CHECK(at_first > 10);
  c.must(moderator, ThreadLock::Params{.thread = open, .on = true, .reason = "heated"});
  c.must(ben, ThreadUpdate::Params{.thread = other, .status = ThreadStatus::closed});
  const int locked = agreed(c, members, rooms);
  CHECK(locked < at_first);
  c.must(moderator, MemberMute::Params{.member = ana, .room = c.cop, .reason = "loud", .minutes = 5});
  c.must(moderator, MemberBan::Params{ben, c.cop, "rude", 5});
  const int fewer = agreed(c, members, rooms);
  CHECK(fewer < locked);
  c.must(ben, AccountLeave::Params{});
  c.must(c.admin, RoomArchive::Params{.room = group, .on = true});
  CHECK(agreed(c, members, rooms) < fewer);
  c.pass(6 * 60'000);
  CHECK(agreed(c, members, rooms) > 0);
  c.must(c.admin, MemberSuspend::Params{ana, "enough", 5});
  agreed(c, members, rooms);
}
