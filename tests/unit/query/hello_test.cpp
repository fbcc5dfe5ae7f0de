#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "protocol/limits.hpp"
#include "server/query/hello.hpp"
#include "tests/unit/query/history.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

struct Greeted {
  HelloResult result;
  std::vector<std::pair<domain::StreamKey, Rev>> heads;
};

Greeted hello(DiskCommunity& c, MemberId who, const Hello::Params& params = {}) {
  auto context = c.context();
  auto answer = query::hello(params, c.viewer(who), context).value();
  return {received(answer), std::move(answer.heads)};
}

const CatchUp& stream(const Greeted& answer, const std::string& name) {
  const auto at = std::ranges::find(answer.result.streams, name, &CatchUp::stream);
  REQUIRE(at != answer.result.streams.end());
  return *at;
}

}  // namespace

TEST_CASE("a first hello: community and me whole, of rooms the heads") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  c.post(ana, c.cop);
  c.post(ana, c.cop);
  const auto answer = hello(c, bob);
  CHECK(answer.result.epoch == c.state.epoch);
  CHECK(answer.result.me.name == "Bob");
  CHECK(answer.result.email == "bob@utility.example");
  REQUIRE(answer.result.heads.size() == 1);
  const auto& head = answer.result.heads[0];
  CHECK(head.room == c.cop);
  CHECK(head.last_number == Number{2});
  CHECK(head.chat_last == Index{2});
  CHECK(head.unread == 2);
  CHECK(head.members == 2);
  CHECK(head.rev == c.state.head(domain::StreamKey::room(c.cop)));

  const auto& community = stream(answer, "community");
  CHECK(community.gap);
  CHECK(community.changes.size() == 1);
  const auto& me = stream(answer, "me");
  CHECK(me.gap);
  CHECK(me.rev == c.state.head(domain::StreamKey::member(bob)));
  CHECK(std::ranges::any_of(me.changes, [](const Change& change) { return change.membership.has_value(); }));
  const auto& room = stream(answer, "room:1");
  CHECK(room.rev == head.rev);
  CHECK(room.changes.empty());
  CHECK(answer.result.streams.size() == 3);
  CHECK(answer.heads.size() == 3);
}

TEST_CASE("a resuming client gets what it missed, and no more") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  c.post(ana, c.cop, "Seen");
  const auto first = hello(c, bob);
  Hello::Params params{.epoch = first.result.epoch, .streams = std::map<std::string, Rev>{}};
  for (const auto& caught : first.result.streams) (*params.streams)[caught.stream] = caught.rev;
  (*params.streams)["room:77"] = Rev{5};
  (*params.streams)["nonsense"] = Rev{5};

  const auto nothing = hello(c, bob, params);
  for (const auto& caught : nothing.result.streams) {
    CHECK_FALSE(caught.gap);
    CHECK(caught.changes.empty());
  }
  CHECK(nothing.result.people.empty());

  const auto mention = MessagePost::Params{.room = c.cop, .text = "Missed", .mentions = std::vector{bob}};
  c.must(ana, mention);
  const auto missed = hello(c, bob, params);
  REQUIRE(stream(missed, "room:1").changes.size() == 1);
  CHECK(stream(missed, "room:1").changes[0].message->text == "Missed");
  CHECK(stream(missed, "community").changes.empty());
  CHECK(stream(missed, "me").changes.size() == 1);
  CHECK(missed.result.unseen == 1);
  CHECK(std::ranges::any_of(missed.result.people, [&](const Person& person) { return person.id == ana; }));

  params.epoch = "another";
  CHECK(stream(hello(c, bob, params), "me").gap);
  CHECK(stream(hello(c, bob, params), "room:1").changes.empty());
  params.page = 5;
  CHECK(stream(hello(c, bob, params), "room:1").changes.size() == 3);  // the room and two messages
}

TEST_CASE("a hello whose state is newer than its snapshot tells what the snapshot has") {
  for (std::uint32_t seed = 31; seed <= 34; ++seed) {
    CAPTURE(seed);
    DiskCommunity c;
    RandomHistory history(c, seed);
    for (int i = 0; i < 150; ++i) history.act();
    auto later = c.state;
    ++later.seq;
    const domain::Published newer(later);
    for (const auto member : history.people) {
      auto context = c.context();
      query::Context behind{*c.reader, newer, c.directory, c.encoded};
      const auto same = query::hello({.page = 20}, c.viewer(member), context);
      const auto other = query::hello({.page = 20}, c.viewer(member), behind);
      REQUIRE(same.has_value() == other.has_value());
      if (!same) continue;  // suspended, as it came
      CHECK(to_json(*same) == to_json(*other));
      CHECK(same->heads == other->heads);
    }
  }
}

