#include "client-cli/screen/pickers.hpp"

#include <algorithm>

#include "client-cli/dates.hpp"
#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/emoji.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;

namespace {

/// What is about the selected thing alone comes first, what is about its room last.
int distance(const std::string& name) {
  using enum Command::Needs;
  const auto command = std::ranges::find_if(commands(), [&](const Command& c) { return name == c.name; });
  if (command == commands().end()) return 5;
  switch (command->needs) {
    case message:
    case message_elsewhere:
    case own_message:
    case others_message:
    case removable_message:
    case reply_to_question:
      return 1;
    case thread:
    case own_thread:
    case movable_thread:
      return 2;
    case nothing:
    case member:
    case other_member:
      return 3;
    case room:
    case joined_room:
    case shared_room:
    case other_room:
      return 4;
    default:
      return 0;
  }
}

/// Something that cannot be done now, and why.
Choice impossible(std::string title, const std::string& why) {
  return {std::move(title), why, [why](Model& m) { m.complain(why); }, false};
}

/// What is bound to keys alone: moving about.
void add_actions(const Model& model, const std::string& filter, std::vector<Choice>& found, std::vector<Choice>& others) {
  for (const Binding& b : bindings()) {
    if (b.context == Context::writing || b.action == Action::palette || room_number(b.action) > 0) continue;
    const std::string title = tr(b.title);
    if (!matches(title + " " + b.name, filter)) continue;
    const auto is_it = [&](const Choice& c) { return c.text == title; };
    if (std::ranges::any_of(found, is_it) || std::ranges::any_of(others, is_it)) continue;
    if (const std::string why = obstacle(model, b.action); !why.empty()) {
      others.push_back(impossible(title, why));
    } else {
      found.push_back({title, model.settings.keys.keys_of(b.action), [action = b.action](Model& m) { act(m, action); }});
    }
  }
}

std::vector<Choice> palette_choices(const Model& model, const std::string& filter) {
  std::vector<Choice> found, others;
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    const std::string title = tr(command.title);
    if (!is_for(model, command) || !matches(title + " " + command.name, filter)) continue;
    if (const std::string why = obstacle(model, command, target); !why.empty()) {
      others.push_back(impossible(title, why));
    } else {
      found.push_back({title, command.name, [start = command.start, target](Model& m) { start(m, target); }});
    }
  }
  add_actions(model, filter, found, others);
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

std::vector<Choice> acts_choices(const Model& model, const std::string& filter) {
  std::vector<Choice> found;
  const Target target = target_of(model);
  for (const Command& command : commands()) {
    const std::string title = tr(command.title);
    if (!is_about(model, command, target) || !matches(title + " " + command.name, filter)) continue;
    if (obstacle(model, command, target).empty())
      found.push_back({title, command.name, [start = command.start, target](Model& m) { start(m, target); }});
  }
  std::ranges::stable_sort(found, {}, [](const Choice& c) { return distance(c.detail); });
  return found;
}

}  // namespace

bool matches(std::string_view text, std::string_view filter) {
  const std::string all = client::folded(text), words = client::folded(filter);
  for (std::size_t from = 0; from <= words.size();) {
    const auto end = std::min(words.find(' ', from), words.size());
    if (all.find(words.substr(from, end - from)) == std::string::npos) return false;
    from = end + 1;
  }
  return true;
}

bool begins(std::string_view text, std::string_view filter) {
  return client::folded(text).starts_with(client::folded(filter));
}

void open_picker(Model& model, std::string title, Find find, LookUp look_up) {
  Picker picker;
  picker.title = std::move(title);
  picker.find = std::move(find);
  picker.look_up = std::move(look_up);
  picker.serial = model.next_serial++;
  model.overlay = std::move(picker);
  refresh_picker(model);
}

void refresh_picker(Model& model) {
  auto* picker = std::get_if<Picker>(&model.overlay);
  if (picker == nullptr) return;
  const std::string filter(trim(picker->filter.text()));
  picker->choices = picker->find(model, filter);
  picker->selected = 0;
  if (const auto look_up = picker->look_up) look_up(model, filter);
}

void extend_picker(Model& model) {
  auto* picker = std::get_if<Picker>(&model.overlay);
  if (picker == nullptr) return;
  for (Choice& choice : picker->find(model, std::string(trim(picker->filter.text())))) {
    const auto is_it = [&](const Choice& c) { return c.text == choice.text && c.detail == choice.detail; };
    if (std::ranges::none_of(picker->choices, is_it)) picker->choices.push_back(std::move(choice));
  }
}

void open_palette(Model& model) {
  open_picker(model, tr("What do you want to do?"),
              [](Model& m, const std::string& filter) { return palette_choices(m, filter); });
}

void open_acts(Model& model) {
  open_picker(model, tr("What can be done here"), [](Model& m, const std::string& filter) { return acts_choices(m, filter); });
}

bool has_acts(const Model& model) {
  const Target target = target_of(model);
  return std::ranges::any_of(commands(),
                             [&](const Command& c) { return is_about(model, c, target) && obstacle(model, c, target).empty(); });
}

void open_filter(Model& model) {
  const Panel* panel = model.panel();
  if (panel == nullptr || panel->name != "threads") return;
  const RoomId room = panel->room;
  open_picker(model, tr("Show only threads that are"), [room](Model& m, const std::string& text) {
    std::vector<Choice> found;
    const ThreadFilter now = present_filter(m);
    const auto add = [&](const std::string& words, const std::string& detail, const ThreadFilter& filter) {
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
    if (found.empty() && is_emoji(filter)) found.push_back({printable_line(filter), tr("this one"), react(filter)});
    (void)m;
    return found;
  });
}

}  // namespace standpipe::screen
