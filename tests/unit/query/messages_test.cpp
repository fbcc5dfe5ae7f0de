#include <doctest/doctest.h>

#include "protocol/limits.hpp"
#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::vector<std::int64_t> indexes(const MessagePage& page) {
  std::vector<std::int64_t> out;
  for (const auto& message : page.messages) out.push_back(message.index.value);
  return out;
}

using List = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a page of history is ascending and knows what is around it") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  std::vector<Posted> posts;
  for (int i = 1; i <= 10; ++i) {
    c.now.value += 1000;
    posts.push_back(c.post(ana, c.cop, "Message " + std::to_string(i)));
  }
  struct Row {
    const char* what;
    MessageHistory::Params params;
    List indexes;
    bool before, after;
  };
  const auto at = [&](int i) { return Time{c.now.value - (10 - i) * 1000}; };
  const Row rows[] = {
      {"newest", {.limit = 3}, {8, 9, 10}, true, false},
      {"all", {}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, false, false},
      {"before", {.before = Index{4}, .limit = 2}, {2, 3}, true, true},
      {"before, to the beginning", {.before = Index{4}, .limit = 5}, {1, 2, 3}, false, true},
      {"before the first", {.before = Index{1}, .limit = 5}, {}, false, true},
      {"before the end and beyond", {.before = Index{99}, .limit = 2}, {9, 10}, true, false},
      {"before nonsense", {.before = Index{-7}, .limit = 2}, {}, false, true},
      {"after", {.after = Index{4}, .limit = 2}, {5, 6}, true, true},
      {"after, to the end", {.after = Index{8}, .limit = 5}, {9, 10}, true, false},
      {"after the last", {.after = Index{10}, .limit = 5}, {}, true, false},
      {"after nothing", {.after = Index{0}, .limit = 2}, {1, 2}, false, true},
      {"around", {.around = Index{5}, .limit = 3}, {4, 5, 6}, true, true},
      {"around the first", {.around = Index{1}, .limit = 3}, {1, 2, 3}, false, true},
      {"around the last", {.around = Index{10}, .limit = 3}, {8, 9, 10}, true, false},
      {"around a message", {.message = posts[6].message, .limit = 3}, {6, 7, 8}, true, true},
      {"around a time", {.at = at(7), .limit = 3}, {6, 7, 8}, true, true},
      {"around a time between two", {.at = Time{at(6).value + 1}, .limit = 3}, {6, 7, 8}, true, true},
      {"around a time before all", {.at = Time{1}, .limit = 2}, {1, 2}, false, true},
      {"around a time after all", {.at = Time{at(10).value + 99}, .limit = 2}, {9, 10}, true, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    auto params = row.params;
    params.room = c.cop;
    const auto page = c.ask(ana, params);
    REQUIRE(page.has_value());
    CHECK(indexes(*page) == row.indexes);
    CHECK(page->more_before == row.before);
    CHECK(page->more_after == row.after);
  }
}

TEST_CASE("a page of large messages ends early, says that there is more, and its next one goes on from there") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const std::string large(limits::text_bytes, '"');  // twice as long in JSON: about 31 of them are a page
  std::vector<MessageId> ids;
  for (int i = 1; i <= 100; ++i) ids.push_back(c.post(ana, c.cop, large).message);
  const auto history = [&](MessageHistory::Params params) {
    params.room = c.cop;
    params.limit = 100;
    auto page = c.ask(ana, params).value();
    CHECK(to_json(page).size() < limits::page_bytes + 10'000);
    CHECK(page.messages.size() > 25);
    CHECK(page.messages.back().index.value - page.messages.front().index.value + 1 == std::ssize(page.messages));
    return page;
  };
  const auto newest = history({});
  CHECK(newest.messages.back().index == Index{100});
  CHECK((newest.more_before && !newest.more_after));
  const auto before = history({.before = Index{60}});
  CHECK(before.messages.back().index == Index{59});
  CHECK((before.more_before && before.more_after));
  const auto after = history({.after = Index{0}});
  CHECK(after.messages.front().index == Index{1});
  CHECK((!after.more_before && after.more_after));
  CHECK(history({.after = after.messages.back().index}).messages.front().index == after.messages.back().index.next());
  const auto around = history({.message = ids[49]});
  CHECK(around.messages.front().index < Index{40});
  CHECK(around.messages.back().index > Index{60});
  CHECK((around.more_before && around.more_after));

  const auto mine = c.ask(ana, MessageMine::Params{.limit = 100}).value();
  CHECK(mine.messages.size() == after.messages.size());
  CHECK(mine.more_after);
  const auto some = c.ask(ana, MessageGet::Params{ids}).value();
  CHECK(some.messages.size() == after.messages.size());
  CHECK(some.more_after);
  CHECK_FALSE(c.ask(ana, MessageGet::Params{{ids[0]}})->more_after);

  for (const auto id : ids) c.must(c.admin, MessagePin::Params{.message = id, .on = true});
  std::vector<MessageId> pinned;
  for (MessagePins::Params params{.room = c.cop};;) {
    const auto page = c.ask(ana, params).value();
    for (const auto& message : page.messages) pinned.push_back(message.id);
    CHECK(to_json(page).size() < limits::page_bytes + 10'000);
    if (!page.more_before) break;
    params.before = page.messages.back().id;
  }
  CHECK(pinned == std::vector(ids.rbegin(), ids.rend()));
}

TEST_CASE("a page of reports ends where the messages that were reported make it large enough") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  for (int i = 0; i < 60; ++i) {
    c.must(bob, MessageReport::Params{c.post(ana, c.cop, std::string(limits::text_bytes, '"')).message, "odd"});
  }
  std::size_t seen = 0;
  for (ReportList::Params params{.room = c.cop, .limit = 60};;) {
    const auto page = c.ask(c.admin, params).value();
    seen += page.reports.size();
    CHECK(page.messages.size() == page.reports.size());
    CHECK(to_json(page).size() < limits::page_bytes + 50'000);
    if (!page.more) break;
    params.after = page.reports.back().id;
  }
  CHECK(seen == 60);
}

TEST_CASE("thread 0 is the chat") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto said = c.post(ana, c.cop);
  const auto page = c.ask(ana, MessageHistory::Params{.room = c.cop, .thread = ThreadId{}});
  REQUIRE(page.has_value());
  REQUIRE(page->messages.size() == 1);
  CHECK(page->messages[0].id == said.message);
}

