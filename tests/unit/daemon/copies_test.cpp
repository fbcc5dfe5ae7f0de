#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <set>

#include "tests/support/server_process.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

ProgramResult admin(const std::vector<std::string>& words, const std::string& data) {
  std::vector<std::string> arguments = {"--signal=KILL", "20", program("standpiped").string(), "admin"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  arguments.insert(arguments.end(), {"--data", data});
  return run_program("/usr/bin/timeout", arguments);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Changes bytes of a file where it has others.
void overwrite(const std::filesystem::path& path, std::streamoff at, const std::string& bytes) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(at);
  file << bytes;
}

constexpr std::streamoff user_version_at = 60;  // https://www.sqlite.org/fileformat2.html#the_database_header

}  // namespace

TEST_CASE("admin commands that come together do not disturb each other, and leave nothing behind") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string();
  const ServerProcess server({.data = data});
  const auto before = names_in(data);
  std::vector<std::future<ProgramResult>> all;
  for (int i = 0; i < 3; ++i) {
    all.push_back(std::async(std::launch::async, [&] { return admin({"verify"}, data); }));
    all.push_back(std::async(std::launch::async, [&] { return admin({"export", "-"}, data); }));
  }
  for (auto& one : all) {
    const auto result = one.get();
    CHECK_MESSAGE(result.exit == 0, result.err);
  }
  CHECK(names_in(data) == before);
}

TEST_CASE("a server removes at its start what a killed admin command has left") {
  const TemporaryFolder folder;
  const auto left = folder.path() / "d/standpipe-unfinished-abcdef";
  std::filesystem::create_directories(left);
  std::ofstream(left / "snapshot.db") << "a copy";
  const ServerProcess server({.data = folder.path() / "d"});
  CHECK_FALSE(std::filesystem::exists(left));
}

TEST_CASE("a backup is a file, and a sound one or none") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string(), file = (folder.path() / "b.db").string();
  ServerProcess server({.data = data});
  CHECK(server.stop() == 0);
  const auto stream = admin({"backup", "-"}, data);
  CHECK(stream.exit == 1);
  CHECK(has(stream.err, "must be a file"));
  const std::string bytes = text_of(data + "/standpipe.db");
  const auto moderators = bytes.find("[]", bytes.find("Asset Management"));
  REQUIRE(moderators != std::string::npos);
  overwrite(data + "/standpipe.db", static_cast<std::streamoff>(moderators), "17");
  const auto damaged = admin({"backup", file}, data);
  CHECK(damaged.exit == 1);
  CHECK(has(damaged.out, "a room's list of moderators is not that of its members' roles"));
  CHECK(has(damaged.err, "b.db has not been written"));
  CHECK((names_in(folder.path()) == std::set<std::string>{"d", "d.log"}));
}

TEST_CASE("what a newer standpiped has made is refused before anything is written") {
  const TemporaryFolder folder;
  const auto data = (folder.path() / "d").string(), newer = (folder.path() / "newer.db").string();
  ServerProcess server({.data = data});
  REQUIRE(admin({"backup", newer}, data).exit == 0);
  CHECK(server.stop() == 0);
  overwrite(newer, user_version_at, std::string("\0\0\0\x63", 4));
  const auto restored = admin({"restore", newer}, (folder.path() / "e").string());
  CHECK(restored.exit == 1);
  CHECK(restored.out.empty());
  CHECK(has(restored.err, "made by a newer standpiped"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "e"));

  overwrite(data + "/standpipe.db", user_version_at, std::string("\0\0\0\x63", 4));
  const auto before = names_in(folder.path());
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"verify"}, {"export", "-"}, {"export", (folder.path() / "x").string()}, {"backup", (folder.path() / "y").string()}}) {
    const auto refused = admin(words, data);
    CHECK(refused.exit == 1);
    CHECK(refused.out.empty());
    CHECK(has(refused.err, "made by a newer standpiped"));
  }
  CHECK(names_in(folder.path()) == before);
}

TEST_CASE("what is no backup is refused with what to take instead") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "letter.txt") << "Dear all,";
  const auto refused = admin({"restore", (folder.path() / "letter.txt").string()}, (folder.path() / "d").string());
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "letter.txt is no Standpipe database"));
  CHECK(has(refused.err, "take a file that standpiped admin backup has written"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "d"));
}
