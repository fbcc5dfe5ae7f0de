#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <regex>

#include "tests/support/server_process.hpp"
#include "tests/support/transcript.hpp"

using namespace standpipe::test;

namespace {

/// A server as it is after its very first start.
struct FreshServer {
  TemporaryFolder folder;
  ServerProcess server{{.data = folder.path() / "data"}};

  Bindings known() const {
    static const std::regex code("[A-Z2-9]{4,}(-[A-Z2-9]{4,})+");
    std::smatch found;
    const auto& greeting = server.greeting();
    if (!std::regex_search(greeting, found, code)) throw std::runtime_error("no set-up code in: " + greeting);
    return {{"set_up_code", boost::json::value(found.str())}};
  }
};

std::string document() {
  std::ifstream file(STANDPIPE_SOURCE_DIR "/PROTOCOL.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What the runner says against a transcript; "" where it has nothing to say.
std::string against(TranscriptRunner& runner, const std::string& lines) {
  try {
    runner.run("```transcript\n" + lines + "```\n");
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the server does what the transcripts of PROTOCOL.md say") {
  FreshServer fresh;
  TranscriptRunner runner(fresh.server.port(), fresh.known());
  CHECK_NOTHROW(runner.run(document()));
  CHECK(runner.lines_run() > 100);
}

TEST_CASE("a transcript that says something else than the server does is found out") {
  FreshServer fresh;
  TranscriptRunner runner(fresh.server.port(), fresh.known());
  CHECK(against(runner, "GET /healthz\n= 200 ok\n") == "");
  CHECK(against(runner, "GET /healthz\n= 200 well\n").starts_with("line 3: the body is ok"));
  CHECK(against(runner, "GET /healthz\n= 204\n").starts_with("line 3: the status is 200"));
  CHECK(against(runner, "POST /api/rpc {}\n= 401 {\"error\":{\"code\":\"not_found\",\"message\":…}}\n")
            .starts_with("line 3: .error.code:"));
  CHECK(against(runner,
                "POST /api/setup {\"code\":$set_up_code,\"name\":\"Ingrid\",\"email\":\"i@s.example\",\n"
                "  \"password\":\"five taps in a row\"}\n= 200 {\"member\":$member}\n"
                "POST /api/login {\"email\":\"i@s.example\",\"password\":\"five taps in a row\"}\n"
                "= 200 {\"token\":$token,\"member\":$member,…}\n") == "");

  const std::string hello = "one connects $token\none> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{}}\n";
  CHECK(against(runner, hello + "one leaves\n").starts_with("line 4: the transcript does not have what came to one: {"));
  CHECK(against(runner, "one leaves\n") == "");
  CHECK(against(runner, hello + "one< {\"id\":2,…}\n").starts_with("line 4: .id: should be 2, but is 1"));
  CHECK(against(runner, "one closed 4401\n").find("line 2: ") == 0);
  CHECK(against(runner, "nobody> {}\n") == "line 2: nobody is not connected");
  CHECK(against(runner, "what is this?\n").starts_with("line 2: this is no line of a transcript"));
}
