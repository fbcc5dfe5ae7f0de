#include <doctest/doctest.h>

#include <vector>

#include "server/app/presence.hpp"

using namespace standpipe;
using namespace standpipe::protocol;
using Members = std::vector<MemberId>;

namespace {

constexpr RoomId room{1};
constexpr MemberId ana{1}, ben{2};

/// A room that both are in.
domain::State two_in_a_room() {
  domain::State state;
  state.rooms[room].room.id = room;
  for (const MemberId id : {ana, ben}) {
    domain::MembershipRecord record;
    record.membership.room = room;
    record.membership.in = true;
    state.members[id].rooms.push_back(record);
  }
  return state;
}

struct Scene {
  /// What the room is told; nothing where that is nothing.
  std::optional<Presence> told() {
    const auto all = presence.gather(published);
    return all.empty() ? std::nullopt : std::optional(all.front());
  }
  Members list() const { return presence.online_in(room, published); }

  domain::Published published{two_in_a_room()};
  app::Presence presence;
};

}  // namespace

TEST_CASE("who came and who went is told once, gathered") {
  Scene s;
  s.presence.came(ana);
  s.presence.came(ben);
  CHECK(s.told()->came == Members{ana, ben});
  CHECK_FALSE(s.told());
  s.presence.came(ana);  // a second connection
  s.presence.went(ana);
  CHECK_FALSE(s.told());
  s.presence.went(ana);
  CHECK(s.told()->went == Members{ana});
  CHECK(s.list() == Members{ben});
}

TEST_CASE("who comes and goes before it was told does not stay in the lists that were given meanwhile") {
  Scene s;
  s.presence.came(ana);
  CHECK(s.list() == Members{ana});
  s.presence.went(ana);
  const auto told = s.told();
  REQUIRE(told);
  CHECK(told->went == Members{ana});
  CHECK(told->came.empty());
}

TEST_CASE("who goes and comes before it was told makes no noise, unless somebody got a list without them") {
  Scene s;
  s.presence.came(ana);
  s.told();
  s.presence.went(ana);
  s.presence.came(ana);
  CHECK_FALSE(s.told());
  s.presence.went(ana);
  CHECK(s.list().empty());
  s.presence.came(ana);
  REQUIRE(s.told());
  s.presence.went(ana);
  s.presence.came(ana);
  CHECK_FALSE(s.told());
}
