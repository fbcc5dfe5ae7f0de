#include "client-cli/screen/line_view.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>

#include "client-cli/screen/panel_list.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/terminal/safe_text.hpp"

/// Lists, line by line: each entry one line with its number.
namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;
using client::trn;

namespace {

constexpr std::size_t page_of_items = 10, page_of_text = 40;

/// A text, not things to choose from.
bool is_text(const Panel& panel) {
  return std::ranges::all_of(panel.items,
                             [&](const Item& item) { return !item.open && same(item.target, panel.items.front().target); });
}

std::string item_words(const Item& item) {
  std::string text;
  for (const auto& line : item.lines) {
    const std::string words = spoken(line);
    if (words.empty()) continue;
    const bool ends = text.empty() || text.ends_with('.') || text.ends_with(':') || text.ends_with('?') || text.ends_with('!');
    text += (text.empty() ? "" : ends ? " " : ". ") + words;
  }
  return text;
}

}  // namespace

void tell_panel(const Model&, const Panel& panel, Told& told, std::vector<std::string>& out) {
  const bool alone = panel.items.size() == 1 && panel.load && !same(panel.items.front().target, Target{});
  const bool text = is_text(panel) && !alone;
  if (told.panel != panel.serial || panel.items.size() < told.items) {
    told.place.reset();
    told.live = false;
    told.panel = panel.serial;
    told.items = 0;
    told.wanted = 0;
    told.panel_ended = false;
    told.item_chosen = false;
    told.list.clear();
    out.push_back(spoken({{panel.title}}) + ":");
  }
  if (panel.asking && panel.items.size() <= told.items) return;
  if (told.wanted == 0) told.wanted = text ? page_of_text : page_of_items;
  const auto from = told.items;
  for (; told.items < std::min(told.wanted, panel.items.size()); ++told.items) {
    const Item& item = panel.items[told.items];
    if (text) {
      out.push_back(item_words(item));
      continue;
    }
    told.list.push_back({item_words(item), item.target, item.open, false});
    out.push_back(std::to_string(told.list.size()) + ". " + told.list.back().text);
  }
  if (told.items > from) {
    told.more_asked = false;
    const bool more = told.items < panel.items.size() || panel.more;
    if (!text) out.push_back(more ? tr("A number chooses one, /more shows more.") : tr("A number chooses one."));
    if (text && more) out.push_back(tr("/more shows more."));
  } else if (panel.items.empty() && !panel.asking && !told.panel_ended) {
    told.panel_ended = true;
    out.push_back(panel.trouble.empty() ? panel.empty : printable_line(panel.trouble));
  } else if (told.more_asked && !panel.more) {
    told.more_asked = false;
    out.push_back(tr("That is all."));
  }
}

bool same(const Target& a, const Target& b) {
  return a.room == b.room && a.thread == b.thread && a.message == b.message && a.member == b.member && a.report == b.report &&
         a.pending == b.pending && a.application == b.application && a.sanction == b.sanction && a.invitation == b.invitation &&
         a.session == b.session && a.utility == b.utility && a.waiting == b.waiting;
}

void tell_rooms(const Model& model, Told& told) {
  told.list.clear();
  const auto rooms = listed_rooms(model);
  told.out.push_back(rooms.empty() ? tr("No rooms yet.") : tr("Rooms:"));
  for (const Room& room : rooms) {
    std::string text = name_of(model, room.id);
    if (room.kind != RoomKind::cop) text += ", " + room_kind_words(room.kind);
    if (!model.mirror.is_in(room.id)) {
      text += ", " + tr("not joined");
    } else {
      told.news[room.id] = {true, last_number(model, room.id)};
      if (const auto count = unread(model, room.id); count > 0) text += ", " + trn("{1} unread", "{1} unread", count);
      if (const auto count = mentions(model, room.id); count > 0)
        text += ", " + trn("{1} mention of you", "{1} mentions of you", count);
      if (std::ranges::any_of(model.drafts, [&](const auto& draft) { return draft.first.room == room.id; }))
        text += ", " + tr("a draft");
    }
    Target target;
    target.room = room.id;
    told.list.push_back({text, target, {}, true});
    told.out.push_back(std::to_string(told.list.size()) + ". " + text);
  }
  if (!rooms.empty()) told.out.push_back(tr("A number opens one."));
}

}  // namespace standpipe::screen
