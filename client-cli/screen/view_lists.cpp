#include <algorithm>

#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;
using client::trc;
using client::trn;
using terminal::Canvas;
using terminal::Line;
using terminal::Look;
using terminal::Role;
using terminal::Span;

namespace {

std::string count_text(std::int64_t count) {
  return count > 999 ? "999+" : std::to_string(count);
}

/// What is behind a room's name: mentions, then unread.
Line counts_of(const Model& model, const Room& room) {
  Line line;
  if (const auto named = mentions(model, room.id); named > 0)
    line.push_back({"@" + count_text(named), Look{Role::mention, true}});
  if (const auto fresh = unread(model, room.id); fresh > 0) {
    if (!line.empty()) line.push_back({" "});
    line.push_back({count_text(fresh), Look{Role::unread, true}});
  }
  const bool draft = std::ranges::any_of(model.drafts, [&](const auto& entry) { return entry.first.room == room.id; });
  if (draft) line.push_back({" ✎", {Role::faint}});
  return line;
}

}  // namespace

std::size_t room_list_top(const Model& model, int rows) {
  const auto rooms = listed_rooms(model);
  const auto at = static_cast<std::size_t>(std::ranges::find(rooms, model.room_selected, &Room::id) - rooms.begin());
  if (rows <= 0 || at >= rooms.size()) return 0;
  return at / static_cast<std::size_t>(rows) * static_cast<std::size_t>(rows);
}

void draw_rooms(const Model& model, const Area& area, Canvas& canvas) {
  const auto rooms = listed_rooms(model);
  const auto top = room_list_top(model, area.rows);
  if (rooms.empty()) canvas.put(area.row + 1, area.column + 1, Span{tr("No rooms yet."), {Role::hint}}, area.columns - 1);
  for (int r = 0; r < area.rows && top + static_cast<std::size_t>(r) < rooms.size(); ++r) {
    const Room& room = rooms[top + static_cast<std::size_t>(r)];
    const bool in = model.mirror.is_in(room.id);
    const Line counts = in ? counts_of(model, room) : Line{{tr("join"), {Role::hint}}};
    const int width = terminal::columns_of(counts);
    const bool fresh = in && unread(model, room.id) > 0;
    const bool open = model.room() == room.id;
    Look look{!in ? Role::faint : fresh ? Role::unread : Role::text, fresh || open};
    const char* sign = room.kind == RoomKind::direct         ? "@"
                       : room.kind == RoomKind::announcement ? "!"
                       : room.kind == RoomKind::group        ? "*"
                                                             : "#";
    const int name_room = std::max(1, area.columns - width - 4);
    canvas.put(area.row + r, area.column, Span{open ? "▌" : " ", {open ? Role::heading : Role::text}});
    canvas.put(area.row + r, area.column + 1, Span{std::string(sign), {Role::faint}});
    canvas.put(area.row + r, area.column + 2, Span{terminal::shortened(name_of(model, room.id), name_room), look}, name_room);
    canvas.put(area.row + r, area.column + area.columns - width - 1, counts, width + 1);
    if (room.id == model.room_selected && model.focus == Focus::rooms)
      canvas.highlight(area.row + r, area.column, area.columns, Role::selected);
  }
}

void draw_members(const Model& model, const Area& area, Canvas& canvas) {
  const RoomId room = model.room();
  const auto members = model.members.find(room);
  const auto head = model.mirror.room_heads().find(room);
  const std::int64_t count = head == model.mirror.room_heads().end() ? 0 : head->second.members;
  canvas.put(area.row, area.column + 1, Span{trn("{1} member", "{1} members", count), Look{Role::heading, true}},
             area.columns - 1);
  if (members == model.members.end()) {
    canvas.put(area.row + 1, area.column + 1,
               Span{is_online(model) ? tr("Loading…") : tr("shown when there is a line"), {Role::hint}}, area.columns - 1);
    return;
  }
  const auto online = model.online.find(room);
  for (int r = 1; r < area.rows && static_cast<std::size_t>(r) <= members->second.size(); ++r) {
    const Profile& p = members->second[static_cast<std::size_t>(r) - 1];
    const bool here = online != model.online.end() && online->second.contains(p.id);
    canvas.put(area.row + r, area.column + 1, Span{here ? "●" : " ", {Role::good}});
    canvas.put(area.row + r, area.column + 3,
               Span{terminal::shortened(printable_line(p.name), area.columns - 4), {here ? Role::text : Role::faint}},
               area.columns - 3);
  }
}

std::vector<ShownItem> panel_page(const Panel& panel, int rows, int width) {
  std::vector<ShownItem> page;
  int row = 0;
  for (std::size_t i = 0; i < panel.items.size(); ++i) {
    std::vector<Line> lines;
    for (const Line& line : panel.items[i].lines) {
      for (auto& part : terminal::wrap(line, std::max(1, width), 2)) lines.push_back(std::move(part));
    }
    const int height = std::min(static_cast<int>(lines.size()), rows);
    if (row + height > rows) {
      // The page that has the selected one is shown.
      if (panel.selected < i) break;
      page.clear();
      row = 0;
    }
    lines.resize(static_cast<std::size_t>(height));
    page.push_back({i, row, std::move(lines)});
    row += height;
  }
  return page;
}

void draw_panel(const Model& model, const Panel& panel, const Area& area, Canvas& canvas) {
  if (panel.items.empty()) {
    const std::string text = !panel.trouble.empty() ? panel.trouble : panel.asking ? tr("Loading…") : panel.empty;
    int row = area.row + 1;
    for (const Line& line :
         terminal::wrap({{text, {panel.trouble.empty() ? Role::hint : Role::error}}}, std::max(1, area.columns - 2)))
      canvas.put(row++, area.column + 1, line, area.columns - 1);
    return;
  }
  for (const ShownItem& item : panel_page(panel, area.rows, area.columns - 2)) {
    const bool selected = item.index == panel.selected && model.focus == Focus::main;
    for (std::size_t i = 0; i < item.lines.size(); ++i) {
      const int row = area.row + item.row + static_cast<int>(i);
      if (selected) canvas.put(row, area.column, Span{"▌", {Role::heading}});
      canvas.put(row, area.column + 1, item.lines[i], area.columns - 1);
    }
  }
}

void draw_list_hints(const Model& model, const Panel& panel, const Area& area, Canvas& canvas) {
  if (model.focus != Focus::main) return;
  std::vector<std::string> hints;
  const auto add = [&](Action action, const std::string& words) {
    if (const std::string key = model.settings.keys.key_of(action); !key.empty()) hints.push_back(key + " " + words);
  };
  const bool any = panel.selected < panel.items.size();
  if (any && panel.items[panel.selected].open) add(Action::open, trc("key", "open"));
  if (any && has_acts(model)) add(Action::acts, tr("more"));
  if (panel.name == "threads") {
    add(Action::filter, tr("filter"));
    add(Action::filter_unread, present_filter(model).unread ? tr("all") : tr("unread"));
    add(Action::new_thread, tr("new thread"));
  }
  add(Action::back, tr("back"));
  const auto joined = [&] {
    std::string text;
    for (const auto& hint : hints) text += (text.empty() ? "" : "  ") + hint;
    return text;
  };
  // How to go on and back is the last thing to be left out.
  while (hints.size() > 2 && terminal::columns_of(joined()) > area.columns - 2) hints.erase(hints.end() - 2);
  canvas.put(area.row, area.column + 1, Span{terminal::shortened(joined(), area.columns - 2), {Role::hint}}, area.columns - 1);
}

}  // namespace standpipe::screen
