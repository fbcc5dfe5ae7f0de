#include "client-cli/screen/view.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/desk_work.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
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

/// A column between two parts.
void draw_border(int column, int row, int rows, Canvas& canvas) {
  for (int r = row; r < row + rows; ++r) canvas.put(r, column, Span{"│", {Role::border}});
}

void draw_title(const Model& model, const Area& area, Canvas& canvas) {
  canvas.fill(area.row, area.column, area.columns, {Role::bar});
  const std::string own = printable_line(model.mirror.me().name);
  int at = canvas.put(area.row, 1, Span{"Standpipe", Look{Role::bar, true}});
  if (!own.empty()) at = canvas.put(area.row, at, Span{" · " + own, {Role::bar}}, area.columns - at);
  if (const std::string work = desk_words(model); !work.empty())
    at = canvas.put(area.row, at, Line{{" · ", {Role::bar}}, {work, {Role::bar_alert}}}, area.columns - at);
  const auto& keys = model.settings.keys;
  const std::string help = keys.key_of(Action::help) + " " + tr("keys");
  const std::string more =
      "  " + keys.key_of(Action::palette) + " " + tr("commands") + "  " + keys.key_of(Action::go_to) + " " + tr("go to");
  for (const std::string& hints : {help + more, help}) {
    const int column = area.columns - terminal::columns_of(hints) - 1;
    if (column <= at + 2) continue;
    canvas.put(area.row, column, Span{hints, {Role::bar}});
    break;
  }
}

std::string hints_for(const Model& model) {
  const auto& keys = model.settings.keys;
  const auto hint = [&](Action action, const std::string& words) { return keys.key_of(action) + " " + words; };
  if (model.reading() == nullptr) return {};
  return hint(Action::write, tr("write")) + "  " + hint(Action::reply, trc("key", "reply")) + "  " +
         hint(Action::threads, tr("threads")) + "  " + hint(Action::next_unread, tr("next unread")) + "  " +
         hint(Action::acts, tr("more"));
}

std::string composer_title(const Model& model) {
  const Reading& reading = *model.reading();
  if (model.draft.edits) return fill(tr("Edit m{1}"), {std::to_string(model.draft.edits.value)});
  if (model.draft.reply_to) {
    const auto to = model.mirror.message(model.draft.reply_to);
    return to ? fill(tr("Reply to {1}"), {name_of(model, to->by)}) : tr("Reply");
  }
  if (reading.place.thread) return tr("Reply in this thread");
  return fill(tr("Write to {1}"), {name_of(model, reading.place.room)});
}

}  // namespace

Canvas draw(const Model& model) {
  Canvas canvas(model.size);
  const Areas a = areas(model);
  if (a.too_small) {
    int row = 0;
    for (const Line& line : terminal::wrap({{tr("Make the window larger.")}}, std::max(1, model.size.columns))) {
      if (row < model.size.rows) canvas.put(row++, 0, line, model.size.columns);
    }
    return canvas;
  }
  draw_title(model, a.title, canvas);
  if (a.rooms.rows > 0) draw_rooms(model, a.rooms, canvas);
  if (a.rooms.rows > 0 && a.main.columns > 0) draw_border(a.rooms.columns, a.rooms.row, a.rooms.rows, canvas);
  if (a.members.rows > 0) draw_members(model, a.members, canvas);
  if (a.members.rows > 0 && a.main.columns > 0) draw_border(a.members.column - 1, a.members.row, a.members.rows, canvas);
  if (a.main.rows > 0) {
    draw_head(model, a.head, canvas);
    if (const Reading* reading = model.reading()) draw_reading(model, *reading, a.main, canvas);
    if (const Panel* panel = model.panel()) draw_panel(model, *panel, a.main, canvas);
    if (const Panel* panel = model.panel(); panel != nullptr && a.hints.rows > 0) draw_list_hints(model, *panel, a.hints, canvas);
    if (model.views.empty()) {
      int row = a.main.row + 1;
      for (const auto& text : {tr("Choose a room on the left with the arrow keys and Enter."),
                               fill(tr("{1} goes to what is unread."), {model.settings.keys.key_of(Action::next_unread)}),
                               fill(tr("{1} shows all keys, {2} all commands."),
                                    {model.settings.keys.key_of(Action::help), model.settings.keys.key_of(Action::palette)})}) {
        for (const Line& line : terminal::wrap({{text, {Role::hint}}}, std::max(1, a.main.columns - 2)))
          canvas.put(row++, a.main.column + 1, line, a.main.columns - 1);
      }
    }
  }
  if (a.composer.rows > 0) draw_composer(model, a.composer, canvas);
  int row = a.notice.row;
  for (const Line& line : notice_lines(model)) canvas.put(row++, a.notice.column + 1, line, a.notice.columns - 1);
  draw_status(model, a.status, canvas);
  draw_overlay(model, canvas);
  return canvas;
}

