#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>

#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;

namespace {

/// Every word of the filter occurs, in any order.
bool matches(std::string_view text, std::string_view filter) {
  const auto lower = [](std::string_view from) {
    std::string out(from);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
  };
  const std::string all = lower(text);
  std::string words = lower(filter);
  for (std::size_t from = 0; from <= words.size();) {
    const auto end = std::min(words.find(' ', from), words.size());
    if (all.find(words.substr(from, end - from)) == std::string::npos) return false;
    from = end + 1;
  }
  return true;
}

bool begins(std::string_view text, std::string_view filter) {
  return text.size() >= filter.size() && matches(text.substr(0, filter.size()), filter);
}

void open_picker(Model& model, std::string title, std::function<std::vector<Choice>(Model&, const std::string&)> find) {
  Picker picker;
  picker.title = std::move(title);
  picker.find = std::move(find);
  model.overlay = std::move(picker);
  refresh_picker(model);
}

bool moderates_anything(const Model& model) {
  return is_administrator(model) || model.mirror.me().role != Role::member;
}

/// What is about the selected thing alone comes first, what is about its room last.
int distance(const std::string& name) {
  using enum Command::Needs;
  const auto command = std::ranges::find_if(commands(), [&](const Command& c) { return name == c.name; });
  if (command == commands().end()) return 5;
  switch (command->needs) {
    case message:
    case own_message:
      return 1;
    case thread:
      return 2;
    case nothing:
    case member:
      return 3;
    case room:
    case joined_room:
    case other_room:
      return 4;
    default:
      return 0;
  }
}

std::vector<Choice> command_choices(Model& model, const std::string& filter, bool about_target) {
  std::vector<Choice> found;
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    if (!applies(model, command, target)) continue;
    const bool about_it = command.needs == Command::Needs::nothing
                              ? command.about_member && target.member && target.member != model.mirror.me().id
                              : true;
    if (about_target && !about_it) continue;
    const std::string title = tr(command.title);
    if (!matches(title + " " + command.name, filter)) continue;
    found.push_back({title, command.name, [start = command.start, target](Model& m) { start(m, target); }});
  }
  if (about_target) {  // what the selected one alone is about comes first
    std::stable_sort(found.begin(), found.end(),
                     [&](const Choice& a, const Choice& b) { return distance(a.detail) < distance(b.detail); });
    return found;
  }
  for (const Binding& b : bindings()) {
    if (b.context == Context::writing || b.action == Action::palette) continue;
    const std::string title = tr(b.title);
    if (!matches(title + " " + b.name, filter)) continue;
    if (std::ranges::any_of(found, [&](const Choice& c) { return c.text == title; })) continue;
    found.push_back({title, model.settings.keys.keys_of(b.action), [action = b.action](Model& m) { act(m, action); }});
  }
  return found;
}

std::vector<Choice> places(Model& model, const std::string& filter) {
  std::vector<Choice> found;
  for (const Room& room : listed_rooms(model)) {
    if (!matches(room.name + " " + room.slug, filter)) continue;
    found.push_back({name_of(model, room.id), printable_line(room.slug), [id = room.id](Model& m) { open_place(m, {id, {}}); }});
  }
  std::ranges::stable_sort(found, {},
                           [&](const Choice& c) { return begins(c.text, filter) || begins(c.detail, filter) ? 0 : 1; });
  if (filter.size() < 2) return found;
  // A number that was copied: a permalink.
  if ((filter[0] == 'm' || filter[0] == 't') && filter.find_first_not_of("0123456789", 1) == std::string::npos) {
    const std::int64_t number = std::atoll(filter.c_str() + 1);
    const bool is_message = filter[0] == 'm';
    found.insert(found.begin(), {filter, is_message ? tr("the message") : tr("the thread"), [number, is_message](Model& m) {
                                   is_message ? open_message(m, MessageId{number}) : open_thread(m, ThreadId{number});
                                 }});
  }
  for (const auto& [id, thread] : model.mirror.threads()) {
    if (found.size() > 200) break;
    if (matches(thread.title, filter))
      found.push_back({printable_line(thread.title), name_of(model, thread.room), [at = id](Model& m) { open_thread(m, at); }});
  }
  for (const auto& [id, person] : model.mirror.people()) {
    if (found.size() > 250) break;
    if (!person.name.empty() && matches(person.name, filter))
      found.push_back(
          {printable_line(person.name), printable_line(person.utility_name), [at = id](Model& m) { open_profile(m, at); }});
  }
  return found;
}

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

bool applies(const Model& model, const Command& command, const Target& target) {
  using enum Command::Needs;
  const bool who =
      command.least == Role::member || is_administrator(model) ||
      (command.least == Role::moderator && (target.room ? is_moderator(model, target.room) : moderates_anything(model)));
  if (!who && !(command.least == Role::moderator && command.needs == nothing && moderates_anything(model))) return false;
  const auto found = model.mirror.rooms().find(target.room);
  const bool known = found != model.mirror.rooms().end();
  switch (command.needs) {
    case nothing:
      return true;
    case Command::Needs::room:
      return known && found->second.kind != RoomKind::direct;
    case joined_room:
      return known && model.mirror.is_in(target.room);
    case other_room:
      return known && !model.mirror.is_in(target.room);
    case message:
      return static_cast<bool>(target.message);
    case own_message: {
      const auto m = target.message ? model.mirror.message(target.message) : std::nullopt;
      return m && m->by == model.mirror.me().id && !m->removed;
    }
    case thread:
      return static_cast<bool>(target.thread);
    case member:
      return static_cast<bool>(target.member);
    case report:
      return static_cast<bool>(target.report);
    case pending:
      return static_cast<bool>(target.pending);
    case application:
      return static_cast<bool>(target.application);
    case sanction:
      return static_cast<bool>(target.sanction);
    case invitation:
      return static_cast<bool>(target.invitation);
    case session:
      return static_cast<bool>(target.session);
    case utility:
      return static_cast<bool>(target.utility);
    case waiting:
      return !target.waiting.empty();
  }
  return false;
}

