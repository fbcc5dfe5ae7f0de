#include "client-cli/commands_by_letters.hpp"

#include "client-cli/show.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

void add_by_letters(CLI::App& app, Program& program, const char* name, const char* help, std::string_view letters,
                    std::function<void(OneShot&, const Words&)> run) {
  auto* command = app.add_subcommand(name, help);
  auto words = std::make_shared<Words>();
  for (const char letter : letters) {
    switch (letter) {
      case 'm':
        command->add_option("member", words->member, "@number or name")->required();
        break;
      case 'r':
        command->add_option("room", words->room, "A room's slug")->required();
        break;
      case 'o':
        command->add_option("--room", words->room, "Only in this room; everywhere if absent");
        break;
      case 'i':
        command->add_option("id", words->id, "The number that the list shows")->required();
        break;
      case 'n':
        command->add_option("number", words->number, "How many")->required();
        break;
      case 't':
        command->add_option("--for", words->time, "30m, 12h, 7d, 2w or forever; five years at most")->required();
        break;
      case 'R':
        command->add_option("--reason", words->reason, "Why; the member concerned will see it")->required();
        break;
      case 'q':
        command->add_option("--reason", words->reason, "Why");
        break;
      case 'O':
        command->add_flag("--off", words->off, "Undo it");
        break;
      case 's':
        command->add_option("--status", words->status, "Which ones");
        break;
      case 'u':
        command->add_flag("--upheld", words->upheld, "The report was right; else it is dismissed");
        break;
      case 'U':
        command->add_option("--utility", words->utility, "The number of the known utility that employs them");
        break;
      case 'M':
        command->add_option("--member", words->member, "Only of this member: @number or name");
        break;
      case 'l':
        command->add_flag("--all", words->all, "Also those that have ended");
        break;
      case 'p':
        command->add_option("--page", words->page, "The next page, from the number that the last one told");
        break;
      default:
        break;
    }
  }
  const bool silent = letters.find('D') != std::string_view::npos;
  command->callback([&program, words, silent, run = std::move(run)] {
    program.action = [&program, words, silent, run] {
      OneShot client(program.context());
      run(client, *words);
      if (silent) say_done(program, "Done.");
    };
  });
}

RoomId room_or_none(OneShot& client, const Words& words) {
  return words.room.empty() ? RoomId{} : client.room(words.room).id;
}

std::optional<std::string> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void say_sanctioned(OneShot& client, const Program& program, const Sanctioned& done) {
  if (program.json) return print(program, done, [] {});
  // As the server has it, so that a name that was typed is seen to be the right one.
  SanctionList::Params ask;
  ask.before = SanctionId{done.sanction.value + 1};
  ask.limit = 1;
  const auto list = client.ask<SanctionList>(ask);
  for (const auto& s : list.sanctions) say(show_sanction(s, names_of(list.people, client.mirror())));
}

}  // namespace standpipe::client