void draw_head(const Model& model, const Area& area, Canvas& canvas) {
  Line line;
  if (const Reading* reading = model.reading()) {
    const auto thread = model.mirror.threads().find(reading->place.thread);
    if (reading->place.thread && thread != model.mirror.threads().end()) {
      const Thread& t = thread->second;
      Line about = {{"  " + kind_words(t.kind) + " · " + status_words(t.status), {Role::faint}}};
      if (t.locked) about.push_back({" · " + tr("locked"), {Role::warning}});
      // What the thread is matters more than the end of a long title.
      const int room = std::max(16, area.columns - 2 - terminal::columns_of(about));
      line = {{terminal::shortened(printable_line(t.title), room), Look{Role::heading, true}}};
      line.insert(line.end(), about.begin(), about.end());
      const Span room_name{" · " + name_of(model, t.room), {Role::faint}};
      if (terminal::columns_of(line) + terminal::columns_of(room_name.text) <= area.columns - 2) line.push_back(room_name);
    } else if (reading->place.thread) {
      line = {{"t" + std::to_string(reading->place.thread.value), Look{Role::heading, true}}};
    } else {
      const auto room = model.mirror.rooms().find(reading->place.room);
      line = {{name_of(model, reading->place.room), Look{Role::heading, true}}};
      if (room != model.mirror.rooms().end()) {
        if (room->second.archived) line.push_back({"  " + tr("archived"), {Role::warning}});
        if (room->second.slow_mode_s > 0)
          line.push_back({"  " + fill(tr("slow mode {1} s"), {std::to_string(room->second.slow_mode_s)}), {Role::warning}});
        line.push_back({"  " + printable_line(room->second.description), {Role::faint}});
      }
    }
  } else if (const Panel* panel = model.panel()) {
    line = {{panel->title, Look{Role::heading, true}}};
    if (!panel->items.empty())
      line.push_back(
          {"  " + std::to_string(panel->selected + 1) + "/" + std::to_string(panel->items.size()) + (panel->more ? "+" : ""),
           {Role::faint}});
  } else {
    line = {{tr("Welcome"), Look{Role::heading, true}}};
  }
  canvas.put(area.row, area.column + 1, terminal::shortened(line, area.columns - 2), area.columns - 1);
}

void draw_reading(const Model& model, const Reading& reading, const Area& area, Canvas& canvas) {
  if (reading.messages.empty() && tail(model, reading, area.columns).empty()) {
    const std::string text = !reading.trouble.empty()             ? reading.trouble
                             : reading.asking && is_online(model) ? tr("Loading…")
                             : (reading.at_end || model.mirror.last_index(reading.place) == Index{}) &&
                                     (is_online(model) || model.mirror.room_heads().contains(reading.place.room))
                                 ? tr("Nobody has written here yet.")
                                 : tr("This is not on this device yet. It comes when there is a line.");
    int row = area.row + 1;
    for (const Line& line :
         terminal::wrap({{text, {reading.trouble.empty() ? Role::hint : Role::error}}}, std::max(1, area.columns - 2)))
      canvas.put(row++, area.column + 1, line, area.columns - 1);
  }
  int row = area.row;
  for (const Piece& piece : visible(model, reading, area.rows, area.columns)) {
    const auto lines = piece.index ? block(model, reading, piece.index, area.columns) : tail(model, reading, area.columns);
    const bool selected = piece.index && piece.index == reading.selected && model.focus == Focus::main;
    for (int i = piece.from; i < piece.from + piece.rows && row < area.row + area.rows; ++i, ++row) {
      if (selected) canvas.put(row, area.column, Span{"▌", {Role::heading}});
      canvas.put(row, area.column + 1, lines[static_cast<std::size_t>(i)], area.columns - 1);
    }
  }
  const bool more_below = reading.bottom || !reading.at_end;
  if (more_below && !reading.messages.empty() && area.rows > 2) {
    const std::int64_t below =
        model.mirror.last_index(reading.place).value - (reading.bottom ? reading.bottom : reading.messages.rbegin()->first).value;
    if (below > 0) {
      const std::string text = " " + trn("{1} more below", "{1} more below", below) + " ";
      const int width = terminal::columns_of(text);
      if (width < area.columns) canvas.put(area.row + area.rows - 1, area.column + area.columns - width, Span{text, {Role::bar}});
    }
  }
  if ((reading.asking_before || reading.asking) && is_online(model) && !reading.messages.empty()) {
    const std::string text = " " + tr("Loading…") + " ";
    canvas.put(area.row, area.column + area.columns - terminal::columns_of(text), Span{text, {Role::bar}});
  }
}

