#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "client-cli/commands.hpp"

namespace standpipe::client {

/// The words that the commands of moderators and administrators take; each command uses some of them.
struct Words {
  std::string member, room, reason, time = "forever", id, utility, status;
  bool off = false;
  bool upheld = false;
  bool all = false;
  std::int64_t page = 0;
  std::int64_t number = 0;
};

/// Adds a command whose words are declared by letters, in their order:
/// m member, M --member; r room, o --room; i id; n number; t --for (required); R --reason (required), q --reason; O --off;
/// s --status; u --upheld; U --utility; l --all; p --page; D no word: the command has no result to print, and says "Done."
void add_by_letters(CLI::App& app, Program& program, const char* name, const char* help, std::string_view letters,
                    std::function<void(OneShot&, const Words&)> run);

/// The room of --room; none where it is absent.
protocol::RoomId room_or_none(OneShot& client, const Words& words);
std::optional<std::string> some(const std::string& text);

/// A sanction that was just given, as the server has it, so that a wrong name is seen.
void say_sanctioned(OneShot& client, const Program& program, const protocol::Sanctioned& done);

/// Runs it, and adds the advice where it fails with that code.
template <class Run>
auto advised(std::string_view code, const std::string& advice, const Run& run) {
  try {
    return run();
  } catch (Failure& failure) {
    if (failure.code == code) failure.message += advice;
    throw;
  }
}

/// The end of a list: that it is empty, or how to get the next page.
template <class List>
void say_end(const List& list, const char* none, bool more) {
  if (list.empty()) return say(none);
  if (more) say("There are more: --page " + std::to_string(list.back().id.value));
}

}  // namespace standpipe::client
