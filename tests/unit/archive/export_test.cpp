#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "server/ops/export.hpp"
#include "tests/unit/domain/random_commands.hpp"
#include "tests/unit/store/disk_store.hpp"

using namespace standpipe::test;  // NOLINT
namespace ops = standpipe::ops;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void play(Community& c, DiskStore& disk, std::uint64_t seed, int count) {
  RandomCommands::populate(c);
  RandomCommands commands(c, seed);
  disk.copy(c);
  for (int i = 0; i < count; ++i) {
    c.pass(commands.pause());
    disk.follow(c, commands.next());
  }
}

/// What the import of such a text says is wrong.
std::string trouble_with(const std::filesystem::path& folder, const std::string& text) {
  const auto file = folder / "wrong.jsonl";
  std::ofstream(file, std::ios::binary) << text;
  const auto database = folder / "wrong.db";
  const auto summary = ops::import_community(file, database);
  CHECK_FALSE(std::filesystem::exists(database));
  std::size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    left += name.starts_with("wrong.db") || name.starts_with("standpipe-unfinished");
  }
  CHECK(left == 0);
  return summary.has_error() ? summary.error().text : "nothing";
}

}  // namespace

TEST_CASE("exporting what was imported gives the same bytes") {
  std::set<std::string> kinds;
  for (std::uint64_t seed = 41; seed <= 44; ++seed) {
    CAPTURE(seed);
    Community c;
    DiskStore disk;
    play(c, disk, seed, 2000);
    const auto first = disk.folder / "first.jsonl", second = disk.folder / "second.jsonl";
    const auto exported = ops::export_community(disk.path(), first);
    REQUIRE(exported.has_value());
    CHECK(exported->damaged.empty());
    const auto imported = ops::import_community(first, disk.folder / "other.db");
    REQUIRE_MESSAGE(imported.has_value(), imported.error().text);
    CHECK(imported->lines == exported->lines);
    REQUIRE(ops::export_community(disk.folder / "other.db", second).has_value());
    CHECK(text_of(first) == text_of(second));

    std::istringstream lines(text_of(first));
    for (std::string line; std::getline(lines, line);) kinds.insert(line.substr(2, line.find('"', 2) - 2));
  }
  CHECK(kinds.size() == 20);  // every kind of row took part
}

TEST_CASE("an export does not have the texts that were removed") {
  Community c;
  DiskStore disk;
  const auto ana = c.join("Ana");
  const auto posted = c.post(ana, "a regrettable canary");
  c.must(ana, MessageRemove::Params{.message = posted.message});
  disk.copy(c);
  REQUIRE(ops::export_community(disk.path(), disk.folder / "e.jsonl").has_value());
  CHECK(text_of(disk.folder / "e.jsonl").find("canary") == std::string::npos);
}

TEST_CASE("an import that is not whole and sound leaves nothing behind, and says which line is wrong") {
  Community c;
  DiskStore disk;
  const auto ana = c.join("Ana");
  c.post(ana, "Good morning");
  disk.copy(c);
  REQUIRE(ops::export_community(disk.path(), disk.folder / "e.jsonl").has_value());
  const auto good = text_of(disk.folder / "e.jsonl");
  const auto& folder = disk.folder;
  const auto without = [&](const std::string& what) {
    auto text = good;
    const auto at = text.find("{\"" + what + "\":");
    text.erase(at, text.find('\n', at) + 1 - at);
    return text;
  };
  const auto has = [](const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; };

  CHECK(has(trouble_with(folder, ""), "end line"));
  CHECK(has(trouble_with(folder, without("end")), "cut off"));
  CHECK(has(trouble_with(folder, good.substr(0, good.size() - 10)), "cut off"));
  CHECK(has(trouble_with(folder, without("head")), "line 1: must be the head"));
  CHECK(has(trouble_with(folder, without("message")), "there were"));
  CHECK(has(trouble_with(folder, good + good), "after the end line"));
  CHECK(has(trouble_with(folder, "{\"head\":{\"format\":99}}\n"), "format 99"));
  CHECK(has(trouble_with(folder, "{\"head\":{\"format\":1,\"database\":{\"schema\":999}}}\n"), "newer standpiped"));
  auto richer = good;
  richer.insert(richer.find("{\"message\":{") + 12, "\"colour\":1,");
  CHECK(has(trouble_with(folder, richer), "does not know: colour"));
  auto unknown = good;
  unknown.replace(unknown.find("{\"message\""), 10, "{\"massage\"");
  CHECK(has(trouble_with(folder, unknown), "unknown kind: massage"));
  auto damaged = good;
  damaged.replace(damaged.find("{\"message\":{\"id\":1"), 18, "{\"message\":{\"id\":x");
  CHECK(has(trouble_with(folder, damaged), "line "));
  auto orphan = good;
  orphan.replace(orphan.find("{\"membership\":{\"member\":"), 25, "{\"membership\":{\"member\":9");
  CHECK(trouble_with(folder, orphan) != "nothing");
  CHECK(has(trouble_with(folder, "{\"head\":" + std::string(5 << 20, ' ')), "longer than any line"));
}

TEST_CASE("an export of a database with damaged rows tells of them, has no text of theirs, and can be imported") {
  Community c;
  DiskStore disk;
  const auto ana = c.join("Ana");
  const auto posted = c.post(ana, "Good morning");
  c.post(ana, "Good evening");
  disk.copy(c);
  disk.close();
  auto bytes = text_of(disk.path());
  const auto at = bytes.find("Good morning");
  REQUIRE(at != std::string::npos);
  bytes.replace(at, 12, "A bad canary");
  std::ofstream(disk.path(), std::ios::binary) << bytes;
  const auto exported = ops::export_community(disk.path(), disk.folder / "e.jsonl");
  REQUIRE(exported.has_value());
  CHECK(exported->damaged == std::vector<std::string>{"message " + std::to_string(posted.message.value)});
  CHECK(text_of(disk.folder / "e.jsonl").find("canary") == std::string::npos);
  const auto imported = ops::import_community(disk.folder / "e.jsonl", disk.folder / "other.db");
  REQUIRE_MESSAGE(imported.has_value(), imported.error().text);
  CHECK(imported->lines == exported->lines);
}

TEST_CASE("an import needs an empty place, an export a new name") {
  DiskStore disk;
  REQUIRE(ops::export_community(disk.path(), disk.folder / "e.jsonl").has_value());
  CHECK(ops::export_community(disk.path(), disk.folder / "e.jsonl").has_error());
  CHECK(ops::import_community(disk.folder / "e.jsonl", disk.path()).has_error());
}
