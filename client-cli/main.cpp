#include <cstdio>
#include <exception>

#include "client-cli/commands.hpp"
#include "standpipe/version.hpp"

using namespace standpipe::client;

namespace {

constexpr const char* footer =
    "Exit codes: 0 done; 1 wrong words or a local problem; 2 the server refused, and standard error says why; 3 no answer (what "
    "was\n"
    "written waits in the outbox: standpipe sync); 4 not logged in.\n"
    "Environment: STANDPIPE_SERVER (the address), STANDPIPE_HOME (where log-in and outbox are kept).";

int report(const Failure& failure) {
  if (!failure.message.empty()) std::fputs((failure.message + "\n").c_str(), stderr);
  return static_cast<int>(failure.exit);
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  CLI::App app("standpipe: the terminal client of a Standpipe community server");
  app.set_version_flag("--version", std::string("standpipe ") + standpipe::version);
  app.footer(footer);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--server", program.server, "The server's address; that of the last log-in if absent")
      ->envname("STANDPIPE_SERVER");
  app.add_flag("--json", program.json, "Print results as JSON, one object a line");
  app.add_flag("--lite", program.lite, "Low data: no presence, events gathered for two seconds");
  app.add_option("--timeout", program.patience_s, "Seconds to wait for an answer")->check(CLI::Range(1, 600));
  add_account_commands(app, program);
  add_reading_commands(app, program);
  add_writing_commands(app, program);
  add_chat_command(app, program);
  add_moderating_commands(app, program);
  add_admin_commands(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(Exit::usage);
  }
  try {
    if (program.action) program.action();
    return 0;
  } catch (const Failure& failure) {
    return report(failure);
  } catch (const std::exception& error) {
    return report({Exit::usage, std::string("It did not work: ") + error.what()});
  }
}
