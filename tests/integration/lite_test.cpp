#include <doctest/doctest.h>

#include <algorithm>

#include "tests/integration/community.hpp"

/// What is never stored: presence and typing; and connections that want to hear less.
namespace standpipe::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* lite = R"({"mode":"lite"})";

/// Whether a notification of that kind has come, or comes soon. Events that come meanwhile are passed over.
template <class Params>
bool comes(Peer& peer, std::string_view method, const std::function<bool(const Params&)>& wanted) {
  return eventually([&] {
    peer.events(std::chrono::milliseconds(20));
    return std::ranges::any_of(
        peer.notices, [&](const auto& notice) { return notice.first == method && wanted(read<Params>(notice.second).value()); });
  });
}

bool has(const std::vector<MemberId>& members, MemberId id) {
  return std::ranges::find(members, id) != members.end();
}

}  // namespace

TEST_CASE("who comes, goes and types is told to those in the same rooms, and to nobody on a lite connection") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const Person joel = community.add("Joel");
  const RoomId room = community.room("water-distribution");
  const RoomId group = community.add_group("twinning", {amina, luis});
  Peer l = community.online(luis);
  Peer j = community.online(joel);
  Peer thin = community.online(luis, lite);
  {
    Peer a = community.online(amina);
    for (const auto place : {room, group}) {
      CHECK(comes<Presence>(l, "presence", [&](const Presence& p) { return p.room == place && has(p.came, amina.id); }));
    }
    CHECK(comes<Presence>(j, "presence", [&](const Presence& p) { return p.room == room && has(p.came, amina.id); }));
    CHECK(l.ask<PresenceList>({group}).members == std::vector{amina.id, luis.id});
    CHECK(j.ask<PresenceList>({room}).members == std::vector{amina.id, luis.id, joel.id});
    a.ask<TypingNow>({group, {}});
    CHECK(comes<Typing>(l, "typing", [&](const Typing& t) { return t.room == group && t.member == amina.id; }));
    CHECK(std::ranges::none_of(a.notices, [](const auto& notice) { return notice.first == "typing"; }));
  }
  for (const auto place : {room, group}) {
    CHECK(comes<Presence>(l, "presence", [&](const Presence& p) { return p.room == place && has(p.went, amina.id); }));
  }
  CHECK(comes<Presence>(j, "presence", [&](const Presence& p) { return p.room == room && has(p.went, amina.id); }));
  CHECK(l.ask<PresenceList>({group}).members == std::vector{luis.id});
  // All that was told has gone out by now, to whomever it goes out.
  for (const auto& [method, params] : j.notices) CHECK(params.at("room").to_number<std::int64_t>() == room.value);
  thin.ask<RoomList>({});
  CHECK(thin.notices.empty());
}

TEST_CASE("a lite connection gets the same events, gathered for about two seconds, and its answers at once") {
  Community community;
  const Person amina = community.add("Amina");
  const Person luis = community.add("Luis");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  Peer full = community.online(luis);
  Peer thin = community.online(luis, lite);
  const auto begin = Clock::now();
  for (int i = 0; i < 10; ++i) a.ask<MessagePost>(to_chat(room, "post " + std::to_string(i)));
  std::vector<Change> told;
  for (int i = 0; i < 10; ++i) {
    told.push_back(full.event([](const Change& change) { return change.message.has_value(); }));
  }
  thin.ask<RoomList>({});
  CHECK(Clock::now() - begin < std::chrono::seconds(2));
  for (int i = 0; i < 10; ++i) {
    const auto change = thin.event([](const Change& c) { return c.message.has_value(); });
    if (i == 0) CHECK(Clock::now() - begin > std::chrono::milliseconds(1000));
    CHECK(change == told[static_cast<std::size_t>(i)]);
  }
  // Gathered: the last came with the first.
  CHECK(Clock::now() - begin < std::chrono::seconds(10));

  // A connection may change its mind: hello again.
  thin.ok(Hello::name, "{}");
  a.ask<MessagePost>(to_chat(room, "at once"));
  CHECK(thin.event(says("at once")).rev == full.event(says("at once")).rev);
}

TEST_CASE("a lite connection that is put out of a room while events are gathered hears nothing of what came after") {
  Community community;
  const Person mod = community.add("Mod");
  const Person amina = community.add("Amina");
  community.appoint(mod, "water-distribution");
  const RoomId room = community.room("water-distribution");
  Peer m = community.online(mod);
  Peer thin = community.online(amina, lite);
  m.ask<MessagePost>(to_chat(room, "before"));
  const auto ban = m.ask<MemberBan>({amina.id, room, "spam", 0});
  m.ask<MessagePost>(to_chat(room, "after"));
  thin.event([&](const Change& change) { return change.sanction && change.sanction->id == ban.sanction; });
  for (const auto& change : thin.events(std::chrono::milliseconds(300))) CHECK_FALSE(says("after")(change));
  REQUIRE_FALSE(thin.notices.empty());
  CHECK(thin.notices.back().first == "left");
}

}  // namespace standpipe::test