void draw_composer(const Model& model, const Area& area, Canvas& canvas) {
  const bool focused = model.focus == Focus::composer;
  const std::string title = composer_title(model);
  const Look look{focused ? Role::heading : Role::border, focused};
  for (int c = 0; c < area.columns; ++c) canvas.put(area.row, area.column + c, Span{"─", {Role::border}});
  int at =
      canvas.put(area.row, area.column + 2, Span{" " + terminal::shortened(title, std::max(1, area.columns - 6)) + " ", look});
  if (focused) {
    const auto& keys = model.settings.keys;
    const std::string hint =
        " " + keys.key_of(Action::newline) + " " + tr("new line") + "  " + keys.key_of(Action::cancel) + " " + tr("back") + " ";
    const int column = area.column + area.columns - terminal::columns_of(hint) - 1;
    if (column > at + 1) canvas.put(area.row, column, Span{hint, {Role::hint}});
  }
  const int width = std::max(2, area.columns - 2);
  const int rows = area.rows - 1;
  const auto shown = model.composer.shown(width);
  const int top = std::clamp(shown.row - rows + 1, 0, std::max(0, static_cast<int>(shown.lines.size()) - rows));
  if (model.composer.empty() && !focused) {
    const bool member = model.mirror.is_in(model.room());
    const std::string text = member ? hints_for(model) : tr("You are not in this room.");
    canvas.put(area.row + 1, area.column + 1, Span{terminal::shortened(text, width), {Role::hint}});
    return;
  }
  for (int r = 0; r < rows && top + r < static_cast<int>(shown.lines.size()); ++r) {
    // What is typed may hold anything, as it may come from another program.
    const std::string safe = printable_line(shown.lines[static_cast<std::size_t>(top + r)]);
    canvas.put(area.row + 1 + r, area.column + 1, Span{safe, {focused ? Role::text : Role::faint}}, width + 1);
  }
  if (focused && std::holds_alternative<std::monostate>(model.overlay))
    canvas.set_cursor(area.row + 1 + shown.row - top, area.column + 1 + shown.column);
}

std::string bytes_words(std::uint64_t bytes) {
  if (bytes < 1000) return fill(tr("{1} B"), {std::to_string(bytes)});
  if (bytes < 1'000'000) return fill(tr("{1} kB"), {std::to_string((bytes + 500) / 1000)});
  const auto tenths = (bytes + 50'000) / 100'000;
  return fill(tr("{1}.{2} MB"), {std::to_string(tenths / 10), std::to_string(tenths % 10)});
}

std::string link_words(const Model& model) {
  std::string words;
  switch (model.link.state) {
    case Link::State::connecting:
      words = tr("connecting");
      break;
    case Link::State::online:
      words = tr("online");
      break;
    case Link::State::offline:
      words = fill(tr("offline since {1}"), {clock(model.link.since)});
      break;
    case Link::State::ended:
      words = tr("logged out");
      break;
  }
  if (!model.waiting.empty()) words += ", " + trn("{1} waiting", "{1} waiting", static_cast<std::int64_t>(model.waiting.size()));
  if (!model.refused.empty()) words += ", " + trn("{1} refused", "{1} refused", static_cast<std::int64_t>(model.refused.size()));
  return words;
}

void draw_status(const Model& model, const Area& area, Canvas& canvas) {
  canvas.fill(area.row, area.column, area.columns, {Role::bar});
  const bool good = is_online(model) && model.waiting.empty() && model.refused.empty();
  int at = canvas.put(area.row, 1, Span{link_words(model), Look{good ? Role::bar : Role::bar_alert}}, area.columns - 2);
  const std::string right = bytes_words(model.link.bytes);
  const int column = area.columns - terminal::columns_of(right) - 1;
  if (column > at + 1) canvas.put(area.row, column, Span{right, {Role::bar}});
  const int room = column - at - 4;
  if (room < 8) return;
  if (model.notice && notice_lines(model).empty()) {
    const Look look{model.notice->bad ? Role::bar_alert : Role::bar, true};
    canvas.put(area.row, at, Line{{" · ", {Role::bar}}, {terminal::shortened(printable_line(model.notice->text), room), look}},
               room + 3);
    return;
  }
  std::string more;
  if (const Reading* reading = model.reading()) {
    // What another device of the same member has read.
    const auto own = model.own_marks.find(reading->place);
    const Index there = model.mirror.read_up_to(reading->place);
    if (own != model.own_marks.end() && there > own->second) {
      const auto m = reading->messages.find(there);
      more = m == reading->messages.end() ? tr("read further on another device")
                                          : fill(tr("read on another device up to {1}"), {clock(m->second.at)});
    }
  }
  if (model.link.state == Link::State::ended) more = tr("Quit, and do: standpipe login");
  if (model.link.state == Link::State::offline && more.empty()) more = tr("what you write is kept");
  if (!more.empty()) canvas.put(area.row, at, Span{" · " + terminal::shortened(more, room), {Role::bar}}, room + 3);
}

}  // namespace standpipe::screen
