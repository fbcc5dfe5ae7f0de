#pragma once

#include "client-cli/screen/model.hpp"

/// All that one can do besides moving about: each command by name, for the palette, for "/name" and for what is selected.
namespace standpipe::screen {

struct Command {
  /// What has to be open or selected.
  enum class Needs {
    nothing,
    reading,  ///< a conversation that is open
    room,
    joined_room,
    shared_room,  ///< a joined one, and no direct conversation
    other_room,
    message,
    message_elsewhere,  ///< one that is not shown where one is
    own_message,
    others_message,
    removable_message,
    reply_to_question,
    thread,
    own_thread,  ///< or one that one moderates
    movable_thread,
    member,
    other_member,
    report,
    pending,
    application,
    sanction,
    invitation,
    session,
    utility,
    waiting
  };
  /// It asks for a member, and takes the selected one.
  static constexpr unsigned about_member = 1;
  /// It happens without a question that takes time to answer: it needs a line to begin with.
  static constexpr unsigned at_once = 2;

  const char* name;
  const char* title;  ///< in English; translated where it is shown
  Needs needs;
  protocol::Role least;
  void (*start)(Model& model, const Target& target);
  unsigned traits = 0;
  bool is(unsigned trait) const { return (traits & trait) != 0; }
};
const std::vector<Command>& commands();
/// What is selected, as far as commands ask.
Target target_of(const Model& model);
/// Whether the person has the role for it anywhere: else there is no need to know of it.
bool is_for(const Model& model, const Command& command);
/// Why the command makes no sense for this person and what is selected, with what to do first; "" where it does. The server
/// decides.
std::string obstacle(const Model& model, const Command& command, const Target& target);
std::string obstacle(const Model& model, Action action);
/// Whether it is about what is selected.
bool is_about(const Model& model, const Command& command, const Target& target);

/// The rooms that one is in, by their short names: for a form's choices.
std::vector<std::pair<std::string, std::string>> joined_rooms(const Model& model);
/// Those that one moderates.
std::vector<std::pair<std::string, std::string>> moderated_rooms(const Model& model);
/// Where a thread of that room may be moved to.
std::vector<std::pair<std::string, std::string>> rooms_to_move_to(const Model& model, protocol::RoomId from);

/// The names of commands and actions that can be typed now.
std::vector<std::string> command_names(const Model& model);
/// Runs "name" or "name words". False where there is no such command.
bool run_command(Model& model, const std::string& line);
/// Starts a command by name for what is selected.
void start(Model& model, const char* name);

// Questions that several commands ask.
/// Something with a reason about what is selected, which is a part of the name.
void ask_reason(Model& model, std::string name, std::string title, std::string warning, std::string button,
                std::function<std::string(Model&, const std::string&)> then);
/// Something without a reason, that is asked for once more.
void ask_sure(Model& model, const char* name, std::string title, std::string warning, std::function<std::string(Model&)> then);

// The parts of the table.
void add_reading_commands(std::vector<Command>& all);
void add_writing_commands(std::vector<Command>& all);
void add_community_commands(std::vector<Command>& all);
void add_moderating_commands(std::vector<Command>& all);
void add_sanctioning_commands(std::vector<Command>& all);
void add_administering_commands(std::vector<Command>& all);

}  // namespace standpipe::screen
