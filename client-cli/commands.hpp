#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include "client-cli/one_shot.hpp"

namespace standpipe::client {

/// What all commands share: where the server is, how to print; and the action that the parsed command line chose.
struct Program {
  std::string server;
  bool json = false;
  bool lite = false;
  int patience_s = 15;
  std::function<void()> action;

  Context context() const;
};

/// Each adds its group of commands to the parser.
void add_account_commands(CLI::App& app, Program& program);     // setup cops apply login logout password sessions leave-community
void add_people_commands(CLI::App& app, Program& program);      // profile members status sanctions
void add_reading_commands(CLI::App& app, Program& program);     // rooms join leave read tail threads thread search …
void add_place_commands(CLI::App& app, Program& program);       // room who pins mark-read show mine direct
void add_writing_commands(CLI::App& app, Program& program);     // post reply edit remove react report …
void add_outbox_commands(CLI::App& app, Program& program);      // sync outbox call
void add_moderating_commands(CLI::App& app, Program& program);  // moderate …
void add_admin_commands(CLI::App& app, Program& program);       // admin …
void add_chat_command(CLI::App& app, Program& program);         // chat ROOM

/// A line that is JSON: never wrapped.
void say_json(const std::string& json);

/// Prints the result as JSON when asked to, else by `people`.
template <class Result>
void print(const Program& program, const Result& result, const std::function<void()>& people) {
  if (program.json) {
    std::string text;
    protocol::write(text, result);
    say_json(text);
  } else {
    people();
  }
}

/// The same of what others wrote, which is also kept, so that one can answer it without a line.
template <class Page>
void show_and_keep(OneShot& client, const Program& program, const Page& page, const std::function<void()>& people) {
  client.mirror().apply(page);
  print(program, page, people);
}

/// A line on standard output, wrapped at its width; what goes on begins with `hang` spaces.
void say(const std::string& line, std::size_t hang = 4);

/// Of a command without a result to show: "{}" with --json, else the words.
void say_done(const Program& program, const std::string& words);

/// The value with that name, "-" for "_" allowed. Throws Failure that lists the names.
template <class E>
E enum_of(const std::string& text, const char* what) {
  E value{};
  std::string name = text;
  std::replace(name.begin(), name.end(), '-', '_');
  if (boost::describe::enum_from_string(name.c_str(), value)) return value;
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    std::string shown = d.name;
    std::replace(shown.begin(), shown.end(), '_', '-');
    names += (names.empty() ? "" : ", ") + shown;
  });
  throw Failure{Exit::usage, "'" + text + "' is no " + what + ". Choose one of: " + names};
}

/// The words of the command line joined, or standard input to its end where there are none or they are "-". Throws Failure where
/// the text is empty.
std::string text_or_stdin(const std::vector<std::string>& words);

/// Logs in at a terminal where nobody is logged in: asks for what is not known. Throws Failure.
void log_in_by_asking(Program& program);

/// Asks on the terminal and reads a line, without space at its ends. Throws Failure at the end of the input.
std::string read_answer(const std::string& prompt);

/// Asks on the terminal without echo, or reads a line of standard input where that is no terminal.
std::string read_password(const std::string& prompt);

/// "30m", "12h", "7d", "forever" → minutes (0 = for good). Throws Failure, also where a sanction may not last so long.
std::int64_t minutes_of(const std::string& text);

}  // namespace standpipe::client
