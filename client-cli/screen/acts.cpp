#include "client-cli/screen/acts.hpp"

#include <algorithm>

#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;

namespace {

const Message* selected_message(const Model& model) {
  const Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return nullptr;
  const auto at = reading->messages.find(reading->selected);
  return at == reading->messages.end() ? nullptr : &at->second;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> table;
    add_reading_commands(table);
    add_writing_commands(table);
    add_community_commands(table);
    add_moderating_commands(table);
    add_sanctioning_commands(table);
    add_administering_commands(table);
    return table;
  }();
  return all;
}

Target target_of(const Model& model) {
  Target target;
  if (model.focus == Focus::rooms && model.room_selected) {
    target.room = model.room_selected;
    return target;
  }
  if (const Panel* panel = model.panel()) {
    if (panel->selected < panel->items.size()) target = panel->items[panel->selected].target;
    if (!target.room) target.room = panel->room;
    return target;
  }
  if (const Reading* reading = model.reading()) {
    target.room = reading->place.room;
    target.thread = reading->place.thread;
    if (const Message* m = selected_message(model)) {
      target.message = m->id;
      target.member = m->by;
    }
  }
  return target;
}

bool is_about(const Model& model, const Command& command, const Target& target) {
  if (command.needs == Command::Needs::reading) return false;
  if (command.needs != Command::Needs::nothing) return true;
  return command.is(Command::about_member) && target.member && target.member != model.mirror.me().id;
}

std::vector<std::string> command_names(const Model& model) {
  std::vector<std::string> names;
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    if (obstacle(model, command, target).empty()) names.emplace_back(command.name);
  }
  for (const Binding& b : bindings()) {
    if (b.context != Context::writing && std::ranges::find(names, b.name) == names.end()) names.emplace_back(b.name);
  }
  return names;
}

bool run_command(Model& model, const std::string& line) {
  const std::string_view words = trim(line);
  const auto space = words.find(' ');
  const std::string_view name = words.substr(0, space);
  if (name == "search" && space != std::string_view::npos) {
    open_search(model, std::string(trim(words.substr(space))), {});
    return true;
  }
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    if (name != command.name) continue;
    if (std::string why = obstacle(model, command, target); !why.empty()) {
      model.complain(std::move(why));
    } else {
      command.start(model, target);
    }
    return true;
  }
  for (const Binding& b : bindings()) {
    if (name != b.name) continue;
    if (std::string why = obstacle(model, b.action); !why.empty()) {
      model.complain(std::move(why));
      return true;
    }
    if (model.focus == Focus::composer) model.focus = Focus::main;
    act(model, b.action);
    return true;
  }
  return false;
}

void start(Model& model, const char* name) {
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    if (std::string_view(name) != command.name) continue;
    if (std::string why = obstacle(model, command, target); !why.empty()) return model.complain(std::move(why));
    return command.start(model, target);
  }
}

void ask_reason(Model& model, std::string name, std::string title, std::string warning, std::string button,
                std::function<std::string(Model&, const std::string&)> then) {
  Form form;
  form.name = std::move(name);
  form.title = std::move(title);
  form.button = std::move(button);
  form.fields = {reason_field()};
  form.warning = std::move(warning);
  form.submit = [then = std::move(then)](Model& m, const Values& v) { return then(m, v.at("reason")); };
  ask(model, std::move(form));
}

void ask_sure(Model& model, const char* name, std::string title, std::string warning, std::function<std::string(Model&)> then) {
  Form form;
  form.name = name;
  form.title = std::move(title);
  form.warning = std::move(warning);
  form.submit = [then = std::move(then)](Model& m, const Values&) { return then(m); };
  ask(model, std::move(form));
}

}  // namespace standpipe::screen
