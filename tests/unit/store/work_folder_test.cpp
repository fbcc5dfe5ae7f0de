#include "server/store/work_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "tests/support/server_process.hpp"

using standpipe::store::StoreError;
using standpipe::store::WorkFolder;
using standpipe::test::TemporaryFolder;

namespace fs = std::filesystem;

TEST_CASE("a work folder is removed with all that lies in it") {
  const TemporaryFolder folder;
  {
    const auto work = WorkFolder::make((folder.path() / "x.db").string(), 1000);
    REQUIRE(work.has_value());
    std::ofstream(work->file("copy.db")) << "a copy";
    CHECK_FALSE(fs::is_empty(folder.path()));
  }
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a folder whose process has died is removed by the next one, and no other") {
  const TemporaryFolder folder;
  const auto beside = (folder.path() / "x.db").string();
  const auto dead = folder.path() / "standpipe-unfinished-abcdef", foreign = folder.path() / "notes";
  fs::create_directories(dead / "deeper");
  fs::create_directory(foreign);
  fs::create_directory_symlink(foreign, folder.path() / "standpipe-unfinished-linked");
  const auto first = WorkFolder::make(beside, 0);
  REQUIRE(first.has_value());
  CHECK_FALSE(fs::exists(dead));
  const auto second = WorkFolder::make(beside, 0);
  REQUIRE(second.has_value());
  CHECK(fs::exists(first->file("lock")));
  CHECK(first->file("x") != second->file("x"));
  CHECK(fs::is_empty(foreign));
}

TEST_CASE("without room for what is to be written nothing is made") {
  const TemporaryFolder folder;
  const auto work = WorkFolder::make((folder.path() / "x.db").string(), std::int64_t{1} << 60);
  REQUIRE(work.has_error());
  CHECK(work.error().kind == StoreError::Kind::full);
  CHECK(work.error().text.find("needs 1152921504624 MB free") != std::string::npos);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a work folder can be removed while files are being made in it") {
  const TemporaryFolder folder;
  const auto work = WorkFolder::make((folder.path() / "x.db").string(), 0);
  REQUIRE(work.has_value());
  std::jthread busy([&](std::stop_token stop) {
    for (int i = 0; !stop.stop_requested(); ++i) std::ofstream(work->file(std::to_string(i % 100)));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  work->remove();
  CHECK(fs::is_empty(folder.path()));
}
