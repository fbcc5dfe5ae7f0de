#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>

#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT

TEST_CASE("who is not logged in is asked for e-mail and password, again where they are wrong, and is in then") {
  auto& c = community();
  Screen s(Cli(c.folder.path() / "fresh", c.server.url()));
  REQUIRE(s.shows("You are not logged in"));
  REQUIRE(s.shows("E-mail"));
  s.type("Amina@maji.example");
  s.press("Enter");
  REQUIRE(s.shows("Password"));
  s.type("not this one at all");
  s.press("Enter");
  REQUIRE(s.becomes([&] { return times(s.terminal().screen(), "E-mail") == 2; }, "the question again"));
  s.type("Amina@maji.example");
  s.press("Enter");
  REQUIRE(s.becomes([&] { return times(s.terminal().screen(), "Password") == 2; }, "the second password"));
  s.type(password);
  s.press("Enter");
  REQUIRE(s.shows("Standpipe · Amina"));
  REQUIRE(s.shows("online"));
  CHECK_FALSE(has(s.terminal().raw(), password));
  CHECK(s.quit() == 0);
}

TEST_CASE("who gives no e-mail address is told how to become a member") {
  auto& c = community();
  Screen s(Cli(c.folder.path() / "stranger", c.server.url()));
  REQUIRE(s.shows("E-mail"));
  s.press("Enter");
  CHECK(s.terminal().exit_code() == 4);
  CHECK(s.shows("standpipe apply --help"));
}

TEST_CASE("a terminal that is to have no colours gets none") {
  auto& c = community();
  const auto colours = [&](std::map<std::string, std::string> environment) {
    Screen s(c.amina, {.environment = std::move(environment)});
    s.go_to(room);
    REQUIRE(s.shows("Write to Water Distribution"));
    s.press("?");
    REQUIRE(s.shows("All keys"));
    s.press("q");
    REQUIRE(s.hides("All keys"));
    CHECK(s.quit() == 0);
    const std::string raw = s.terminal().raw();
    bool any = false;
    for (auto at = raw.find("\x1b["); at != std::string::npos; at = raw.find("\x1b[", at + 1)) {
      const auto end = raw.find_first_not_of("0123456789;", at + 2);
      if (end == std::string::npos || raw[end] != 'm') continue;
      const std::string looks = ";" + raw.substr(at + 2, end - at - 2) + ";";
      for (const char* colour : {";3", ";4", ";9", ";10"}) {
        const auto found = looks.find(colour);
        // 30 and more, and not 3 or 4, which are italic and underlined.
        any = any || (found != std::string::npos && looks[found + 2] != ';');
      }
    }
    return any;
  };
  CHECK(colours({}));
  CHECK_FALSE(colours({{"NO_COLOR", "1"}}));
}

TEST_CASE("a terminal that is too small says so, and shows all once it is larger") {
  auto& c = community();
  Screen s(c.amina, {.columns = 20, .rows = 6});
  REQUIRE(s.shows("Make the window\nlarger."));
  s.terminal().resize(100, 30);
  CHECK(s.shows("Standpipe · Amina"));
  CHECK(s.hides("Make the window\nlarger."));
  s.terminal().resize(20, 6);
  CHECK(s.shows("Make the window\nlarger."));
  CHECK(s.quit() == 0);
}

TEST_CASE("SIGTERM leaves the terminal as it was, and keeps what was being written") {
  Community c;
  for (const int number : {SIGTERM, SIGHUP}) {
    Screen s(c.amina);
    s.go_to(room);
    s.press("i");
    s.type("w" + std::to_string(number));
    REQUIRE(s.shows("w" + std::to_string(number)));
    CHECK(s.terminal().state("alternate_on") == "1");
    s.terminal().signal(number);
    CHECK(s.terminal().exit_code() == 0);
    CHECK(s.terminal().state("alternate_on") == "0");
    const std::string raw = s.terminal().raw();
    for (const char* mode : {"\x1b[?25", "\x1b[?7"}) CHECK(raw.substr(raw.rfind(mode) + std::string(mode).size(), 1) == "h");
    CHECK(has(raw, "\x1b[?2004l"));
  }
  Screen s(c.amina);
  CHECK(s.shows("w15w1"));
}

TEST_CASE("a program that was suspended comes back with its screen") {
  auto& c = community();
  // A shell that has jobs, as a person has.
  Tmux terminal(100, 30);
  auto environment = c.amina.environment();
  environment.erase("COLUMNS");
  environment["PS1"] = "prompt> ";
  environment["STANDPIPE"] = program("standpipe").string();
  terminal.start({"/bin/bash", "--norc", "-i"}, environment);
  REQUIRE(terminal.shows("prompt>"));
  terminal.type("$STANDPIPE");
  terminal.press("Enter");
  REQUIRE(terminal.shows("online"));
  terminal.press("C-z");
  REQUIRE(terminal.shows("Stopped"));
  CHECK(terminal.state("alternate_on") == "0");
  terminal.type("fg");
  terminal.press("Enter");
  REQUIRE(terminal.shows("Standpipe · Amina"));
  terminal.press("?");
  CHECK(terminal.shows("All keys"));
  terminal.press("q");
  CHECK(terminal.hides("All keys"));
  terminal.press("C-q");
  CHECK(terminal.hides("Standpipe · Amina"));
}
