#include <doctest/doctest.h>

#include <algorithm>

#include "protocol/limits.hpp"
#include "server/query/catch_up.hpp"
#include "tests/unit/query/history.hpp"

using namespace standpipe;
using namespace standpipe::test;
using domain::EntityKind;
using domain::StreamKey;

namespace {

struct At {
  DiskCommunity& c;
  MemberId member;

  template <class Ask>
  auto moment(Ask ask) {
    auto context = c.context();
    REQUIRE(context.reader.begin().has_value());
    auto result = ask(c.viewer(member), context);
    REQUIRE_FALSE(context.reader.end().has_value());
    return result;
  }
  CatchUp since(StreamKey stream, Rev rev) {
    return received(moment([&](const auto& viewer, auto& context) {
      return query::catch_up(query::head_of(stream, context), rev, 50, viewer, context);
    }));
  }
  CatchUp afresh(StreamKey stream, std::int64_t page = 50) {
    return received(moment([&](const auto& viewer, auto& context) {
      return query::newest_part(query::head_of(stream, context), page, viewer, context);
    }));
  }
};

std::vector<StreamKey> all_streams(const RandomHistory& history) {
  std::vector<StreamKey> streams{StreamKey::community(), StreamKey::desk(RoomId{})};
  for (const auto room : history.rooms) {
    streams.push_back(StreamKey::room(room));
    streams.push_back(StreamKey::desk(room));
  }
  for (const auto member : history.people) streams.push_back(StreamKey::member(member));
  return streams;
}

MemberId reader_of(const DiskCommunity& c, StreamKey stream) {
  return stream.kind == StreamKey::Kind::member ? MemberId{stream.id} : c.admin;
}

/// What a client with a copy up to `since` must end with: everything announced, each entity as last announced.
std::vector<Change> expected(const DiskCommunity& c, StreamKey stream, Rev since) {
  Mirror mirror;
  for (const auto& announcement : c.announced) {
    if (announcement.stream == stream) mirror.take(announcement);
  }
  std::vector<Change> changes;
  for (const auto& [key, change] : mirror.entities()) {
    if (change.rev > since) changes.push_back(change);
  }
  std::ranges::sort(changes, {}, &Change::rev);
  return changes;
}

std::string lines(const std::vector<Change>& changes) {
  std::string text;
  for (const auto& change : changes) text += to_json(change) + "\n";
  return text;
}

}  // namespace

TEST_CASE("a catch-up is the announcements after a revision, each entity once, as it is now") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    DiskCommunity c;
    RandomHistory history(c, seed);
    for (int i = 0; i < 250; ++i) history.act();
    for (const auto stream : all_streams(history)) {
      CAPTURE(domain::to_name(stream));
      const auto head = c.state.head(stream);
      for (const auto since :
           {Rev{}, Rev{head.value / 3}, Rev{head.value / 2}, Rev{std::max<std::int64_t>(0, head.value - 3)}, head}) {
        const auto missed = At{c, reader_of(c, stream)}.since(stream, since);
        CHECK(missed.rev == head);
        CHECK_FALSE(missed.gap);
        REQUIRE(lines(missed.changes) == lines(expected(c, stream, since)));
      }
    }
    CHECK(c.damage.empty());
  }
}

TEST_CASE("a snapshot and the events after it make a fresh snapshot") {
  for (std::uint32_t seed = 11; seed <= 16; ++seed) {
    CAPTURE(seed);
    DiskCommunity c;
    RandomHistory history(c, seed);
    for (int i = 0; i < 120; ++i) history.act();
    std::map<StreamKey, Mirror> mirrors;
    std::map<StreamKey, Rev> heads;
    for (const auto stream : all_streams(history)) {
      const auto snapshot = At{c, reader_of(c, stream)}.afresh(stream);
      heads[stream] = snapshot.rev;
      for (const auto& change : snapshot.changes) mirrors[stream].take(change);
    }
    c.announced.clear();
    for (int i = 0; i < 120; ++i) history.act();
    for (const auto& announcement : c.announced) {
      const auto head = heads.find(announcement.stream);
      if (head == heads.end()) continue;
      REQUIRE(announcement.change.rev == head->second.next());
      head->second = announcement.change.rev;
      mirrors[announcement.stream].take(announcement);
    }
    for (auto& [stream, mirror] : mirrors) {
      CAPTURE(domain::to_name(stream));
      const auto fresh = At{c, reader_of(c, stream)}.afresh(stream);
      CHECK(fresh.rev == heads[stream]);
      for (const auto& change : fresh.changes) {
        if (!change.rev) continue;  // a group: its changes are announced in its own stream
        const auto at = mirror.entities().find(Mirror::key_of(change));
        // A page is the newest part: what the first one did not reach back to, an event need not have brought.
        if (at != mirror.entities().end()) REQUIRE(to_json(at->second) == to_json(change));
      }
    }
  }
}

