#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "tests/unit/query/disk_community.hpp"

using namespace standpipe;
using namespace standpipe::test;
namespace find = store::select;

TEST_CASE("no statement of the reader's catalogue scans a table") {
  DiskCommunity c;
  const auto catalogue = store::reader_catalogue();
  CHECK(catalogue.size() > 50);
  for (const auto sql : catalogue) {
    CAPTURE(sql);
    const auto plan = c.reader->plan(sql);
    CHECK_FALSE(plan.empty());
    for (const auto& step : plan) {
      CAPTURE(step);
      // FTS5, json_each and pragmas are tables that are made while they are read.
      CHECK((step.find("SCAN") == step.npos || step.find("VIRTUAL TABLE") != step.npos));
    }
  }
}

TEST_CASE("a reader sees what was committed when its snapshot began") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  REQUIRE(c.reader->begin().value() == c.state.seq);
  CHECK_FALSE(c.reader->one(find::last_index, c.cop, ThreadId{}));
  c.post(ana, c.cop);
  CHECK_FALSE(c.reader->one(find::last_index, c.cop, ThreadId{}));
  CHECK_FALSE(c.reader->end());
  REQUIRE(c.reader->begin().value() == c.state.seq);
  CHECK(c.reader->one(find::last_index, c.cop, ThreadId{}) == Index{1});
  CHECK_FALSE(c.reader->end());
}

TEST_CASE("a snapshot that is held too long finds nothing more, and says why") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  for (int i = 0; i < 300; ++i) c.post(ana, c.cop);
  auto brief = store::Reader::open({.path = (c.folder / "standpipe.db").string(), .time_limit = std::chrono::milliseconds(5)});
  REQUIRE(brief.has_value());
  auto& reader = *brief.value();
  REQUIRE(reader.begin().has_value());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(reader.all(find::messages_between, c.cop, ThreadId{}, Index{1}, Index{300}).empty());
  CHECK(reader.failed());
  const auto error = reader.end();
  REQUIRE(error.has_value());
  CHECK(error->kind == store::StoreError::Kind::busy);
  REQUIRE(reader.begin().has_value());
  CHECK_FALSE(reader.failed());
  CHECK(reader.one(find::message, MessageId{1}));
  CHECK_FALSE(reader.end());
}

TEST_CASE("a damaged message is shown as damaged, never as if it were right") {
  DiskCommunity c;
  const auto ana = c.join("Ana");
  c.post(ana, c.cop, "A first message");
  c.post(ana, c.cop, "The pressure was 4.2 bar at noon");
  c.post(ana, c.cop, "A last message");
  const auto path = c.folder / "standpipe.db";
  c.reader.reset();
  c.store.reset();

  std::string bytes;
  {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const auto at = bytes.find("was 4.2 bar");
  REQUIRE(at != std::string::npos);
  bytes[at + 4] = '9';
  std::ofstream(path, std::ios::binary) << bytes;

  auto reopened = store::Reader::open({.path = path.string(), .on_damage = [&](const auto& what) { c.damage.push_back(what); }});
  REQUIRE(reopened.has_value());
  c.reader = std::move(reopened.value());
  const auto page = c.ask(ana, MessageHistory::Params{.room = c.cop});
  REQUIRE(page.has_value());
  REQUIRE(page->messages.size() == 3);
  CHECK(page->messages[0].text == "A first message");
  CHECK(page->messages[1].text.empty());
  REQUIRE(page->messages[1].removed.has_value());
  CHECK(page->messages[1].removed->reason.find("damaged") != std::string::npos);
  CHECK(page->messages[1].index == Index{2});
  CHECK(page->messages[2].text == "A last message");
  CHECK(c.damage.size() == 1);
}