std::vector<std::string> command_names(const Model& model) {
  std::vector<std::string> names;
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    if (applies(model, command, target)) names.emplace_back(command.name);
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
    if (applies(model, command, target)) {
      command.start(model, target);
    } else {
      model.complain(tr("This is not possible for what is selected."));
    }
    return true;
  }
  for (const Binding& b : bindings()) {
    if (name != b.name) continue;
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
    if (applies(model, command, target)) return command.start(model, target);
    return model.complain(tr("Select first what it is to be about; or you are not allowed to do this here."));
  }
}

void refresh_picker(Model& model) {
  auto* picker = std::get_if<Picker>(&model.overlay);
  if (picker == nullptr) return;
  const auto find = picker->find;
  auto choices = find(model, std::string(trim(picker->filter.text())));
  picker = std::get_if<Picker>(&model.overlay);
  if (picker == nullptr) return;
  picker->choices = std::move(choices);
  picker->selected = 0;
}

void open_palette(Model& model) {
  open_picker(model, tr("What do you want to do?"),
              [](Model& m, const std::string& filter) { return command_choices(m, filter, false); });
}

void open_acts(Model& model) {
  open_picker(model, tr("What can be done here"),
              [](Model& m, const std::string& filter) { return command_choices(m, filter, true); });
}

void open_go_to(Model& model) {
  open_picker(model, tr("Go to a room, thread, person, or a number like m12"), places);
}

void open_filter(Model& model) {
  const Panel* panel = model.panel();
  if (panel == nullptr || panel->name != "threads") return;
  const RoomId room = panel->room;
  open_picker(model, tr("Show only threads that are"), [room](Model& m, const std::string& text) {
    std::vector<Choice> found;
    const ThreadFilter now = present_filter(m);
    const auto add = [&](const std::string& words, const std::string& detail, ThreadFilter filter) {
      if (matches(words + " " + detail, text))
        found.push_back({words, detail, [room, filter](Model& model_) { open_threads(model_, room, filter); }});
    };
    add(tr("all"), tr("no filter"), {});
    for (int i = 0; i <= static_cast<int>(ThreadKind::event); ++i) {
      ThreadFilter filter = now;
      filter.kind = static_cast<ThreadKind>(i);
      add(kind_words(*filter.kind), tr("kind"), filter);
    }
    for (int i = 0; i <= static_cast<int>(ThreadStatus::archived); ++i) {
      ThreadFilter filter = now;
      filter.status = static_cast<ThreadStatus>(i);
      add(status_words(*filter.status), tr("status"), filter);
    }
    ThreadFilter fresh = now;
    fresh.unread = !now.unread;
    add(now.unread ? tr("read and unread") : tr("unread"), tr("unread"), fresh);
    std::set<std::string> languages = {"en", "fr", "es"};
    for (const auto& [id, thread] : m.mirror.threads()) {
      if (thread.room == room && !thread.lang.empty()) languages.insert(thread.lang);
    }
    for (const auto& lang : languages) {
      ThreadFilter filter = now;
      filter.lang = lang;
      add(printable_line(lang), tr("language"), filter);
    }
    return found;
  });
}

void open_reactions(Model& model, MessageId message) {
  open_picker(model, tr("React with"), [message](Model& m, const std::string& filter) {
    static constexpr std::pair<const char*, const char*> usual[] = {
        {"👍", client::N_("agreed")},    {"🙏", client::N_("thank you")}, {"💡", client::N_("good idea")},
        {"💧", client::N_("water")},     {"✅", client::N_("done")},      {"❓", client::N_("unclear")},
        {"👏", client::N_("well done")}, {"🎉", client::N_("celebrate")}, {"👀", client::N_("looking")},
        {"😀", client::N_("smile")},     {"😢", client::N_("sad")},       {"👎", client::N_("disagree")}};
    std::vector<Choice> found;
    const auto react = [message](const std::string& emoji) {
      return [message, emoji](Model& model_) {
        const auto known = model_.mirror.message(message);
        bool on = true;
        if (known) {
          for (const Reaction& r : known->reactions)
            on = on && !(r.emoji == emoji && std::ranges::find(r.by, model_.mirror.me().id) != r.by.end());
        }
        model_.keep<MessageReact>({message, emoji, on});
      };
    };
    for (const auto& [emoji, word] : usual) {
      if (matches(tr(word) + " " + word + " " + emoji, filter))
        found.push_back({emoji + std::string("  ") + tr(word), "", react(emoji)});
    }
    if (found.empty() && !filter.empty()) found.push_back({printable_line(filter), tr("this one"), react(filter)});
    (void)m;
    return found;
  });
}

}  // namespace standpipe::screen