TEST_CASE("too far behind, or ahead of history: a gap with the newest part") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto pinned = c.post(ana, c.cop, "Pinned and old").message;
  c.must(c.admin, MessagePin::Params{.message = pinned, .on = true});
  std::vector<ThreadId> threads;
  for (int i = 0; i < 25; ++i) threads.push_back(c.start(ana, c.cop).thread);
  c.must(c.admin, ThreadPin::Params{.thread = threads[0], .on = true});
  for (int i = 0; i < 500; ++i) c.post(ana, c.cop);
  const auto stream = StreamKey::room(c.cop);
  const auto head = c.state.head(stream);

  const auto ask = [&](Rev since) { return c.ask(ana, ChangesSince::Params{"room:1", since, 10}).value(); };
  const auto exactly = ask(Rev{head.value - limits::gap});
  CHECK_FALSE(exactly.gap);
  CHECK(exactly.changes.size() == static_cast<std::size_t>(limits::gap));
  CHECK(ask(head).changes.empty());
  CHECK_FALSE(ask(head).gap);

  for (const auto since : {Rev{head.value - limits::gap - 1}, Rev{}, head.next()}) {
    const auto gap = ask(since);
    CHECK(gap.gap);
    CHECK(gap.rev == head);
    std::int64_t chat = 0, shown_threads = 0, rooms = 0;
    bool has_pinned = false, has_pinned_thread = false;
    for (const auto& change : gap.changes) {
      chat += change.message && !change.message->pinned;
      shown_threads += change.thread.has_value();
      rooms += change.room.has_value();
      has_pinned |= change.message && change.message->id == pinned;
      has_pinned_thread |= change.thread && change.thread->id == threads[0];
    }
    CHECK(chat == 10);
    CHECK(rooms == 1);
    CHECK(shown_threads == 21);
    CHECK(has_pinned);
    CHECK(has_pinned_thread);
    CHECK(std::ranges::is_sorted(gap.changes, {}, &Change::rev));
  }
}

TEST_CASE("too many bytes behind: a gap with the newest messages that fit, from which events go on") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto stream = StreamKey::room(c.cop);
  const auto thread = c.start(ana, c.cop).thread;
  const auto start = c.state.head(stream);
  const std::string large(limits::text_bytes, '"');
  for (int i = 0; i < 60; ++i) c.post(ana, c.cop, large);
  const auto behind = c.ask(ana, ChangesSince::Params{"room:1", start, 200}).value();
  CHECK(behind.gap);
  CHECK(behind.rev == c.state.head(stream));
  CHECK(to_json(behind).size() < limits::catch_up_bytes + 1000);
  std::int64_t messages = 0, others = 0;
  for (const auto& change : behind.changes) {
    messages += change.message.has_value();
    others += change.room || (change.thread && change.thread->id == thread);
  }
  CHECK(messages > 10);
  CHECK(others == 2);
  // The newest, without a hole.
  CHECK(behind.changes.back().message->index == Index{60});
  CHECK(std::ranges::count_if(behind.changes, [&](const auto& change) {
          return change.message && change.message->thread == ThreadId{} && change.message->index.value > 60 - messages;
        }) == messages);

  const auto near = c.ask(ana, ChangesSince::Params{"room:1", Rev{behind.rev.value - 5}}).value();
  CHECK_FALSE(near.gap);
  CHECK(near.changes.size() == 5);

  Mirror mirror;
  for (const auto& change : behind.changes) mirror.take(change);
  c.announced.clear();
  c.must(ana, MessageReact::Params{.message = behind.changes.back().message->id, .emoji = "👍", .on = true});
  c.post(ana, c.cop, "And on");
  auto head = behind.rev;
  for (const auto& announcement : c.announced) {
    if (announcement.stream != stream) continue;
    CHECK(announcement.change.rev == head.next());
    head = announcement.change.rev;
    mirror.take(announcement);
  }
  for (const auto& change : At{c, ana}.afresh(stream).changes) {
    CHECK(to_json(mirror.entities().at(Mirror::key_of(change))) == to_json(change));
  }
}

TEST_CASE("a moved thread and its messages are tombstones in the room that they left") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  c.must(ana, RoomJoin::Params{other});
  const auto start = c.start(ana, c.cop);
  const auto before = c.state.head(StreamKey::room(c.cop));
  c.must(c.admin, ThreadMove::Params{.thread = start.thread, .room = other, .reason = "fits"});
  const auto missed = c.ask(ana, ChangesSince::Params{"room:1", before});
  REQUIRE(missed.has_value());
  REQUIRE(missed->changes.size() == 2);
  for (const auto& change : missed->changes) {
    if (change.message) CHECK((change.message->gone && change.message->number == start.number && change.message->text.empty()));
    if (change.thread) CHECK((change.thread->gone && change.thread->title.empty()));
  }
}

TEST_CASE("a stream's name is checked like any other argument") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto code = [&](std::string stream, Rev rev = {}) {
    return c.ask(ana, ChangesSince::Params{std::move(stream), rev}).error().code;
  };
  CHECK(code("room:99") == ErrorCode::not_found);
  CHECK(code("nonsense") == ErrorCode::not_found);
  CHECK(code("desk:1") == ErrorCode::not_allowed);
  CHECK(code("desk:0") == ErrorCode::not_allowed);
  CHECK(code("desk:99") == ErrorCode::not_found);
  CHECK(code("me", Rev{-1}) == ErrorCode::argument_bad);
  CHECK(c.ask(ana, ChangesSince::Params{"me", Rev{}}).has_value());
  CHECK(c.ask(ana, ChangesSince::Params{"community", Rev{}}).has_value());
}
