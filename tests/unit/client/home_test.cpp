#include <doctest/doctest.h>

#include <sys/stat.h>

#include <cstdlib>

#include "client-cli/failure.hpp"
#include "client-cli/home.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::client;
using standpipe::test::TemporaryFolder;

TEST_CASE("the log-in is kept for its owner's eyes, and each member has an outbox and a copy of their own") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  const auto endpoint = *parse_endpoint("https://cop.example.org");
  const Home home(endpoint);
  CHECK_FALSE(home.login());
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  REQUIRE(Home(endpoint).login());
  CHECK(Home(endpoint).login()->member == 12);
  const auto first = home.outbox();
  struct stat info {};
  REQUIRE(::stat((first.parent_path() / "login.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(::stat(first.parent_path().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);

  Mirror mirror;
  standpipe::protocol::HelloResult hello;
  hello.epoch = "of Amina";
  mirror.apply(hello);
  home.save(mirror);
  CHECK(home.mirror().epoch() == "of Amina");
  home.save(Home::Login{"another", "joel@tubig.example", "Joel", 13});
  CHECK(home.outbox() != first);
  CHECK(home.mirror().epoch().empty());
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  CHECK(home.outbox() == first);
  CHECK(home.mirror().epoch() == "of Amina");
  home.forget();
  CHECK_FALSE(home.login());
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  CHECK(home.mirror().epoch().empty());
  ::unsetenv("STANDPIPE_HOME");
}

TEST_CASE("the server of the last log-in is remembered") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  CHECK_FALSE(Home::last_server());
  Home::remember_server("https://cop.example.org");
  CHECK(Home::last_server() == "https://cop.example.org");
  ::unsetenv("STANDPIPE_HOME");
}

TEST_CASE("a folder that cannot be made is a failure with advice") {
  ::setenv("STANDPIPE_HOME", "/dev/null/nope", 1);
  CHECK_THROWS_AS(Home(*parse_endpoint("https://cop.example.org")), Failure);
  CHECK_THROWS_AS(Home::remember_server("https://cop.example.org"), Failure);
  ::unsetenv("STANDPIPE_HOME");
}
