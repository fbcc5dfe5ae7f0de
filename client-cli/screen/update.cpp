#include "client-cli/screen/update.hpp"

#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/room_list.hpp"
#include "client-cli/screen/typed_keys.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

/// What is shown in that row of the main part.
void select_at(Model& model, int row) {
  const Area main = areas(model).main;
  if (Panel* panel = model.panel()) {
    for (const ShownItem& item : panel_page(*panel, main.rows, main.columns - 2)) {
      if (row >= item.row && row < item.row + static_cast<int>(item.lines.size())) {
        const bool again = panel->selected == item.index;
        panel->selected = item.index;
        if (again && panel->items[item.index].open) return panel->items[item.index].open(model);
      }
    }
    return;
  }
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  int at = 0;
  for (const Piece& piece : visible(model, *reading, main.rows, main.columns)) {
    if (row >= at && row < at + piece.rows && piece.index) reading->selected = piece.index;
    at += piece.rows;
  }
}

void move_focus(Model& model, int step) {
  std::vector<Focus> parts;
  const Areas a = areas(model);
  if (model.show_rooms || a.rooms.columns > 0) parts.push_back(Focus::rooms);
  if (!model.views.empty()) parts.push_back(Focus::main);
  if (model.reading() != nullptr && model.mirror.is_in(model.room())) parts.push_back(Focus::composer);
  if (parts.empty()) return;
  const auto at = std::ranges::find(parts, model.focus) - parts.begin();
  const auto count = static_cast<std::ptrdiff_t>(parts.size());
  model.focus = parts[static_cast<std::size_t>((at + step + count) % count)];
}

void move(Model& model, Action action) {
  const int page = std::max(1, areas(model).main.rows - 2);
  if (model.focus == Focus::rooms) {
    const int step = action == Action::up                                   ? -1
                     : action == Action::down                               ? 1
                     : action == Action::page_up || action == Action::first ? -1000
                                                                            : 1000;
    return select_room(model, step);
  }
  if (model.panel() != nullptr) {
    const int step = action == Action::up          ? -1
                     : action == Action::down      ? 1
                     : action == Action::page_up   ? -std::max(1, page / 3)
                     : action == Action::page_down ? std::max(1, page / 3)
                     : action == Action::first     ? -1'000'000
                                                   : 1'000'000;
    return move_in_panel(model, step);
  }
  switch (action) {
    case Action::up:
      return select_next(model, -1);
    case Action::down:
      return select_next(model, 1);
    case Action::page_up:
      return scroll(model, -page);
    case Action::page_down:
      return scroll(model, page);
    case Action::first:
      return to_oldest(model);
    default:
      return to_newest(model);
  }
}

void open_selected(Model& model) {
  if (model.focus == Focus::rooms) {
    keep_draft(model);
    return open_room(model, model.room_selected);
  }
  if (Panel* panel = model.panel()) {
    if (panel->selected >= panel->items.size()) return;
    if (const auto open = panel->items[panel->selected].open) return open(model);
    return open_acts(model);
  }
  begin_writing(model);
}

/// Whether the key quits what lies above the rest as well: Ctrl-C only closes that.
bool ends_all(const Model& model, const std::string& key) {
  return !std::holds_alternative<std::monostate>(model.overlay) && key != "ctrl-c" &&
         model.settings.keys.find(key, Context::writing) == Action::quit;
}

}  // namespace

Context context_of(const Model& model) {
  if (model.focus == Focus::composer) return Context::writing;
  if (model.focus == Focus::rooms) return Context::list;
  if (const Panel* panel = model.panel()) return panel->name == "threads" ? Context::threads : Context::list;
  return Context::conversation;
}

void press(Model& model, const terminal::Key& key) {
  model.last_key = model.now;
  // What is complained of stays for a moment, also where somebody types on.
  if (model.notice && model.notice->bad && model.now.value > model.notice->from.value + 3000) model.notice.reset();
  if (ends_all(model, key.name)) {
    leave_form(model);
    model.effects.emplace_back(Plain::quit);
    return;
  }
  if (auto* picker = std::get_if<Picker>(&model.overlay)) {
    press_in_picker(model, *picker, key.name);
  } else if (auto* form = std::get_if<Form>(&model.overlay)) {
    press_in_form(model, *form, key.name);
  } else if (auto* help = std::get_if<Help>(&model.overlay)) {
    press_in_help(model, *help, key.name);
  } else if (model.focus == Focus::composer) {
    press_in_composer(model, key.name);
  } else if (const auto action = model.settings.keys.find(key.name, context_of(model))) {
    act(model, *action);
  } else if (const auto there = model.settings.keys.find(key.name, Context::conversation);
             there && model.focus == Focus::rooms && model.reading() != nullptr) {
    model.focus = Focus::main;  // it is about what is open
    act(model, *there);
  } else if (there && model.panel() != nullptr && target_of(model).message) {
    act(model, *there);  // a list of messages: what was found, reports
  }
  settle(model);
  ask_members(model);
}

