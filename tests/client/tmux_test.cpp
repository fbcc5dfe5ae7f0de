#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>

#include "tests/client/cli.hpp"
#include "tests/support/tmux.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

constexpr const char* room = "water-distribution";

/// `standpipe chat` in a terminal.
void start_chat(Tmux& terminal, const Cli& cli) {
  auto environment = cli.environment();
  environment.erase("COLUMNS");
  terminal.start({program("standpipe").string(), "chat", room}, environment);
  REQUIRE(terminal.shows("-- in Water Distribution as Amina"));
}

std::size_t widest_row(const std::string& screen) {
  std::size_t widest = 0;
  for (std::size_t begin = 0; begin < screen.size();) {
    const auto end = screen.find('\n', begin);
    widest = std::max(widest, end - begin);
    begin = end + 1;
  }
  return widest;
}

}  // namespace

TEST_CASE("who types a line in a terminal keeps it while others post, and both are seen") {
  Community c;
  Tmux terminal(80, 24);
  start_chat(terminal, c.amina);
  terminal.type("Half a line");
  REQUIRE(terminal.shows("Half a line"));
  c.mo.out({"post", room, "The pump is back."});
  REQUIRE(terminal.shows("Mo: The pump is back."));
  const auto screen = terminal.screen();
  CHECK(screen.find("Half a line") > screen.find("The pump is back."));
  terminal.type(", and the other half");
  terminal.press("Enter");
  REQUIRE(terminal.shows("Amina: Half a line, and the other half"));
  CHECK(has(c.mo.out({"read", room}), "Half a line, and the other half"));
  terminal.type("/quit");
  terminal.press("Enter");
  CHECK(terminal.exit_code() == 0);
}

TEST_CASE("a conversation in a terminal that becomes narrow wraps what comes at the new width") {
  Community c;
  Tmux terminal(100, 24);
  start_chat(terminal, c.amina);
  terminal.resize(44, 20);
  REQUIRE(terminal.state("pane_width") == "44");
  c.mo.out({"post", room, "A text that is longer than a row of a narrow terminal, and has a last word: narrowed"});
  REQUIRE(terminal.shows("narrowed"));
  CHECK(widest_row(terminal.screen()) <= 44);
  terminal.press("C-d");
  CHECK(terminal.exit_code() == 0);
}

TEST_CASE("what is typed in a terminal without a line survives that the program is killed") {
  Community c;
  {
    Tmux terminal(80, 24);
    start_chat(terminal, c.amina);
    c.server.kill();
    REQUIRE(terminal.shows("-- offline since"));
    terminal.type("Written at night");
    terminal.press("Enter");
    REQUIRE(terminal.shows("kept, 1 waiting"));
    terminal.kill();
    CHECK(terminal.exit_code() == 128 + SIGKILL);
    CHECK(has(terminal.raw(), "kept, 1 waiting"));
  }
  c.server.restart();
  CHECK(has(c.amina.out({"sync"}), "1 sent"));
  CHECK(times(c.mo.out({"read", room}), "Written at night") == 1);
}

TEST_CASE("a terminal of the tests pastes in brackets, shows looks, and has no program left at its end") {
  pid_t pid = 0;
  {
    Tmux terminal(40, 10);
    terminal.start({"/bin/sh", "-c", R"(printf '\033[?2004h\033[1mbold\033[0m plain é\n'; exec cat -v)"});
    pid = terminal.pid();
    REQUIRE(terminal.shows("bold plain é"));
    CHECK(has(terminal.screen_with_looks(), "\033[1mbold"));
    terminal.paste("two\nlines");
    CHECK(terminal.shows("^[[200~two"));
    CHECK(terminal.hides("no such text"));
    CHECK(has(terminal.raw(), "\033[?2004h"));
    CHECK(::kill(pid, 0) == 0);
  }
  CHECK(eventually([pid] { return ::kill(pid, 0) != 0; }));
}
