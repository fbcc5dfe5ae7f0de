#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "client-cli/failure.hpp"
#include "client-cli/screen/settings.hpp"

using namespace standpipe;
using screen::Settings;

namespace {

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("standpipe-settings-" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

Settings read(const std::string& text) {
  const Folder folder;
  const auto file = folder.path / "standpipe.toml";
  std::ofstream(file) << text;
  return screen::read_settings(file);
}

std::string trouble(const std::string& text) {
  try {
    read(text);
  } catch (const client::Failure& failure) {
    return failure.message;
  }
  return {};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("all settings are read") {
  const auto settings = read(
      "language = \"fr\"\nlite = true\nplain = true\nmouse = true\ncolours = 16\nground = \"light\"\n"
      "[keys]\nnext-unread = [\"f5\", \"alt-u\"]\nhelp = \"f2\"\n");
  CHECK(settings.language == "fr");
  CHECK(settings.lite);
  CHECK(settings.plain);
  CHECK(settings.mouse);
  CHECK(settings.colours == "16");
  CHECK(settings.ground == "light");
  CHECK(settings.keys.find("f5", screen::Context::list) == screen::Action::next_unread);
  CHECK(settings.keys.key_of(screen::Action::help) == "F2");
}

TEST_CASE("an empty file leaves everything as it is") {
  const auto settings = read("");
  CHECK_FALSE(settings.lite);
  CHECK(settings.colours == "auto");
  CHECK(settings.keys.key_of(screen::Action::help) == "?");
}

TEST_CASE("what is wrong in the file is told with its place and what may be there") {
  CHECK(has(trouble("lite = true\ncolors = 16\n"), "no setting 'colors'"));
  CHECK(has(trouble("lite = \"yes\"\n"), "lite must be true or false"));
  CHECK(has(trouble("ground = \"green\"\n"), "auto, dark, light"));
  CHECK(has(trouble("lite = true\nplain = = 1\n"), "line 2"));
  CHECK(has(trouble("keys = 1\n"), "[keys] must be a table"));
  CHECK(has(trouble("[keys]\nfly = \"x\"\n"), "'fly'"));
  CHECK(has(trouble("[keys]\nhelp = \"control-x\"\n"), "'control-x'"));
  CHECK(has(trouble("[keys]\nhelp = 1\n"), "help must be a key"));
  CHECK(has(trouble("[keys]\nhelp = [\"x\", 1]\n"), "help must be a key"));
  CHECK(has(trouble("language = \"de\"\n"), "en, fr, es"));
  CHECK(has(trouble("lite = 1\n"), "standpipe.toml: "));
}

TEST_CASE("all that is wrong is told at once, line by line, also two actions with one key") {
  const std::string told =
      trouble("lite = 7\ncolors = 16\n\n[keys]\nup = \"x\"\ndown = [\"x\", \"f5\"]\nfly = \"z\"\nhelp = \"control-x\"\n");
  CHECK(has(told, "line 1: lite must be true or false\n"));
  CHECK(has(told, "line 2: there is no setting 'colors'"));
  CHECK(has(told, "line 6: The key 'x' is given to up and to down"));
  CHECK(has(told, "line 7: There is no action 'fly'"));
  CHECK(has(told, "line 8: There is no key 'control-x' for help"));
  CHECK(std::ranges::count(told, '\n') == 4);
}

TEST_CASE("the file is where the environment says, and may be absent") {
  const Folder folder;
  ::setenv("STANDPIPE_CONFIG", (folder.path / "absent.toml").c_str(), 1);
  CHECK(screen::settings_file() == folder.path / "absent.toml");
  CHECK_FALSE(screen::read_settings().lite);
  ::unsetenv("STANDPIPE_CONFIG");
  ::setenv("XDG_CONFIG_HOME", folder.path.c_str(), 1);
  CHECK(screen::settings_file() == folder.path / "standpipe/standpipe.toml");
  ::unsetenv("XDG_CONFIG_HOME");
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  ::setenv("HOME", "/home/ana", 1);
  CHECK(screen::settings_file() == "/home/ana/.config/standpipe/standpipe.toml");
  ::setenv("HOME", home.c_str(), 1);
}
