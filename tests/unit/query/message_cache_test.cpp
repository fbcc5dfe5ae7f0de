#include "server/query/message_cache.hpp"

#include <doctest/doctest.h>

#include "server/query/catch_up.hpp"
#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;
using domain::StreamKey;

namespace {

const auto room = StreamKey::room(RoomId{1});

constexpr auto place = sizeof(query::SizedMessage);

std::shared_ptr<const query::SizedMessage> of(std::size_t bytes) {
  return std::make_shared<const query::SizedMessage>(Message(), bytes);
}

std::string text_at(DiskCommunity& c, Rev since) {
  auto context = c.context();
  REQUIRE(context.reader.begin().has_value());
  const auto missed = query::catch_up(room, since, 50, c.viewer(c.admin), context);
  REQUIRE_FALSE(context.reader.end());
  std::string texts;
  for (const auto& change : missed.changes) {
    if (change.message) texts += change.message->gone ? "gone;" : change.message->text + ";";
  }
  return texts;
}

}  // namespace

TEST_CASE("the cache knows each revision of each stream apart, and forgets what was not asked for") {
  query::MessageCache cache(10 * (place + 100));
  cache.add(room, Rev{1}, of(100));
  cache.add(StreamKey::room(RoomId{2}), Rev{1}, of(100));
  REQUIRE(cache.find(room, Rev{1}));
  CHECK(cache.find(room, Rev{1}) != cache.find(StreamKey::room(RoomId{2}), Rev{1}));
  CHECK_FALSE(cache.find(room, Rev{2}));
  CHECK_FALSE(cache.find(StreamKey::desk(RoomId{1}), Rev{1}));
  for (std::int64_t rev = 2; rev < 100; ++rev) {
    cache.add(room, Rev{rev}, of(100));
    CHECK(cache.find(room, Rev{1}));
  }
  CHECK(cache.find(room, Rev{99}));
  CHECK_FALSE(cache.find(room, Rev{50}));
  CHECK_FALSE(cache.find(StreamKey::room(RoomId{2}), Rev{1}));
}

TEST_CASE("what is larger than the cache does not stay in it") {
  query::MessageCache cache(2 * place);
  cache.add(room, Rev{1}, of(2 * place));
  cache.add(room, Rev{2}, of(2 * place));
  CHECK_FALSE(cache.find(room, Rev{1}));
}

TEST_CASE("a catch-up tells the present state of a message that was caught up with before it changed") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto before = c.state.head(room);
  const auto first = c.post(ana, c.cop, "one").message;
  const auto second = c.post(ana, c.cop, "two").message;
  CHECK(text_at(c, before) == "one;two;");
  CHECK(text_at(c, before) == "one;two;");
  c.must(ana, MessageEdit::Params{.message = first, .base_rev = Rev{before.value + 1}, .text = "three"});
  CHECK(text_at(c, before) == "two;three;");
  c.must(c.admin, MessageRemove::Params{.message = second, .reason = "off topic"});
  CHECK(text_at(c, before) == "three;;");
  c.must(ana, MessageReact::Params{.message = first, .emoji = "👍", .on = true});
  CHECK(text_at(c, before) == ";three;");
}
