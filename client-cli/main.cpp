#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <sstream>
#include <string_view>

#include "client-cli/commands.hpp"
#include "client-cli/help.hpp"
#include "client-cli/output.hpp"
#include "client-cli/screen/line_program.hpp"
#include "client-cli/screen/program.hpp"
#include "client-cli/screen/settings.hpp"
#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"
#include "standpipe/version.hpp"

using namespace standpipe::client;

namespace {

constexpr const char* footer =
    "With --json an error is {code, message} on standard error.\n"
    "Exit codes: 0 done; 1 wrong words or a local problem; 2 the server refused, and standard error says why; 3 no answer (what "
    "was written waits in the outbox, or standard error says that nothing happened); 4 not logged in.\n"
    "Settings and keys: ~/.config/standpipe/standpipe.toml, see README.md; ? in the full screen shows each action's name beside "
    "its keys.\n"
    "Environment: STANDPIPE_SERVER (the address), STANDPIPE_HOME (where log-in and outbox are kept), STANDPIPE_CONFIG (the "
    "settings), COLUMNS (the width of the "
    "output).";

/// The innermost command that was named.
const CLI::App* chosen(const CLI::App& app) {
  const auto inner = app.get_subcommands();
  return inner.empty() ? &app : chosen(*inner.front());
}

std::string name_of(const CLI::App* app) {
  const auto* parent = app->get_parent();
  return parent == nullptr ? std::string("standpipe") : name_of(parent) + " " + app->get_name();
}

/// What to say where a command or one of its words is missing.
std::string missing_words(const CLI::App& app, const std::string& what) {
  const CLI::App* command = chosen(app);
  const auto unknown = app.remaining(true);
  const bool group = !command->get_subcommands([](const CLI::App*) { return true; }).empty();
  if (!group) return what + "\nDo: " + name_of(command) + " --help";
  if (unknown.empty()) return "Say what to do. The commands are listed by: " + name_of(command) + " --help";
  return "There is no command '" + unknown.front() + "'. Do: " + name_of(command) + " --help";
}

struct ErrorLine {
  std::string code;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ErrorLine, (), (code, message))

std::string code_of(const Failure& failure) {
  if (!failure.code.empty()) return failure.code;
  if (failure.exit == Exit::unreachable) return "no_answer";
  return failure.exit == Exit::not_logged_in ? "not_logged_in" : failure.exit == Exit::usage ? "usage" : "refused";
}

int report(const Failure& failure, bool json) {
  if (!failure.message.empty()) {
    const std::string text = json ? printable_json(standpipe::protocol::to_json(ErrorLine{code_of(failure), failure.message}))
                                  : wrapped(printable(failure.message),
                                            ::isatty(STDERR_FILENO) || std::getenv("COLUMNS") != nullptr ? output_width() : 0, 4);
    std::fputs((text + "\n").c_str(), stderr);
  }
  return static_cast<int>(failure.exit);
}

/// Where a standard stream is closed, the next file or socket to be opened would be taken for it. What is written to it fails.
void open_closed_streams() {
  int fd = -1;
  do fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
}

/// Known before the words are parsed, since it holds for what is wrong with them too.
bool wants_json(std::span<char*> words) {
  const auto end = std::find(words.begin(), words.end(), std::string_view("--"));
  return std::find(words.begin(), end, std::string_view("--json")) != end;
}

/// Whether no command can be among them. The commands, with their hundreds of options, are not made then: they would stay in
/// memory as long as the full screen does.
bool names_no_command(std::span<char*> words) {
  return std::ranges::all_of(words.subspan(1), [](std::string_view word) { return word == "--plain" || word == "--lite"; });
}

/// False where they asked for help or the version, which is printed then. Throws Failure where they are wrong.
bool parse(CLI::App& app, std::span<char*> words) {
  for (const char* word : words) {
    if (!standpipe::protocol::is_utf8(word))
      throw Failure{Exit::usage, "A word is not valid UTF-8. Convert it, and do it again."};
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
    return true;
  } catch (const CLI::ExtrasError& error) {
    if (app.get_subcommands().empty()) throw Failure{Exit::usage, missing_words(app, error.what())};
    throw Failure{Exit::usage, std::string(error.what()) + "\nDo: " + name_of(chosen(app)) + " --help"};
  } catch (const CLI::RequiredError& error) {
    throw Failure{Exit::usage, missing_words(app, error.what())};
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    app.exit(asked, text, text);
    write_out(text.str());
    return false;
  } catch (const CLI::ParseError& error) {
    throw Failure{Exit::usage, std::string(error.what()) + "\nDo: " + name_of(chosen(app)) + " --help"};
  }
}

/// Without a command: the full screen, or what it does line by line.
void open_screen(Program& program, bool plain, const std::string& language) {
  auto settings = standpipe::screen::read_settings();
  const char* terminal = std::getenv("TERM");
  plain = plain || settings.plain || (terminal != nullptr && std::string_view(terminal) == "dumb");
  if (!plain && (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0)) {
    throw Failure{Exit::usage,
                  "Without a command standpipe opens a full screen, which needs a terminal; standpipe --plain needs none. The "
                  "commands are listed by: standpipe --help"};
  }
  choose_language(language.empty() ? settings.language : language);
  if (::isatty(STDIN_FILENO) != 0) log_in_by_asking(program);
  plain ? standpipe::screen::run_lines(program.context(), settings) : standpipe::screen::run_screen(program.context(), settings);
}

void add_commands(CLI::App& app, Program& program) {
  add_account_commands(app, program);
  add_people_commands(app, program);
  add_reading_commands(app, program);
  add_place_commands(app, program);
  add_writing_commands(app, program);
  add_outbox_commands(app, program);
  add_chat_command(app, program);
  add_moderating_commands(app, program);
  add_admin_commands(app, program);
}

}  // namespace

int main(int argc, char** argv) {
  open_closed_streams();
  const std::span words(argv, static_cast<std::size_t>(argc));
  const bool json = wants_json(words);
  Program program;
  CLI::App app(
      "standpipe: the terminal client of a Standpipe community server. Without a command it opens the full screen; ? there shows "
      "all keys.");
  app.set_version_flag("--version", std::string("standpipe ") + standpipe::version);
  app.formatter(std::make_shared<HelpFormatter>());
  app.footer(footer);
  app.fallthrough();
  app.add_option("--server", program.server, "The server's address; that of the last log-in if absent")
      ->envname("STANDPIPE_SERVER");
  app.add_flag("--json", program.json, "Print results as JSON, one object a line");
  app.add_flag("--lite", program.lite, "Low data: no presence, events gathered for two seconds");
  bool plain = false;
  std::string language;
  app.add_flag("--plain", plain, "Without a command: line by line, for screen readers and very slow lines");
  app.add_option("--language", language, "Of the full screen: en, fr or es; that of the locale if absent")
      ->check(CLI::IsMember({"en", "fr", "es"}));
  app.add_option("--timeout", program.patience_s, "Seconds to wait for an answer")->check(CLI::Range(1, 600));
  if (!names_no_command(words)) add_commands(app, program);
  try {
    if (!parse(app, words)) return 0;
    if (!program.action) program.action = [&] { open_screen(program, plain, language); };
    program.action();
    return 0;
  } catch (const Failure& failure) {
    return report(failure, json);
  } catch (const std::exception& error) {
    return report({Exit::usage, std::string("It did not work: ") + error.what()}, json);
  }
}
