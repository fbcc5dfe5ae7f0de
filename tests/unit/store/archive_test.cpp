#include <doctest/doctest.h>

#include <fstream>
#include <vector>

#include "server/store/archive.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/verify.hpp"
#include "tests/unit/domain/random_commands.hpp"
#include "tests/unit/store/disk_store.hpp"
#include "tests/unit/store/fault_disk.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
namespace store = standpipe::store;

namespace {

void play(Community& c, DiskStore& disk, std::uint64_t seed, int count) {
  RandomCommands::populate(c);
  RandomCommands commands(c, seed);
  disk.copy(c);
  for (int i = 0; i < count; ++i) {
    c.pass(commands.pause());
    disk.follow(c, commands.next());
  }
}

/// Puts all that is walked into another database.
struct Transfer : store::ArchiveSink {
  explicit Transfer(store::Store& s) : to(s) {}
  bool head(const store::ArchiveHead& h) override { return to.put_meta(h.seq, h.at, h.created_at).has_value(); }
  bool row(const domain::RowChange& row) override { return to.put(row).has_value(); }
  bool change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev) override {
    return to.put_change(stream, kind, entity, rev).has_value();
  }
  void damaged(std::string_view, std::int64_t) override { ++damages; }
  store::Store& to;
  int damages = 0;
};

std::string first_problem(const store::Findings& findings) {
  return findings.problems.empty() ? "" : findings.problems.front();
}

std::vector<std::string> names_that_begin(const std::string& with, const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(with)) names.push_back(name);
  }
  return names;
}

void execute(const std::string& path, const char* sql) {
  auto database = store::sqlite::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE).value();
  REQUIRE(store::sqlite::execute(database.get(), sql, "prepare the test").has_value());
}

/// Changes the file behind SQLite's back.
void overwrite(const std::string& path, const std::string& what, const std::string& with) {
  std::string bytes;
  {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const auto at = bytes.find(what);
  REQUIRE(at != std::string::npos);
  bytes.replace(at, with.size(), with);
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("what a random history leaves is sound, also for who looks while the server has it open") {
  Community c;
  DiskStore disk;
  play(c, disk, 31, 2500);
  const auto findings = store::verify(disk.path());
  REQUIRE(findings.has_value());
  CHECK(first_problem(*findings) == "");
  CHECK(findings->rows > 1000);
}

TEST_CASE("a database that is walked into an empty one decides and loads as the first") {
  Community c;
  DiskStore first, second;
  play(c, first, 32, 1500);
  REQUIRE(second.store->begin().has_value());
  Transfer transfer(*second.store);
  REQUIRE(store::walk(first.path(), transfer).has_value());
  REQUIRE(second.store->commit().has_value());
  CHECK(transfer.damages == 0);
  auto state = second.store->load().value();
  state.epoch = c.state.epoch;
  CHECK(domain::dump(state) == domain::dump(c.content.load()));
  CHECK(first_problem(store::verify(second.path()).value()) == "");
  RandomCommands commands(c, 33);
  for (int i = 0; i < 300; ++i) {
    c.pass(commands.pause());
    second.follow(c, commands.next());
  }
}

TEST_CASE("a copy is made while the server writes, is sound, and has another history after its epoch is renewed") {
  Community c;
  DiskStore disk;
  play(c, disk, 34, 800);
  disk.store->index_texts(10'000).value();
  const auto to = (disk.folder / "copy.db").string();
  REQUIRE(store::copy(disk.path(), to).has_value());
  CHECK(first_problem(store::verify(to).value()) == "");
  REQUIRE(store::renew_epoch(to).has_value());
  auto copied = store::Store::open({.path = to});
  REQUIRE(copied.has_value());
  auto state = copied.value()->load().value();
  CHECK(state.epoch != disk.store->load().value().epoch);
  state.epoch = c.state.epoch;
  CHECK(domain::dump(state) == domain::dump(c.content.load()));
}

TEST_CASE("a copy that fails leaves nothing behind") {
  Community c;
  DiskStore disk;
  play(c, disk, 35, 200);
  const auto to = (disk.folder / "copy.db").string();
  SUBCASE("because the disk is full") {
    FaultDisk faults;
    faults.full = true;
    CHECK(store::copy(disk.path(), to).has_error());
    CHECK(store::copy_pages(disk.path(), to).has_error());
  }
  SUBCASE("because the database is damaged") {
    disk.close();
    std::fstream file(disk.path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(3 * 4096);
    file << std::string(20 * 4096, '\xFF');
    file.close();
    CHECK(store::copy(disk.path(), to).has_error());
  }
  CHECK(names_that_begin("copy.db", disk.folder).empty());
}

TEST_CASE("what is no Standpipe database, or a newer version's, is told as such by all who look at it") {
  DiskStore disk;
  disk.close();
  const auto size = std::filesystem::file_size(disk.path());
  CHECK(store::examine(disk.path()).value() == static_cast<std::int64_t>(size));
  const auto says = [&](const std::filesystem::path& file, const std::string& part) {
    CAPTURE(file);
    CHECK(store::examine(file.string()).error().text.find(part) != std::string::npos);
    CHECK(store::verify(file.string()).error().text == store::examine(file.string()).error().text);
  };
  std::ofstream(disk.folder / "text") << std::string(5000, 'x');
  std::ofstream(disk.folder / "empty");
  execute((disk.folder / "other").string(), "CREATE TABLE message (id)");
  for (const auto* name : {"text", "empty", "other", ".", "nothing"}) says(disk.folder / name, " is no Standpipe database");
  execute(disk.path(), "PRAGMA user_version = 99");
  says(disk.path(), "made by a newer standpiped");
}

TEST_CASE("a full disk is no damage") {
  DiskStore disk;
  disk.close();
  FaultDisk faults;
  faults.full = true;
  const auto findings = store::verify(disk.path());
  REQUIRE(findings.has_error());
  CHECK(findings.error().kind == store::StoreError::Kind::full);
}

TEST_CASE("verify tells of a text that was changed on the disk") {
  DiskStore disk;
  Community c;
  const auto ana = c.join("Ana");
  c.post(ana, "The pressure was 4.2 bar at noon");
  disk.copy(c);
  disk.close();
  overwrite(disk.path(), "was 4.2 bar", "was 9");
  CHECK(first_problem(store::verify(disk.path()).value()) == "a row does not match its checksum: message 1");
}

TEST_CASE("verify tells of gaps and orphans") {
  DiskStore disk;
  Community c;
  const auto ana = c.join("Ana");
  c.post(ana);
  disk.copy(c);
  Message stray;
  stray.id = MessageId{3};
  stray.room = c.cop;
  stray.number = Number{5};
  stray.index = Index{5};
  stray.thread = ThreadId{77};
  stray.by = ana;
  REQUIRE(disk.store->begin().has_value());
  REQUIRE(disk.store->put(stray).has_value());
  REQUIRE(disk.store->commit().has_value());
  const auto found = store::verify(disk.path()).value();
  CHECK(found.problems.size() >= 5);
}
