#include <doctest/doctest.h>

#include <fstream>

#include "server/query/catch_up.hpp"
#include "server/query/encoded_cache.hpp"
#include "server/query/hello.hpp"
#include "tests/unit/query/history.hpp"

using namespace standpipe;
using namespace standpipe::test;
using domain::StreamKey;
using query::EncodedCache;
using Key = EncodedCache::Key;

namespace {

const StreamKey room = StreamKey::room(RoomId{1});

query::EncodedPtr text_of(std::size_t bytes) {
  query::Encoded encoded;
  encoded.json = std::string(bytes, 'x');
  return std::make_shared<query::Encoded>(std::move(encoded));
}

Key message_at(std::int64_t rev) {
  return {Key::Of::message, room, Rev{rev}, {}, 0};
}

/// What a stream's catch-up and newest part are with this cache.
std::string told(DiskCommunity& c, store::Reader& reader, EncodedCache& cache, StreamKey stream, Rev since) {
  query::Context context{reader, *c.published, c.directory, cache};
  const auto viewer = c.viewer(stream.kind == StreamKey::Kind::member ? MemberId{stream.id} : c.admin);
  const auto head = query::head_of(stream, context);
  return to_json(query::catch_up(head, since, 50, viewer, context)) + to_json(query::newest_part(head, 50, viewer, context));
}

/// The same from a snapshot of its own; it must be what it is without a cache.
std::string told(DiskCommunity& c, StreamKey stream, Rev since) {
  EncodedCache none(0);
  REQUIRE(c.reader->begin().has_value());
  const auto text = told(c, *c.reader, c.encoded, stream, since);
  REQUIRE(text == told(c, *c.reader, none, stream, since));
  REQUIRE_FALSE(c.reader->end().has_value());
  return text;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("what is kept is found by all that fixes it, and by nothing else") {
  EncodedCache cache;
  const auto text = text_of(1000);
  const Key key{Key::Of::catch_up, room, Rev{7}, Rev{3}, 50};
  cache.put(key, text);
  CHECK(cache.find(key) == text);
  for (const auto& other :
       {Key{Key::Of::message, room, Rev{7}, Rev{3}, 50}, Key{Key::Of::newest_part, room, Rev{7}, Rev{3}, 50},
        Key{Key::Of::catch_up, StreamKey::room(RoomId{2}), Rev{7}, Rev{3}, 50}, Key{Key::Of::catch_up, room, Rev{8}, Rev{3}, 50},
        Key{Key::Of::catch_up, room, Rev{7}, Rev{4}, 50}, Key{Key::Of::catch_up, room, Rev{7}, Rev{3}, 49}}) {
    CHECK(cache.find(other) == nullptr);
  }
  const auto counters = cache.counters();
  CHECK(counters.hits == 1);
  CHECK(counters.misses == 6);
  CHECK(counters.bytes >= 1000);
}

TEST_CASE("the cache stays within its bytes, and keeps what is asked for") {
  EncodedCache cache(100'000);
  cache.put(message_at(0), text_of(1000));
  for (int rev = 1; rev <= 500; ++rev) {
    cache.put(message_at(rev), text_of(1000));
    cache.put(message_at(rev), text_of(1000));  // a second reader's, of the same moment
    REQUIRE(cache.counters().bytes <= 100'000);
    if (rev % 10 == 0) REQUIRE(cache.find(message_at(0)) != nullptr);
  }
  CHECK(cache.counters().bytes > 50'000);
  CHECK(cache.find(message_at(500)) != nullptr);
  CHECK(cache.find(message_at(1)) == nullptr);
  cache.put(message_at(501), text_of(60'000));  // larger than half
  CHECK(cache.find(message_at(501)) == nullptr);
  CHECK(cache.find(message_at(500)) != nullptr);
}

TEST_CASE("all who missed the same of a room share its text, and all who missed a message that of the message") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto before = c.state.head(room);
  c.post(ana, c.cop, "Said once");
  const auto since = [&](MemberId who, Rev rev) {
    auto context = c.context();
    return query::answer(ChangesSince::Params{"room:1", rev}, c.viewer(who), context).value();
  };
  const auto first = since(ana, before);
  CHECK(has(first->json, "Said once"));
  CHECK(first->people == std::vector{ana});
  CHECK(since(c.admin, before) == first);
  CHECK(c.encoded.counters().hits == 1);
  CHECK(c.encoded.counters().misses == 2);
  CHECK(has(since(ana, Rev{})->json, "Said once"));
  CHECK(c.encoded.counters().hits == 2);  // the message
  c.post(ana, c.cop, "Said after it");
  CHECK(has(since(ana, before)->json, "Said after it"));
  CHECK(c.encoded.counters().hits == 3);
}

TEST_CASE("a revision that no stream can have is no key to anything else") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  c.post(ana, c.cop, "Good morning");
  told(c, room, Rev{});
  auto context = c.context();
  for (const auto rev : {Rev{-3}, Rev{-2}, Rev{-1}, Rev{INT64_MIN}}) {
    const Hello::Params params{.streams = std::map<std::string, Rev>{{"room:1", rev}}};
    const auto answer = received(query::hello(params, c.viewer(ana), context).value());
    const auto caught = std::ranges::find(answer.streams, std::string("room:1"), &CatchUp::stream);
    REQUIRE(caught != answer.streams.end());
    CHECK(caught->changes.size() == 2);  // the room and the message
    CHECK_FALSE(caught->gap);
  }
}

TEST_CASE("whatever has happened, a catch-up from the cache is the one from the database") {
  for (std::uint32_t seed = 21; seed <= 24; ++seed) {
    CAPTURE(seed);
    DiskCommunity c;
    RandomHistory history(c, seed);
    std::vector<StreamKey> streams{StreamKey::community()};
    for (const auto id : history.rooms) streams.insert(streams.end(), {StreamKey::room(id), StreamKey::desk(id)});
    for (const auto member : history.people) streams.push_back(StreamKey::member(member));
    for (int i = 0; i < 200; ++i) {
      history.act();
      if (i % 4 != 0) continue;
      for (const auto stream : streams) {
        CAPTURE(domain::to_name(stream));
        told(c, stream, Rev{});
      }
    }
    CHECK(c.encoded.counters().hits > 300);
  }
}

TEST_CASE("an edit, a reaction, a removal, a move and an erasure are seen at once") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto other = c.open_room(RoomKind::cop, "other-room");
  for (const auto member : {ana, bob}) c.must(member, RoomJoin::Params{other});
  const auto chat = c.post(ana, c.cop, "As written").message;
  const auto removed = c.post(ana, c.cop, "Better not said").message;
  const auto start = c.start(ana, c.cop, "Meters");
  c.post(bob, c.cop, "An answer", start.thread);
  c.post(bob, c.cop, "Bob's own words");
  const auto now = [&](RoomId in) { return told(c, StreamKey::room(in), Rev{}); };
  CHECK(has(now(c.cop), "As written"));

  c.must(ana, MessageEdit::Params{.message = chat, .base_rev = c.store->content().message(chat)->rev, .text = "As meant"});
  CHECK_FALSE(has(now(c.cop), "As written"));
  CHECK(has(now(c.cop), "As meant"));
  c.must(bob, MessageReact::Params{.message = chat, .emoji = "💧", .on = true});
  CHECK(has(now(c.cop), "💧"));
  c.must(ana, MessageRemove::Params{.message = removed});
  CHECK_FALSE(has(now(c.cop), "Better not said"));

  for (const auto to : {other, c.cop, other}) {  // there, back and there again
    c.must(c.admin, ThreadMove::Params{.thread = start.thread, .room = to, .reason = "fits"});
    const auto from = to == other ? c.cop : other;
    CHECK(has(now(to), "An answer"));
    CHECK_FALSE(has(now(from), "An answer"));
    CHECK(has(now(from), R"("gone":true)"));
  }
  c.must(c.admin, MemberErase::Params{.member = bob, .texts = true, .reason = "asked for it"});
  CHECK_FALSE(has(now(c.cop), "Bob's own words"));
  CHECK_FALSE(has(now(other), "An answer"));
}

TEST_CASE("a reader whose snapshot is older or newer than another's gets what was at its own moment") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto message = c.post(ana, c.cop, "First version").message;
  auto opened = store::Reader::open({.path = (c.folder / "standpipe.db").string()});
  REQUIRE(opened.has_value());
  auto& older = *opened.value();
  REQUIRE(older.begin().has_value());
  c.must(ana,
         MessageEdit::Params{.message = message, .base_rev = c.store->content().message(message)->rev, .text = "Second version"});
  REQUIRE(c.reader->begin().has_value());
  for (int i = 0; i < 2; ++i) {  // the cache is empty, then has both
    const auto before = told(c, older, c.encoded, room, Rev{});
    CHECK(has(before, "First version"));
    CHECK_FALSE(has(before, "Second version"));
    const auto after = told(c, *c.reader, c.encoded, room, Rev{});
    CHECK(has(after, "Second version"));
    CHECK_FALSE(has(after, "First version"));
  }
  CHECK_FALSE(older.end().has_value());
  CHECK_FALSE(c.reader->end().has_value());
}

TEST_CASE("what stands in for a damaged row is not kept") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  c.post(ana, c.cop, "The pressure was 4.2 bar at noon");
  const auto path = c.folder / "standpipe.db";
  c.reader.reset();
  c.store.reset();
  const auto put = [&](std::string_view from, std::string_view to) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const auto at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    std::ofstream(path, std::ios::binary) << bytes.replace(at, to.size(), to);
  };
  const auto now = [&] {
    auto reader = store::Reader::open({.path = path.string()}).value();
    REQUIRE(reader->begin().has_value());
    return told(c, *reader, c.encoded, room, Rev{});
  };
  put("was 4.2 bar", "was 9.2 bar");
  CHECK(has(now(), "damaged on the server's disk"));
  CHECK(c.encoded.counters().bytes == 0);
  put("was 9.2 bar", "was 4.2 bar");
  CHECK(has(now(), "was 4.2 bar at noon"));
}

TEST_CASE("what was read before a snapshot's time was over is not kept as if it were all") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  c.post(ana, c.cop, "One");
  c.post(ana, c.cop, "Two");
  auto brief = store::Reader::open({.path = (c.folder / "standpipe.db").string(), .time_limit = std::chrono::milliseconds(0)});
  REQUIRE(brief.has_value());
  auto& reader = *brief.value();
  query::Context context{reader, *c.published, c.directory, c.encoded};
  reader.begin();
  const query::StreamHead head{room, c.state.head(room)};
  CHECK_FALSE(has(query::catch_up(head, Rev{}, 50, c.viewer(ana), context)->json, "One"));
  CHECK_FALSE(has(query::newest_part(head, 50, c.viewer(ana), context)->json, "One"));
  CHECK(reader.end().has_value());
  CHECK(c.encoded.counters().bytes == 0);
  CHECK(has(told(c, room, Rev{}), "One"));
}
