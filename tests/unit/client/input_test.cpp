#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <sstream>
#include <thread>

#include "client-cli/commands.hpp"
#include "client-cli/output.hpp"

TEST_CASE("a password from a file with lines as Windows ends them is the one without that end") {
  std::istringstream typed("crlf pass word 9\r\n");
  auto* before = std::cin.rdbuf(typed.rdbuf());
  CHECK(standpipe::client::read_password("Password") == "crlf pass word 9");
  std::cin.rdbuf(before);
}

TEST_CASE("a length of time is read in minutes, hours, days and weeks, up to five years") {
  using standpipe::client::minutes_of;
  CHECK(minutes_of("30m") == 30);
  CHECK(minutes_of("12h") == 12 * 60);
  CHECK(minutes_of("1825d") == 5 * 365 * 24 * 60);
  CHECK(minutes_of("2w") == 14 * 24 * 60);
  CHECK(minutes_of("forever") == 0);
  for (const char* wrong : {"", "0m", "-1h", "soon", "3y", "1826d", "9223372036854775807w", "99999999999999999999m"})
    CHECK_THROWS_AS(minutes_of(wrong), standpipe::client::Failure);
}

TEST_CASE("what is printed arrives whole where the reader is slow and the output does not block") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  REQUIRE(::fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
  std::size_t arrived = 0;
  std::thread reader([&] {
    std::array<char, 4096> buffer{};
    for (ssize_t size = 1; size > 0; arrived += static_cast<std::size_t>(size))
      size = ::read(ends[0], buffer.data(), buffer.size());
  });
  const int before = ::dup(STDOUT_FILENO);
  ::dup2(ends[1], STDOUT_FILENO);
  ::close(ends[1]);
  standpipe::client::write_out(std::string(1'000'000, 'x'));
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  reader.join();
  ::close(ends[0]);
  CHECK(arrived == 1'000'000);
}