TEST_CASE("an empty place has an empty page") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto page = c.ask(ana, MessageHistory::Params{.room = c.cop});
  REQUIRE(page.has_value());
  CHECK(page->messages.empty());
  CHECK_FALSE(page->more_before);
  CHECK_FALSE(page->more_after);
}

TEST_CASE("a thread's history is its own, and its author's name comes along") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  const auto thread = c.start(ana, c.cop);
  c.post(bob, c.cop, "In the chat");
  c.post(bob, c.cop, "In the thread", thread.thread);
  const auto page = c.ask(ana, MessageHistory::Params{.room = c.cop, .thread = thread.thread});
  REQUIRE(page.has_value());
  CHECK(indexes(*page) == List{1, 2});
  REQUIRE(page->people.size() == 2);
  CHECK(page->people[0].name == "Ana");
  CHECK(page->people[1].utility_name == "Lakeside Water (fictional)");

  c.must(c.admin, MemberErase::Params{.member = bob, .texts = false, .reason = "asked for it"});
  const auto later = c.ask(ana, MessageHistory::Params{.room = c.cop, .thread = thread.thread});
  CHECK(later->people[1].id == bob);
  CHECK(later->people[1].name == "");
  CHECK(later->people[1].utility_name == "");
}

TEST_CASE("history refuses what makes no sense") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto code = [&](MessageHistory::Params params) {
    params.room = c.cop;
    return c.ask(ana, params).error().code;
  };
  CHECK(code({.before = Index{1}, .after = Index{1}}) == ErrorCode::argument_bad);
  CHECK(code({.limit = 0}) == ErrorCode::argument_bad);
  CHECK(code({.limit = 201}) == ErrorCode::argument_bad);
  CHECK(code({.thread = ThreadId{99}}) == ErrorCode::not_found);
  CHECK(code({.message = MessageId{99}}) == ErrorCode::not_found);
}

TEST_CASE("a permalink of another place is not found in this one") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto thread = c.start(ana, c.cop);
  const MessageHistory::Params chat{.room = c.cop, .message = thread.message};
  CHECK(c.ask(ana, chat).error().code == ErrorCode::not_found);
}

TEST_CASE("messages by id come in the order asked for, each once") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto one = c.post(ana, c.cop).message;
  const auto two = c.post(ana, c.cop).message;
  const auto page = c.ask(ana, MessageGet::Params{{two, one, MessageId{77}, two}});
  REQUIRE(page->messages.size() == 2);
  CHECK(page->messages[0].id == two);
  CHECK(page->messages[1].id == one);
  CHECK(c.ask(ana, MessageGet::Params{std::vector<MessageId>(101, one)}).error().code == ErrorCode::too_many);
}

TEST_CASE("pins are newest first") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto one = c.post(ana, c.cop).message;
  c.post(ana, c.cop);
  const auto three = c.post(ana, c.cop).message;
  for (const auto id : {three, one}) c.must(c.admin, MessagePin::Params{.message = id, .on = true});
  const auto page = c.ask(ana, MessagePins::Params{c.cop});
  REQUIRE(page->messages.size() == 2);
  CHECK(page->messages[0].id == three);
  CHECK(page->messages[1].id == one);
}

TEST_CASE("one's own words can be taken along, page by page, also from rooms that one has left") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  const auto bob = c.join("Bob");
  for (int i = 0; i < 5; ++i) {
    c.post(ana, c.cop, "Mine " + std::to_string(i));
    c.post(bob, c.cop);
  }
  c.must(bob, MessageReact::Params{.message = MessageId{1}, .emoji = "👍", .on = true});
  const auto first = c.ask(ana, MessageMine::Params{.limit = 3});
  CHECK(first->messages.size() == 3);
  CHECK(first->messages[0].reactions.size() == 1);
  CHECK(first->more_after);
  const auto second = c.ask(ana, MessageMine::Params{.after = first->messages.back().id, .limit = 3});
  CHECK(second->messages.size() == 2);
  CHECK_FALSE(second->more_after);

  c.must(ana, RoomLeave::Params{c.cop});
  const auto outside = c.ask(ana, MessageMine::Params{.limit = 3});
  REQUIRE(outside->messages.size() == 3);
  CHECK(outside->messages[0].text == "Mine 0");
  CHECK(outside->messages[0].reactions.empty());
  CHECK_FALSE(outside->messages[0].room);
}