TEST_CASE("a room that one was added to while away comes with itself; in a first hello the community's stream tells of it") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto first = hello(c, ana);
  Hello::Params params{.epoch = first.result.epoch, .streams = std::map<std::string, Rev>{}};
  for (const auto& caught : first.result.streams) (*params.streams)[caught.stream] = caught.rev;
  const auto group = c.open_room(RoomKind::group, "twinning");
  c.must(c.admin, RoomAddMember::Params{group, ana});
  const auto name = "room:" + std::to_string(group.value);
  const auto back = hello(c, ana, params);
  const auto& added = stream(back, name);
  CHECK(added.gap);
  REQUIRE(added.changes.size() == 1);
  CHECK(added.changes[0].room->slug == "twinning");
  CHECK(added.changes[0].rev <= added.rev);
  const auto afresh = hello(c, ana);
  CHECK(stream(afresh, name).changes.empty());
  CHECK(std::ranges::any_of(stream(afresh, "community").changes,
                            [&](const Change& change) { return change.room && change.room->id == group; }));
}

TEST_CASE("a hello that would be too large says of the rest only that it changed") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  std::vector<RoomId> rooms;
  for (int i = 0; i < 12; ++i) {
    rooms.push_back(c.open_room(RoomKind::cop, "cop-" + std::to_string(i)));
    for (const auto member : {ana, bob}) c.must(member, RoomJoin::Params{rooms.back()});
  }
  const auto quiet = c.open_room(RoomKind::cop, "quiet");
  c.must(bob, RoomJoin::Params{quiet});
  const auto first = hello(c, bob);
  Hello::Params params{.epoch = first.result.epoch, .streams = std::map<std::string, Rev>{}, .page = 50};
  for (const auto& caught : first.result.streams) (*params.streams)[caught.stream] = caught.rev;
  for (const auto room : rooms) {
    for (int i = 0; i < 15; ++i) c.post(ana, room, std::string(limits::text_bytes, '"'));
  }
  const auto answer = hello(c, bob, params);
  CHECK(to_json(answer.result).size() < limits::hello_bytes + 50'000);
  CHECK(answer.heads.size() == first.heads.size());
  CHECK(stream(answer, "room:" + std::to_string(rooms.front().value)).changes.size() == 15);
  CHECK_FALSE(stream(answer, "room:" + std::to_string(rooms.front().value)).gap);
  const auto& last = stream(answer, "room:" + std::to_string(rooms.back().value));
  CHECK(last.gap);
  CHECK(last.changes.empty());
  CHECK(last.rev == c.state.head(domain::StreamKey::room(rooms.back())));
  CHECK_FALSE(stream(answer, "room:" + std::to_string(quiet.value)).gap);
}

TEST_CASE("moderators get their desks, administrators all of them") {
  DiskCommunity c;
  const auto mia = c.join("Mia");
  c.must(c.admin, RoomAppoint::Params{c.cop, mia});
  CHECK_NOTHROW(stream(hello(c, mia), "desk:1"));
  CHECK(std::ranges::count(hello(c, mia).result.streams, std::string("desk:0"), &CatchUp::stream) == 0);
  CHECK_NOTHROW(stream(hello(c, c.admin), "desk:0"));
  CHECK_NOTHROW(stream(hello(c, c.admin), "desk:1"));
}

TEST_CASE("a desk's newest part is what is open on it") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto message = c.post(ana, c.cop).message;
  c.must(bob, MessageReport::Params{message, "rude"});
  c.must(c.admin, MemberMute::Params{.member = ana, .room = c.cop, .reason = "rude", .minutes = 5});
  c.must(c.admin, RoomUpdate::Params{.room = c.cop, .approve_first_post = true});
  c.post(bob, c.cop, "First words");
  const auto desk = c.ask(c.admin, ChangesSince::Params{"desk:1", Rev{9999}});
  REQUIRE(desk.has_value());
  CHECK(desk->gap);
  int reports = 0, pending = 0, sanctions = 0, applications = 0;
  for (const auto& change : desk->changes) {
    reports += change.report.has_value();
    pending += change.pending.has_value();
    sanctions += change.sanction.has_value();
    applications += change.application.has_value();
  }
  CHECK(reports == 1);
  CHECK(pending == 1);
  CHECK(sanctions == 1);
  CHECK(applications == 0);  // both were approved
}

TEST_CASE("nine rooms are greeted in a few milliseconds") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  for (int i = 0; i < 8; ++i) {
    const auto room = c.open_room(RoomKind::cop, "cop-" + std::to_string(i));
    c.must(ana, RoomJoin::Params{room});
    for (int n = 0; n < 30; ++n) c.post(ana, room);
  }
  hello(c, ana);  // prepares the statements
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes; ++i) hello(c, ana);
  const auto us =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count() / kTimes;
  MESSAGE("a hello to nine rooms: " << us << " us");
  CHECK(us < 50'000);  // far below 5 ms on a quiet machine; tests run beside others
}
