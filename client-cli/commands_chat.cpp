#include "client-cli/chat.hpp"
#include "client-cli/commands.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using protocol::MessageHistory;

void add_chat_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<ChatOptions>();
  auto* chat_command = app.add_subcommand("chat", "A plain conversation in a room, line by line; /quit ends it");
  chat_command->footer(
      "A line and Enter posts it. A line that begins with / is a command: /quit ends. // posts a line that begins with /.\n" +
      app.get_footer());
  chat_command->add_option("room", options->room, "Its slug")->required();
  chat_command->add_option("-n,--lines", options->lines, "How much of what was said before")
      ->check(CLI::Range(std::int64_t{0}, MessageHistory::page.most));
  chat_command->callback([&program, options] { program.action = [&program, options] { chat(program.context(), *options); }; });
  auto watch = std::make_shared<ChatOptions>();
  watch->read_input = false;
  auto* tail = app.add_subcommand("tail", "Print what is said in a room, as it comes, until it is interrupted");
  tail->add_option("room", watch->room, "Its slug")->required();
  tail->add_option("-n,--lines", watch->lines, "How much of what was said before")
      ->check(CLI::Range(std::int64_t{0}, MessageHistory::page.most));
  tail->add_flag("--all", watch->all, "Messages of threads too");
  tail->callback([&program, watch] { program.action = [&program, watch] { chat(program.context(), *watch); }; });
}

}  // namespace standpipe::client
