#include "server/ops/data_folder.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "server/ops/admin.hpp"

namespace ops = standpipe::ops;

namespace {

constexpr uid_t somebody = 65534;

struct Folder {
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "standpipe-data-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat about = {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  return about.st_mode & 07777;
}

std::string trouble_with(const std::filesystem::path& folder) {
  try {
    ops::prepare_data_folder(folder);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a data directory that is made is its owner's alone") {
  const Folder folder;
  CHECK_FALSE(ops::prepare_data_folder(folder.path / "above/data"));
  CHECK(mode_of(folder.path / "above/data") == 0700);
}

TEST_CASE("a directory that is there stays as it is, and what others may do there is told") {
  const Folder folder;
  for (const mode_t mode : {0700U, 0711U, 0755U, 0770U, 01777U, 0777U}) {
    REQUIRE(::chmod(folder.path.c_str(), mode) == 0);
    if (mode & 0002) {
      CHECK(has(trouble_with(folder.path), "Everybody may put files into " + folder.path.string()));
    } else {
      CHECK(ops::prepare_data_folder(folder.path).has_value() == ((mode & 0066) != 0));
    }
    CHECK(mode_of(folder.path) == mode);
  }
}

TEST_CASE("a path too long for the admin socket is refused before anything is made") {
  const Folder folder;
  const auto room = 107 - folder.path.string().size() - std::string("//admin.sock").size();
  CHECK_NOTHROW(ops::prepare_data_folder(folder.path / std::string(room, 'd')));
  CHECK(has(trouble_with(folder.path / std::string(room + 2, 'd')), "is 2 bytes too long for the admin socket"));
  CHECK_FALSE(std::filesystem::exists(folder.path / std::string(room + 2, 'd')));
}

TEST_CASE("root writes nothing into the data of another user") {
  if (::geteuid() != 0) return;
  const Folder folder;
  REQUIRE(::chown(folder.path.c_str(), somebody, somebody) == 0);
  CHECK(has(trouble_with(folder.path), "runuser -u "));
  REQUIRE(::chown(folder.path.c_str(), 0, 0) == 0);
  std::ofstream(ops::database_in(folder.path)) << "";
  CHECK(trouble_with(folder.path) == "nothing");
  REQUIRE(::chown(ops::database_in(folder.path).c_str(), somebody, somebody) == 0);
  CHECK(has(trouble_with(folder.path), "runuser -u "));
}
