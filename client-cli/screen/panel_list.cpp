#include "client-cli/screen/panel_list.hpp"

#include <algorithm>

#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/show.hpp"

namespace standpipe::screen {

using terminal::Line;
using terminal::Look;
using terminal::Role;

Panel* find_panel(Model& model, std::int64_t serial) {
  for (View& view : model.views) {
    auto* panel = std::get_if<Panel>(&view);
    if (panel != nullptr && panel->serial == serial) return panel;
  }
  return nullptr;
}

void push_panel(Model& model, Panel panel) {
  keep_draft(model);
  panel.serial = model.next_serial++;
  // Another one of the same kind takes its place: so the way back stays short.
  if (auto* open = model.panel(); open != nullptr && open->name == panel.name) model.views.pop_back();
  model.views.emplace_back(std::move(panel));
  model.focus = Focus::main;
  Panel& open = *model.panel();
  if (open.refresh) open.refresh(model, open);
  load_panel(model, open);
}

void load_panel(Model& model, Panel& panel) {
  if (!panel.load || panel.asking || !panel.more) return;
  if (model.link.state != Link::State::online) {
    if (panel.items.empty())
      panel.trouble = client::tr("This list comes from the server. It is shown when there is a line again.");
    return;
  }
  panel.load(model, panel);
}

void reload_panel(Model& model) {
  Panel* panel = model.panel();
  if (panel == nullptr) return;
  if (panel->restart) panel->restart();
  if (panel->load && !panel->refresh) panel->items.clear();
  panel->more = true;
  if (panel->refresh) panel->refresh(model, *panel);
  load_panel(model, *panel);
}

void complete_panel(Model& model) {
  const Panel* panel = model.panel();
  if (panel == nullptr || !panel->load || panel->asking || !is_online(model)) return;
  if (!panel->loaded || panel->items.empty()) reload_panel(model);
}

void move_in_panel(Model& model, int step) {
  Panel* panel = model.panel();
  if (panel == nullptr || panel->items.empty()) return;
  const auto last = static_cast<std::int64_t>(panel->items.size()) - 1;
  const auto wanted = static_cast<std::int64_t>(panel->selected) + step;
  panel->selected = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 0, last));
  if (static_cast<std::int64_t>(panel->selected) + 10 > last) load_panel(model, *panel);
}

std::vector<Line> lines_of(const std::string& text, Look first) {
  std::vector<Line> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back({{text.substr(from, end - from), lines.empty() ? first : Look{}}});
    from = end + 1;
  }
  return lines;
}

client::Names names_of(const Model& model) {
  client::Names names;
  for (const auto& [id, person] : model.mirror.people()) names.people[id] = person.name;
  for (const auto& [id, room] : model.mirror.rooms()) names.rooms[id] = model.mirror.shown(room).slug;
  return names;
}

}  // namespace standpipe::screen
