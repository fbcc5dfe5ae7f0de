#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "client-cli/failure.hpp"
#include "client-cli/home.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe::client;
using standpipe::test::TemporaryFolder;

TEST_CASE("the log-in is kept for its owner's eyes, and each member has an outbox and a copy of their own") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  const auto endpoint = *parse_endpoint("https://cop.example.org");
  Home home(endpoint);
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

TEST_CASE("a copy takes the place of the one before as a whole, and a file that is none counts as empty") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  Home home(*parse_endpoint("https://cop.example.org"));
  Mirror mirror;
  standpipe::protocol::HelloResult hello;
  hello.epoch = std::string(200'000, 'e');  // more than is written in one go
  mirror.apply(hello);
  home.save(mirror);
  CHECK(home.mirror().epoch() == hello.epoch);
  hello.epoch = "e2";
  mirror.apply(hello);
  home.save(mirror);
  CHECK(home.mirror().epoch() == "e2");
  const auto file = home.outbox().parent_path() / "mirror-0.jsonl";
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}) == 1);
  std::filesystem::resize_file(file, static_cast<std::uintmax_t>(info.st_size) / 2);
  CHECK(home.mirror().epoch().empty());
  ::unsetenv("STANDPIPE_HOME");
}

TEST_CASE("a program that goes on while somebody else logs in, or nobody is any more, leaves no copy to them") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  const auto endpoint = *parse_endpoint("https://cop.example.org");
  Home(endpoint).save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  const Home of_amina(endpoint);
  Mirror mirror;
  standpipe::protocol::HelloResult hello;
  hello.epoch = "of Amina";
  mirror.apply(hello);
  Home(endpoint).save(Home::Login{"another", "joel@tubig.example", "Joel", 13});
  of_amina.save(mirror);
  of_amina.save_screen("her draft");
  CHECK(Home(endpoint).mirror().epoch().empty());
  CHECK(Home(endpoint).screen().empty());
  Home(endpoint).forget();
  of_amina.save(mirror);
  CHECK(of_amina.mirror().epoch().empty());
  CHECK(of_amina.screen() == "her draft");  // which nobody has asked to delete
  ::unsetenv("STANDPIPE_HOME");
}

TEST_CASE("logging out deletes what was being written, and counts it first") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  Home home(*parse_endpoint("https://cop.example.org"));
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  CHECK(home.unsent_texts() == 0);
  home.save_screen(R"({"room":1,"drafts":[{"text":"a"},{"text":"b"}],"forms":[{"name":"f"}],"marks":[{}],"refused":[{}]})");
  CHECK(home.unsent_texts() == 4);
  home.save_screen("none of ours");
  CHECK(home.unsent_texts() == 0);
  home.forget();
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  CHECK(home.screen().empty());
  ::unsetenv("STANDPIPE_HOME");
}

TEST_CASE("a log-in clears away what nobody will read again, and nothing else") {
  const TemporaryFolder folder;
  ::setenv("STANDPIPE_HOME", folder.path().c_str(), 1);
  Home home(*parse_endpoint("https://cop.example.org"));
  const auto in = home.outbox().parent_path();
  const auto make = [&](const std::string& name, int days_old = 0) {
    std::ofstream(in / name) << "x";
    std::filesystem::last_write_time(in / name,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * days_old));
  };
  const std::string running = "mirror-12.jsonl.new." + std::to_string(::getpid());
  const std::string ended = "mirror-12.jsonl.new.2147483647";
  make("mirror-12.jsonl", 200);
  make("mirror-13.jsonl", 10);
  make("mirror-14.jsonl", 200);
  make("mirror-13.json");
  make("outbox-14.jsonl", 200);
  make("screen-14.json", 200);
  make(running);
  make(ended);
  home.save(Home::Login{"secret", "amina@maji.example", "Amina", 12});
  for (const auto& name : {std::string("mirror-12.jsonl"), std::string("mirror-13.jsonl"), std::string("outbox-14.jsonl"),
                           std::string("screen-14.json"), running}) {
    CAPTURE(name);
    CHECK(std::filesystem::exists(in / name));
  }
  for (const auto& name : {std::string("mirror-14.jsonl"), std::string("mirror-13.json"), ended}) {
    CAPTURE(name);
    CHECK_FALSE(std::filesystem::exists(in / name));
  }
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
