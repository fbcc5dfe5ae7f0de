#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/store/disk_store.hpp"
#include "tests/unit/store/fault_disk.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
using standpipe::store::Store;
using standpipe::store::StoreError;

namespace {

standpipe::store::StoreOptions options_of(const DiskStore& disk) {
  standpipe::store::StoreOptions options;
  options.path = disk.path();
  options.reserve_bytes = 1 << 16;
  return options;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a second writer is told that another process holds the database") {
  DiskStore disk;
  const auto second = Store::open(options_of(disk));
  REQUIRE(second.has_error());
  CHECK(second.error().kind == StoreError::Kind::busy);
}

TEST_CASE("what was rolled back has not happened") {
  DiskStore disk;
  Community c;
  const auto ana = c.join("Ana");
  disk.copy(c);
  const domain::Command command{.actor = ana,
                                .key = "00000000-0000-4000-9000-000000000001",
                                .payload = MessagePost::Params{.room = c.cop, .text = "never"}};
  REQUIRE(disk.store->begin().has_value());
  const auto decision = domain::decide(c.state, disk.store->content(), {c.state.seq + 1, c.now}, command);
  REQUIRE(disk.store->write(decision.value(), c.state.seq + 1, c.now).has_value());
  CHECK(disk.store->content().message(MessageId{1}));
  disk.store->rollback();
  CHECK_FALSE(disk.store->content().message(MessageId{1}));
  CHECK(disk.store->load().value().seq == c.state.seq);
}

TEST_CASE("a row that points to nothing is refused at the commit") {
  DiskStore disk;
  REQUIRE(disk.store->begin().has_value());
  REQUIRE(disk.store->put(domain::MembershipRecord{.member = MemberId{7}, .membership = {.room = RoomId{9}}}).has_value());
  const auto done = disk.store->commit();
  REQUIRE(done.has_error());
  CHECK(done.error().kind == StoreError::Kind::bug);
  disk.store->rollback();
}

TEST_CASE("what is no database is refused, and left as it is") {
  DiskStore disk;
  disk.close();
  std::ofstream(disk.path(), std::ios::binary) << "This is a letter, and no database at all. " << std::string(5000, 'x');
  const auto opened = Store::open(options_of(disk));
  REQUIRE(opened.has_error());
  CHECK(opened.error().kind == StoreError::Kind::corrupt);
  CHECK(std::filesystem::file_size(disk.path()) > 5000);
}

TEST_CASE("the database of another program is refused, and left as it is") {
  DiskStore disk;
  disk.close();
  for (const auto& entry : std::filesystem::directory_iterator(disk.folder)) std::filesystem::remove(entry.path());
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(disk.path().c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "CREATE TABLE bookmark (url); PRAGMA user_version = 1", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  const auto before = bytes_of(disk.path());
  const auto opened = Store::open(options_of(disk));
  REQUIRE(opened.has_error());
  CHECK(opened.error().kind == StoreError::Kind::corrupt);
  CHECK(opened.error().text.find("another program") != std::string::npos);
  CHECK(bytes_of(disk.path()) == before);
}

TEST_CASE("a database begins with an empty file, but not where there was one before") {
  DiskStore disk;
  disk.close();
  SUBCASE("emptied") {
    std::filesystem::resize_file(disk.path(), 0);
  }
  SUBCASE("removed") {
    std::filesystem::remove(disk.path());
  }
  const auto opened = Store::open(options_of(disk));
  REQUIRE(opened.has_error());
  CHECK(opened.error().kind == StoreError::Kind::corrupt);
  std::filesystem::remove(disk.path() + ".reserve");
  std::ofstream(disk.path()) << "";
  CHECK(Store::open(options_of(disk)).has_value());
}

TEST_CASE("a database of a newer version is refused") {
  DiskStore disk;
  disk.close();
  std::fstream file(disk.path(), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(60);  // the header's user_version, big-endian
  file.write("\0\0\1\0", 4);
  file.close();
  const auto opened = Store::open(options_of(disk));
  REQUIRE(opened.has_error());
  CHECK(opened.error().text.find("newer") != std::string::npos);
}

TEST_CASE("a database of the first version is brought up to the present one") {
  DiskStore disk;
  Community c;
  c.join("Ana");
  disk.copy(c);
  disk.close();
  sqlite3* old = nullptr;
  REQUIRE(sqlite3_open(disk.path().c_str(), &old) == SQLITE_OK);
  const auto* undo =
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' DEFERRABLE INITIALLY DEFERRED', '');"
      "PRAGMA writable_schema = RESET; PRAGMA user_version = 1";
  REQUIRE(sqlite3_exec(old, undo, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(old);
  disk.open();
  CHECK(disk.store->load().value().members.size() == c.state.members.size());
  // Rows may come in any order now.
  REQUIRE(disk.store->begin().has_value());
  CHECK(disk.store->put(domain::MembershipRecord{.member = MemberId{7}, .membership = {.room = c.cop}}).has_value());
  CHECK(disk.store->put(domain::Account{.profile = {.id = MemberId{7}}}).has_value());
  CHECK(disk.store->commit().has_value());
}

TEST_CASE("a damaged account is loaded without its password, and told of") {
  DiskStore disk;
  Community c;
  disk.copy(c);
  disk.close();
  auto bytes = bytes_of(disk.path());
  const auto email = c.state.member(c.admin)->account.email;
  auto at = bytes.find(email);
  REQUIRE(at != std::string::npos);
  bytes.find("hash", at);
  bytes[bytes.find("hash", at)] = 'c';
  std::ofstream(disk.path(), std::ios::binary) << bytes;
  disk.open();
  const auto state = disk.store->load().value();
  CHECK(state.member(c.admin)->account.password_hash.empty());
  CHECK(disk.damage.size() == 1);
}

namespace {

/// In one transaction.
boost::system::result<void, StoreError> save(Store& store, std::int64_t first, std::int64_t rooms = 1) {
  auto done = store.begin();
  for (auto id = first; id < first + rooms && done.has_value(); ++id) {
    domain::Room room;
    room.id = RoomId{id};
    room.slug = "room-" + std::to_string(id);
    room.description = std::string(8000, 'd');
    done = store.put(room);
  }
  if (done.has_value()) done = store.commit();
  if (done.has_error()) store.rollback();
  return done;
}

/// The so-manieth of transactions that take more than a thousand pages each.
boost::system::result<void, StoreError> save_much(Store& store, std::int64_t number) {
  return save(store, 500 * number, 500);
}

}  // namespace

TEST_CASE("on a full disk commands fail with nothing done, and succeed again when there is room") {
  FaultDisk fault;
  DiskStore disk;
  REQUIRE(save(*disk.store, 1).has_value());
  fault.full = true;
  const auto refused = save(*disk.store, 2);
  REQUIRE(refused.has_error());
  CHECK(refused.error().kind == StoreError::Kind::full);
  CHECK_FALSE(std::filesystem::exists(disk.path() + ".reserve"));
  CHECK(disk.store->load().value().rooms.size() == 1);
  fault.full = false;
  REQUIRE(save(*disk.store, 3).has_value());
  CHECK(std::filesystem::exists(disk.path() + ".reserve"));
  CHECK(disk.store->load().value().rooms.size() == 2);
}

TEST_CASE("on a full disk a store opens with the reserve's space, and refuses commits until there is room") {
  FaultDisk fault;
  DiskStore disk;
  REQUIRE(save(*disk.store, 1).has_value());
  disk.close();
  fault.room = disk.path() + ".reserve";
  fault.full = true;
  disk.open();
  CHECK(disk.store->load().value().rooms.size() == 1);
  CHECK(save(*disk.store, 2).error().kind == StoreError::Kind::full);
  fault.full = false;
  CHECK(save(*disk.store, 3).has_value());
}

TEST_CASE("on a disk that is full even without the reserve, opening says so") {
  FaultDisk fault;
  DiskStore disk;
  REQUIRE(save(*disk.store, 1).has_value());
  disk.close();
  fault.full = true;
  const auto opened = Store::open(options_of(disk));
  REQUIRE(opened.has_error());
  CHECK(opened.error().kind == StoreError::Kind::full);
  fault.full = false;
  disk.open();
  CHECK(disk.store->load().value().rooms.size() == 1);
}

TEST_CASE("after an fsync that failed nothing is written and none is tried again, until a restart") {
  FaultDisk fault;
  DiskStore disk;
  REQUIRE(save(*disk.store, 1).has_value());
  fault.sync_fails = true;
  const auto failed = save(*disk.store, 2);
  REQUIRE(failed.has_error());
  CHECK(failed.error().kind == StoreError::Kind::io);
  fault.sync_fails = false;
  fault.syncs = 0;
  const auto refused = save(*disk.store, 3);
  REQUIRE(refused.has_error());
  CHECK(refused.error().kind == StoreError::Kind::io);
  CHECK(disk.store->load().value().rooms.contains(RoomId{1}));
  disk.close();
  disk.open();
  CHECK(save(*disk.store, 4).has_value());
}

TEST_CASE("texts are indexed without waiting for the disk, and commits wait for it again afterwards") {
  FaultDisk fault;
  DiskStore disk;
  Community c;
  const auto ana = c.join("Ana");
  c.post(ana, "the old manometer");
  disk.copy(c);
  fault.sync_fails = true;
  CHECK(disk.found("manometer").size() == 1);
  CHECK(fault.syncs == 0);
  const auto failed = save(*disk.store, 2);
  REQUIRE(failed.has_error());
  CHECK(failed.error().kind == StoreError::Kind::io);
  CHECK(fault.syncs == 1);
  fault.sync_fails = false;
}

TEST_CASE("an fsync that fails while the log is brought into the database stops all writing") {
  FaultDisk fault;
  DiskStore disk;
  REQUIRE(save(*disk.store, 1).has_value());
  fault.sync_fails = true;
  CHECK(disk.store->checkpoint().has_error());
  fault.sync_fails = false;
  CHECK(save(*disk.store, 2).has_error());
  CHECK(disk.store->load().value().rooms.size() == 1);
}

TEST_CASE("an fsync that fails while the log is brought into the database beside the writer stops all writing, too") {
  FaultDisk fault;
  DiskStore disk;
  Community c;
  const auto ana = c.join("Ana");
  for (int i = 0; i < 40; ++i) c.post(ana, "the old manometer");
  disk.copy(c);
  REQUIRE(save_much(*disk.store, 1).has_value());
  fault.sync_fails = true;
  bool failed = false;
  for (int i = 0; i < 2'000 && !failed; ++i) {
    disk.store->index_texts(1);  // commits without waiting for the disk, so that there is something to be brought
    failed = disk.store->rest().has_error();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(failed);
  fault.sync_fails = false;
  const auto refused = save(*disk.store, 2);
  REQUIRE(refused.has_error());
  CHECK(refused.error().kind == StoreError::Kind::io);
}

TEST_CASE("the log is brought into the database beside the writer, and starts over however steadily it commits") {
  DiskStore disk;
  constexpr std::uintmax_t page = 4'096, frame = page + 24;
  const auto log = disk.path() + "-wal";
  for (int i = 1; i <= 14; ++i) REQUIRE(save_much(*disk.store, i).has_value());
  CHECK(std::filesystem::file_size(log) < 10'500 * frame);  // of more than 14,000 that were written

  REQUIRE(disk.store->checkpoint().has_value());
  REQUIRE(std::filesystem::file_size(log) == 0);
  const auto before = std::filesystem::file_size(disk.path());
  REQUIRE(save_much(*disk.store, 15).has_value());
  for (int i = 0; i < 2'000 && std::filesystem::file_size(disk.path()) < before + 1'000 * page; ++i) {
    REQUIRE(disk.store->rest().has_value());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(std::filesystem::file_size(disk.path()) >= before + 1'000 * page);
  CHECK(disk.store->load().value().rooms.size() == 15 * 500);
}