void act(Model& model, Action action) {
  const Reading* reading = model.reading();
  const RoomId room = target_of(model).room;
  switch (action) {
    case Action::help:
      model.overlay = Help{};
      return;
    case Action::palette:
      return open_palette(model);
    case Action::go_to:
      return open_go_to(model);
    case Action::acts:
      return open_acts(model);
    case Action::quit:
      model.effects.emplace_back(Plain::quit);
      return;
    case Action::suspend:
      model.effects.emplace_back(Plain::suspend);
      return;
    case Action::redraw:
      model.effects.emplace_back(Plain::redraw);
      return;
    case Action::try_now:
      model.effects.emplace_back(Plain::try_now);
      return;
    case Action::back:
      if (model.focus == Focus::main && model.views.size() <= 1 && model.show_rooms) {
        model.focus = Focus::rooms;
        return;
      }
      if (model.focus == Focus::main) go_back(model);
      return;
    case Action::focus_next:
      return move_focus(model, 1);
    case Action::focus_previous:
      return move_focus(model, -1);
    case Action::next_unread:
      return next_unread(model);
    case Action::next_mention:
      return next_mention(model);
    case Action::next_room:
      return go_to_room(model, 1);
    case Action::previous_room:
      return go_to_room(model, -1);
    case Action::room_1:
    case Action::room_2:
    case Action::room_3:
    case Action::room_4:
    case Action::room_5:
    case Action::room_6:
    case Action::room_7:
    case Action::room_8:
    case Action::room_9:
      return open_nth_room(model, room_number(action));
    case Action::notifications:
      return open_notifications(model);
    case Action::search:
      return start(model, "search");
    case Action::toggle_rooms:
      model.show_rooms = !model.show_rooms;
      if (!model.show_rooms && model.focus == Focus::rooms && !model.views.empty()) model.focus = Focus::main;
      return;
    case Action::toggle_members:
      model.show_members = !model.show_members;
      if (model.show_members && room && model.mirror.is_in(room) && areas(model).members.columns == 0) {
        model.show_members = false;  // there is no room beside the conversation
        return open_members(model, room);
      }
      return;
    case Action::up:
    case Action::down:
    case Action::page_up:
    case Action::page_down:
    case Action::first:
    case Action::last:
      return move(model, action);
    case Action::open:
      return open_selected(model);
    case Action::profile:
      if (const MemberId who = target_of(model).member) open_profile(model, who);
      return;
    case Action::write:
      return begin_writing(model);
    case Action::edit_last:
      if (!begin_edit_of_last(model)) model.complain(tr("You have written nothing here that could be edited."));
      return;
    case Action::threads:
      if (room && model.mirror.is_in(room)) open_threads(model, room);
      return;
    case Action::pins:
      if (room && model.mirror.is_in(room)) open_pins(model, room);
      return;
    case Action::first_unread:
      return to_first_unread(model);
    case Action::filter:
      return open_filter(model);
    case Action::filter_unread: {
      ThreadFilter filter = present_filter(model);
      filter.unread = !filter.unread;
      return open_threads(model, room, filter);
    }
    // The others are commands about what is selected.
    default:
      if (reading != nullptr && !reading->selected && !reading->messages.empty() && action != Action::new_thread &&
          action != Action::to_date)
        select_next(model, -1);
      return start(model, binding(action).name);
  }
}

void paste(Model& model, const std::string& text) {
  model.last_key = model.now;
  const auto one_line = [&] { return client::printable_line(text); };
  if (auto* picker = std::get_if<Picker>(&model.overlay)) {
    picker->filter.insert(one_line());
    return refresh_picker(model);
  }
  if (auto* form = std::get_if<Form>(&model.overlay)) {
    if (form->focus >= form->fields.size() || form->fields[form->focus].kind == Field::Kind::choice) return;
    const bool lines = form->fields[form->focus].kind == Field::Kind::text;
    if (!form->values[form->focus].insert(lines ? text : one_line())) form->trouble = tr("The pasted text is too long for this.");
    return suggest(model);
  }
  if (model.focus != Focus::composer) {
    if (model.reading() == nullptr) return;
    begin_writing(model);
    if (model.focus != Focus::composer) return;
  }
  if (!model.composer.insert(text)) model.complain(too_long(model.composer.text().size() + text.size()));
}

void click(Model& model, const terminal::Click& click) {
  using Button = terminal::Click::Button;
  model.last_key = model.now;
  if (!std::holds_alternative<std::monostate>(model.overlay)) return;
  const Areas a = areas(model);
  if (click.button == Button::wheel_up || click.button == Button::wheel_down) {
    const int step = click.button == Button::wheel_up ? -3 : 3;
    if (a.rooms.has(click.row, click.column)) {
      select_room(model, step / 3);
    } else if (model.panel() != nullptr) {
      move_in_panel(model, step / 3);
    } else {
      scroll(model, step);
    }
    return settle(model);
  }
  if (click.button != Button::left) return;
  if (a.rooms.has(click.row, click.column)) {
    const auto rooms = listed_rooms(model);
    const auto at = static_cast<std::size_t>(click.row - a.rooms.row) + room_list_top(model, a.rooms.rows);
    if (at >= rooms.size()) return;
    keep_draft(model);
    model.room_selected = rooms[at].id;
    open_room(model, rooms[at].id);
  } else if (a.composer.has(click.row, click.column)) {
    begin_writing(model);
  } else if (a.main.has(click.row, click.column)) {
    model.focus = Focus::main;
    select_at(model, click.row - a.main.row);
  }
  settle(model);
}

void edited(Model& model, const std::string& text) {
  std::string clean = clean_text(text).value_or(client::printable(text));
  if (auto* form = std::get_if<Form>(&model.overlay); form != nullptr && form->focus < form->values.size()) {
    form->values[form->focus].set(std::move(clean));
  } else {
    if (clean.size() > limits::text_bytes) model.complain(too_long(clean.size()));
    model.composer.set(std::move(clean));
  }
}

}  // namespace standpipe::screen
