#include <doctest/doctest.h>

#include <iostream>
#include <sstream>

#include "client-cli/commands.hpp"

TEST_CASE("a password from a file with lines as Windows ends them is the one without that end") {
  std::istringstream typed("crlf pass word 9\r\n");
  auto* before = std::cin.rdbuf(typed.rdbuf());
  CHECK(standpipe::client::read_password("Password") == "crlf pass word 9");
  std::cin.rdbuf(before);
}
