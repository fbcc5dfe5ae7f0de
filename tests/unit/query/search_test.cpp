#include <doctest/doctest.h>

#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::vector<MessageId> ids(const MessagePage& page) {
  std::vector<MessageId> out;
  for (const auto& message : page.messages) out.push_back(message.id);
  return out;
}

}  // namespace

TEST_CASE("search finds every word, newest first, without accents") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto one = c.post(ana, c.cop, "Détection des fuites la nuit").message;
  c.post(ana, c.cop, "Fuites le jour");
  const auto three = c.post(ana, c.cop, "La detection de FUITES").message;
  c.index();
  const auto found = c.ask(ana, Search::Params{.query = "detection fuites"});
  REQUIRE(found.has_value());
  CHECK(ids(*found) == std::vector{three, one});
  CHECK(c.ask(ana, Search::Params{.query = "nuit AND jour"})->messages.empty());
  CHECK(c.ask(ana, Search::Params{.query = "  "}).error().code == ErrorCode::argument_bad);
  CHECK(c.ask(ana, Search::Params{.query = std::string(2000, 'x')}).error().code == ErrorCode::argument_too_long);
}

TEST_CASE("search pages with before") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  for (int i = 0; i < 7; ++i) c.post(ana, c.cop, "meter " + std::to_string(i));
  c.index();
  std::vector<MessageId> all;
  Search::Params params{.query = "meter", .limit = 3};
  for (bool more = true; more;) {
    const auto page = c.ask(ana, params);
    REQUIRE(page.has_value());
    for (const auto id : ids(*page)) all.push_back(id);
    CHECK_FALSE(page->more_after);
    more = page->more_before;
    params.before = all.back();
  }
  CHECK(all.size() == 7);
  CHECK(std::is_sorted(all.rbegin(), all.rend()));
}

TEST_CASE("search narrows by room, author, language and kind of thread") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto news = c.open_room(RoomKind::cop, "other-room");
  c.must(ana, RoomJoin::Params{news});
  const auto here = c.post(ana, c.cop, "valve").message;
  const auto there = c.post(ana, news, "valve").message;
  const auto bobs = c.post(bob, c.cop, "valve").message;
  const auto asked = c.get<Posted>(
      ana, ThreadCreate::Params{.room = c.cop, .title = "T", .kind = ThreadKind::question, .text = "valve", .lang = "fr"});
  c.index();
  const auto found = [&](Search::Params params) {
    params.query = "valve";
    return ids(c.ask(ana, params).value());
  };
  CHECK(found({}).size() == 4);
  CHECK(found({.room = news}) == std::vector{there});
  CHECK(found({.by = bob}) == std::vector{bobs});
  CHECK(found({.lang = "fr"}) == std::vector{asked.message});
  CHECK(found({.kind = ThreadKind::question}) == std::vector{asked.message});
  CHECK(std::ranges::count(found({}), here) == 1);
}

TEST_CASE("what was removed or edited away is not found") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto gone = c.post(ana, c.cop, "chlorine").message;
  const auto edited = c.post(ana, c.cop, "chlorine too");
  c.index();
  CHECK(c.ask(ana, Search::Params{.query = "chlorine"})->messages.size() == 2);
  c.must(ana, MessageRemove::Params{gone});
  c.must(ana, MessageEdit::Params{.message = edited.message, .base_rev = edited.rev, .text = "turbidity"});
  c.index();
  CHECK(c.ask(ana, Search::Params{.query = "chlorine"})->messages.empty());
  CHECK(c.ask(ana, Search::Params{.query = "turbidity"})->messages.size() == 1);
}
