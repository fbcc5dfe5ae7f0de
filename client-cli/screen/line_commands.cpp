#include <algorithm>
#include <array>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/line_commands.hpp"
#include "client-cli/screen/line_input.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

/// Commands by their names: those of moving about that only a reader by lines needs, and all of acts.hpp.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::printable_line;
using client::tr;

using namespace by_line;

namespace {

struct LineCommand {
  const char* name;
  const char* words;  ///< what may follow it
  const char* title;  ///< in English; translated where it is shown
  void (*run)(Model& model, Told& told, const std::string& words);
};
const std::vector<LineCommand>& line_commands();

/// What words like 3, m12, t4, a room's short name or a member's name mean; nothing where they mean none.
std::optional<Target> target_in(const Model& model, const Told& told, const std::string& words) {
  Target target = target_of(model);
  if (const auto number = whole_number(words)) {
    if (*number < 1 || *number > told.list.size() || std::holds_alternative<Picker>(model.overlay)) return std::nullopt;
    target = told.list[*number - 1].target;
    if (!target.room && model.panel() != nullptr) target.room = model.panel()->room;
    return target;
  }
  if (const auto id = number_after('m', words)) {
    const auto m = message_of(model, MessageId{*id});
    if (!m) return std::nullopt;
    target = {};
    target.room = m->room;
    target.thread = m->thread;
    target.message = m->id;
    target.member = m->by;
    return target;
  }
  if (const auto id = number_after('t', words)) {
    const auto thread = model.mirror.threads().find(ThreadId{*id});
    if (thread == model.mirror.threads().end()) return std::nullopt;
    target = {};
    target.room = thread->second.room;
    target.thread = thread->first;
    target.member = thread->second.by;
    return target;
  }
  if (const auto room = room_in(model, words)) {
    target = {};
    target.room = *room;
    return target;
  }
  const auto member = member_in(model, words);
  if (!member) return std::nullopt;
  target.member = *member;
  target.message = MessageId{};
  return target;
}

void select(Model& model, Told& told, const std::string& words) {
  const auto id = number_after('m', words);
  if (Reading* reading = model.reading(); reading != nullptr && id) {
    for (const auto& [index, m] : reading->messages) {
      if (m.id != MessageId{*id}) continue;
      reading->selected = told.selected = index;
      return told.out.push_back(fill(tr("Selected: {1}. /acts says what can be done."), {message_lines(model, m, 0).front()}));
    }
    return told.out.push_back(fill(tr("{1} is not here; /go {1} opens it."), {words}));
  }
  const auto number = whole_number(words);
  if (!number || !pick(model, told, *number))
    return told.out.push_back(tr("Write which: a number of the list, or a message like m12."));
  told.out.push_back(fill(tr("Selected: {1}"), {told.list[*number - 1].text}));
}

void acts(Model& model, Told& told, const std::string& words) {
  if (!words.empty()) {
    const auto said = told.out.size();
    select(model, told, words);
    if (told.out.size() > said && model.panel() != nullptr && !told.item_chosen) return;
  }
  open_acts(model);
}

void compose(Model& model, Told& told, const std::string&) {
  if (model.reading() == nullptr) return told.out.push_back(tr("Nothing is open. /rooms lists the rooms."));
  told.composing.emplace();
  told.out.push_back(tr("Write as many lines as you like. One with a single dot posts them, /cancel drops them."));
}

void post_held(Model& model, Told& told, const std::string& words) {
  std::string text = words.empty() ? std::exchange(told.held, {}) : words;
  if (text.empty()) return told.out.push_back(tr("There is nothing to post. Write it after /post."));
  if (text.starts_with('/') && !words.empty()) text.insert(0, "/");
  while (model.panel() != nullptr) {
    go_back(model);
    told.went_back = true;
  }
  post(model, told, text);
}

void send_draft(Model& model, Told& told, const std::string&) {
  if (model.reading() == nullptr || model.composer.empty()) return told.out.push_back(tr("There is no draft here."));
  told.draft.clear();
  send(model);
}

void discard(Model& model, Told& told, const std::string&) {
  if (model.reading() == nullptr || model.composer.empty()) return told.out.push_back(tr("There is no draft here."));
  model.composer.reset();
  model.draft = {};
  keep_draft(model);
  told.out.push_back(tr("The draft is deleted."));
}

void cancel(Model& model, Told& told, const std::string&) {
  const bool writes = model.draft.edits || model.draft.reply_to;
  if (std::holds_alternative<Picker>(model.overlay)) {
    model.overlay = std::monostate{};
    told.list.clear();
    told.out.push_back(tr("Nothing was done."));
  } else if (model.draft.edits) {
    keep_draft(model);
    take_draft(model);
    told.out.push_back(tr("The message stays as it is."));
  } else if (writes && model.reading() != nullptr) {
    if (std::exchange(told.quoting, false)) model.composer.reset();
    model.draft.reply_to = MessageId{};
    told.out.push_back(tr("It will be no reply."));
  } else if (!told.list.empty() && model.panel() == nullptr) {
    told.list.clear();
    told.out.push_back(tr("The list is closed."));
  } else {
    take_command(model, told, "back");
  }
}

void status(Model& model, Told& told, const std::string&) {
  told.out.push_back(fill(tr("You are {1}, {2}."), {printable_line(model.mirror.me().name), link_words(model)}));
  if (const Reading* reading = model.reading()) told.out.push_back(fill(tr("Open: {1}."), {place_words(model, reading->place)}));
  if (const Panel* panel = model.panel()) told.out.push_back(fill(tr("Open: {1}."), {spoken({{panel->title}})}));
  if (!model.waiting.empty() || !model.refused.empty()) told.out.push_back(tr("/waiting lists what is not sent."));
  told.out.push_back(fill(tr("Moved over the line: {1}."), {bytes_words(model.link.bytes)}));
}

void help(Model& model, Told& told, const std::string& words) {
  if (!words.empty() && words != "all") {
    const std::string name = words.starts_with('/') ? words.substr(1) : words;
    for (const LineCommand& c : line_commands()) {
      if (name == c.name)
        return told.out.push_back("/" + name + (*c.words != '\0' ? " " + tr(c.words) : "") + ": " + tr(c.title));
    }
    for (const Command& c : commands()) {
      if (name == c.name) return told.out.push_back("/" + name + ": " + tr(c.title));
    }
    return told.out.push_back(fill(tr("There is no command {1}. /help lists them."), {"/" + name}));
  }
  told.out.push_back(tr("A line is posted where you are. // posts a line that begins with /. Enter alone reads on."));
  for (const LineCommand& c : line_commands())
    told.out.push_back(std::string("/") + c.name + (*c.words != '\0' ? " " + tr(c.words) : "") + ": " + tr(c.title));
  told.out.push_back(
      tr("What it is about may follow a command: a number of the list, m12, t4, a room or a member, as in /reply m12."));
  if (words != "all") return told.out.push_back(tr("/help all lists the other commands."));
  for (const Command& c : commands()) {
    if (c.least == protocol::Role::member || is_administrator(model) || model.mirror.me().role != protocol::Role::member)
      told.out.push_back(std::string("/") + c.name + ": " + tr(c.title));
  }
}

void quit(Model& model, Told&, const std::string&) {
  model.effects.emplace_back(Plain::quit);
}

// clang-format off
const std::vector<LineCommand>& line_commands() {
  static const std::vector<LineCommand> all = {
      {"rooms", "", N_("the rooms, and what is new in them"), rooms},
      {"go", N_("number or name"), N_("to a room, a person, m12 or t4"), go},
      {"next", "", N_("next unread, anywhere"), next},
      {"mention", "", N_("next mention or reply to me"), [](Model& m, Told&, const std::string&) { next_mention(m); }},
      {"more", "", N_("what is before, or more of a list"), more},
      {"read", "", N_("what was unread here, again"), read_again},
      {"last", "", N_("to the newest"), newest},
      {"thread", N_("number"), N_("opens a thread; /threads lists them"), thread},
      {"select", N_("number, or m12"), N_("what the next commands are about"), select},
      {"acts", "", N_("what can be done with it"), acts},
      {"compose", "", N_("a message of several lines"), compose},
      {"post", N_("text"), N_("posts it whatever it is like"), post_held},
      {"send", "", N_("posts the draft"), send_draft},
      {"discard", "", N_("deletes the draft"), discard},
      {"cancel", "", N_("leaves a list, a question, a reply"), cancel},
      {"back", "", N_("back to what was open before"), back},
      {"status", "", N_("who, where, and how the line is"), status},
      {"help", N_("command"), N_("this, or one command"), help},
      {"quit", "", N_("ends it; what waits is kept"), quit},
  };
  return all;
}
// clang-format on

/// Of the full screen, and of no use here.
bool is_of_the_screen(std::string_view name) {
  static constexpr std::array names = {"focus-next", "focus-previous", "toggle-rooms", "toggle-members", "redraw", "suspend",
                                       "up",         "down",           "page-up",      "page-down",      "open",   "write",
                                       "palette"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void take_command(Model& model, Told& told, const std::string& line) {
  const auto space = std::min(line.find(' '), line.size());
  const std::string name = line.substr(0, space), words(trim(std::string_view(line).substr(space)));
  for (const LineCommand& c : line_commands()) {
    if (name == c.name) return c.run(model, told, words);
  }
  model.overlay = std::monostate{};
  const auto command = std::ranges::find_if(commands(), [&](const Command& c) { return name == c.name; });
  if (command != commands().end() && name != "search") {
    std::optional<Target> target = target_of(model);
    if (!words.empty()) target = target_in(model, told, words);
    if (!target) return told.out.push_back(fill(tr("It is not known what “{1}” is; nothing was done."), {words}));
    if (const std::string why = obstacle(model, *command, *target); !why.empty())
      return told.out.push_back(why + " " + fill(tr("What it is about may follow it, as in /{1} m12 or /{1} 3."), {name}));
    return command->start(model, *target);
  }
  if (is_of_the_screen(name) || !run_command(model, line))
    told.out.push_back(fill(tr("There is no command {1}. /help lists them; // posts a line that begins with /."), {"/" + name}));
}

}  // namespace standpipe::screen
