#include "server/app/web_folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "server/app/web_files.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::app;
namespace fs = std::filesystem;

namespace {

struct Build {
  standpipe::test::TemporaryFolder temporary;
  fs::path path = temporary.path() / "web";
  Build() {
    fs::create_directory(path);
    put("index.html", "<!doctype html>");
  }
  void put(const std::string& name, const std::string& content) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << content;
  }
};

/// Why the folder is refused; "" where it is not.
std::string trouble(const fs::path& folder) {
  try {
    if (auto contents = read_web_folder(folder)) WebFiles(folder, std::move(*contents));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

std::string said(const Build& build, const std::string& why) {
  return "The web client in " + build.path.string() + " cannot be served: " + why +
         ". Build it anew with ./scripts/web, or set server.web to \"\" to do without it.";
}

}  // namespace

TEST_CASE("a folder is read with all that is in it, byte for byte") {
  const Build build;
  const std::string bytes("\0\xff\r\n", 4);
  build.put("assets/app-1a2B.js", bytes);
  build.put("a/b/c.txt", "");
  const auto contents = read_web_folder(build.path);
  REQUIRE(contents.has_value());
  CHECK(contents->size() == 3);
  CHECK(contents->at("/index.html") == "<!doctype html>");
  CHECK(contents->at("/assets/app-1a2B.js") == bytes);
  CHECK(contents->at("/a/b/c.txt").empty());
}

TEST_CASE("a folder that is not there is none, and no error") {
  const Build build;
  CHECK_FALSE(read_web_folder(build.path / "no").has_value());
  fs::create_symlink("nowhere", build.temporary.path() / "link");
  CHECK_FALSE(read_web_folder(build.temporary.path() / "link").has_value());
}

TEST_CASE("the folder itself may be a link, as releases are switched") {
  const Build build;
  fs::create_directory_symlink(build.path, build.temporary.path() / "current");
  const auto contents = read_web_folder(build.temporary.path() / "current");
  REQUIRE(contents.has_value());
  CHECK(contents->contains("/index.html"));
}

TEST_CASE("what begins with a dot is passed over") {
  const Build build;
  build.put(".DS_Store", "x");
  build.put(".vite/a b.json", "x");
  fs::create_symlink("/etc/passwd", build.path / ".link");
  CHECK(read_web_folder(build.path)->size() == 1);
}

TEST_CASE("a folder without a usable index.html is refused, and told what to do") {
  const Build build;
  fs::remove(build.path / "index.html");
  CHECK(trouble(build.path) == said(build, "it has no index.html"));
  build.put("index.html", "");
  CHECK(trouble(build.path) == said(build, "its index.html is empty"));
}

TEST_CASE("a file in the place of the folder is refused") {
  const Build build;
  build.put("file", "x");
  CHECK(trouble(build.path / "file").find("it is no folder") != std::string::npos);
}

TEST_CASE("links and what else is no regular file are refused, wherever they lead") {
  const Build build;
  build.put("real.txt", "x");
  for (const auto* target : {"/etc/passwd", "real.txt", "/nonexistent", "..", "/etc"}) {
    CAPTURE(target);
    fs::create_symlink(target, build.path / "odd.txt");
    CHECK(trouble(build.path) == said(build, "odd.txt is no regular file"));
    fs::remove(build.path / "odd.txt");
  }
  REQUIRE(::mkfifo((build.path / "odd.txt").c_str(), 0600) == 0);
  CHECK(trouble(build.path) == said(build, "odd.txt is no regular file"));
}

TEST_CASE("names with other than safe characters are refused") {
  for (const auto* name : {"a b.js", "a%2fb.js", "a\\b.js", "a\nb.js", "é.js", "a?.js", "a~"}) {
    const Build build;
    build.put(name, "x");
    CAPTURE(name);
    CHECK(trouble(build.path).find("is no name of letters, digits") != std::string::npos);
  }
  const Build build;
  build.put(std::string(web_limits::name_bytes, 'a'), "x");
  CHECK(trouble(build.path).empty());
  build.put(std::string(web_limits::name_bytes + 1, 'a'), "x");
  CHECK(trouble(build.path).find("is no name of letters, digits") != std::string::npos);
}

TEST_CASE("a folder that is too large is refused: a file, all files, too many of them") {
  {
    const Build build;
    build.put("assets/big.js", "");
    fs::resize_file(build.path / "assets/big.js", web_limits::file_bytes);
    CHECK(trouble(build.path).empty());
    fs::resize_file(build.path / "assets/big.js", web_limits::file_bytes + 1);
    CHECK(trouble(build.path) == said(build, "assets/big.js has more than 4194304 bytes"));
  }
  {
    const Build build;
    for (std::size_t i = 0; i < web_limits::bytes / web_limits::file_bytes; ++i) {
      const auto name = std::to_string(i) + ".js";
      build.put(name, "");
      fs::resize_file(build.path / name, web_limits::file_bytes);
    }
    CHECK(trouble(build.path) == said(build, "its files have more than 33554432 bytes"));  // index.html is there too
  }
  {
    const Build build;
    for (std::size_t i = 1; i < web_limits::entries; ++i) build.put(std::to_string(i) + ".js", "");
    CHECK(trouble(build.path).empty());
    fs::create_directory(build.path / "more");
    CHECK(trouble(build.path) == said(build, "it has more than 1000 files and folders"));
  }
}

TEST_CASE("a packed file without its original, or packed twice, is refused") {
  const Build build;
  build.put("assets/app.js.br", "x");
  CHECK(trouble(build.path) == said(build, "assets/app.js.br is there without assets/app.js"));
  build.put("assets/app.js", "x");
  CHECK(trouble(build.path).empty());
  build.put("assets/app.js.br.gz", "x");
  CHECK(trouble(build.path) == said(build, "assets/app.js.br.gz is packed twice"));
}

TEST_CASE("what cannot be read is refused") {
  if (::geteuid() == 0) return;  // who may read all
  const Build build;
  build.put("assets/app.js", "x");
  fs::permissions(build.path / "assets/app.js", fs::perms::none);
  CHECK(trouble(build.path) == said(build, "assets/app.js cannot be read (Permission denied)"));
  fs::permissions(build.path / "assets", fs::perms::none);
  CHECK(trouble(build.path) == said(build, "it cannot be read (Permission denied)"));
  fs::permissions(build.path / "assets", fs::perms::owner_all);
}
