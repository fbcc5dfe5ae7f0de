#pragma once

#include "client-cli/screen/model.hpp"

/// All that one can do besides moving about: each command by name, for the palette, for "/name" and for what is selected.
namespace standpipe::screen {

struct Command {
  enum class Needs {
    nothing,
    room,
    joined_room,
    other_room,
    message,
    own_message,
    thread,
    member,
    report,
    pending,
    application,
    sanction,
    invitation,
    session,
    utility,
    waiting
  };
  const char* name;
  const char* title;  ///< in English; translated where it is shown
  Needs needs;
  protocol::Role least;
  void (*start)(Model& model, const Target& target);
  bool about_member = false;  ///< asks for a member, and takes the selected one
};
const std::vector<Command>& commands();
/// What is selected, as far as commands ask.
Target target_of(const Model& model);
/// Whether the command makes sense for this person and what is selected. The server decides.
bool applies(const Model& model, const Command& command, const Target& target);

/// The names of commands and actions that can be typed now.
std::vector<std::string> command_names(const Model& model);
/// Runs "name" or "name words". False where there is no such command.
bool run_command(Model& model, const std::string& line);

void open_palette(Model& model);
/// Only what is about what is selected.
void open_acts(Model& model);
void open_go_to(Model& model);
void open_filter(Model& model);
void open_reactions(Model& model, protocol::MessageId message);
void refresh_picker(Model& model);
/// Starts a command by name for what is selected.
void start(Model& model, const char* name);

// The parts of the table.
void add_reading_commands(std::vector<Command>& all);
void add_writing_commands(std::vector<Command>& all);
void add_community_commands(std::vector<Command>& all);
void add_moderating_commands(std::vector<Command>& all);
void add_administering_commands(std::vector<Command>& all);

}  // namespace standpipe::screen
