#include "client-cli/screen/update.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/desk_work.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

constexpr std::int64_t typing_ms = 4000;

/// The text that a key types; nothing where it is no character.
std::optional<std::string> typed(const std::string& key) {
  if (key == "space") return " ";
  if (count_code_points(key) == 1) return key;
  return std::nullopt;
}

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

/// Moves and erases in any text field; false where the action is no such.
bool edit_text(Editor& editor, Action action, int width) {
  switch (action) {
    case Action::char_left:
      editor.left();
      return true;
    case Action::char_right:
      editor.right();
      return true;
    case Action::word_left:
      editor.word_left();
      return true;
    case Action::word_right:
      editor.word_right();
      return true;
    case Action::line_start:
      editor.home();
      return true;
    case Action::line_end:
      editor.end();
      return true;
    case Action::text_start:
      editor.start_of_text();
      return true;
    case Action::text_end:
      editor.end_of_text();
      return true;
    case Action::erase_back:
      editor.erase_back();
      return true;
    case Action::erase_forward:
      editor.erase_forward();
      return true;
    case Action::erase_word_back:
      editor.erase_word_back();
      return true;
    case Action::erase_word_forward:
      editor.erase_word_forward();
      return true;
    case Action::erase_to_start:
      editor.erase_to_start();
      return true;
    case Action::erase_to_end:
      editor.erase_to_end();
      return true;
    case Action::yank:
      editor.yank();
      return true;
    case Action::undo:
      editor.undo();
      return true;
    case Action::redo:
      editor.redo();
      return true;
    case Action::line_up:
      return editor.up(width);
    case Action::line_down:
      return editor.down(width);
    default:
      return false;
  }
}

void select_room(Model& model, int step) {
  const auto rooms = listed_rooms(model);
  if (rooms.empty()) return;
  auto at = std::ranges::find(rooms, model.room_selected, &Room::id) - rooms.begin();
  if (at == static_cast<std::ptrdiff_t>(rooms.size())) at = step > 0 ? -1 : 0;
  const auto last = static_cast<std::ptrdiff_t>(rooms.size()) - 1;
  model.room_selected = rooms[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at + step, 0, last))].id;
}

void open_room(Model& model, RoomId room) {
  if (!room) return;
  model.views.clear();
  if (!model.mirror.is_in(room)) return open_room_details(model, room);
  open_place(model, {room, {}});
}

void go_to_room(Model& model, int step) {
  select_room(model, step);
  for (std::size_t i = 0; i < listed_rooms(model).size() && !model.mirror.is_in(model.room_selected); ++i)
    select_room(model, step);
  keep_draft(model);
  open_room(model, model.room_selected);
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

/// Who is in the room that is open, where that is to be seen.
void ask_members(Model& model) {
  const RoomId room = model.room();
  if (!model.show_members || !room || !is_online(model) || !model.mirror.is_in(room) || !model.members_asked.insert(room).second)
    return;
  RoomMembers::Params ask;
  ask.room = room;
  ask.limit = 100;
  model.call<RoomMembers>(ask, [room](Model& m, const client::CallAnswer& answer) {
    const auto page = result_of<RoomMembers>(answer);
    if (!page) return;
    m.mirror.apply(*page);
    m.members[room] = page->members;
  });
  if (model.settings.lite) return;
  model.call<PresenceList>({room}, [room](Model& m, const client::CallAnswer& answer) {
    const auto who = result_of<PresenceList>(answer);
    if (who) m.online[room] = {who->members.begin(), who->members.end()};
  });
}

void tell_typing(Model& model) {
  const Reading* reading = model.reading();
  if (reading == nullptr || model.settings.lite || !is_online(model) || model.composer.text().starts_with('/')) return;
  if (model.now.value - model.typing_told.value < typing_ms) return;
  model.typing_told = model.now;
  TypingNow::Params typing;
  typing.room = reading->place.room;
  if (reading->place.thread) typing.thread = reading->place.thread;
  model.call<TypingNow>(typing, [](Model&, const client::CallAnswer&) {});
}

void press_in_composer(Model& model, const std::string& key) {
  const auto action = model.settings.keys.find(key, Context::writing);
  const int width = std::max(2, areas(model).composer.columns - 2);
  if (action != Action::complete) model.completion.reset();
  if (!action) {
    if (const auto text = typed(key)) {
      if (!model.composer.insert(*text))
        model.complain(fill(tr("A message has at most {1} bytes."), {std::to_string(limits::text_bytes)}));
      tell_typing(model);
    }
    return;
  }
  if (*action == Action::erase_back && model.composer.empty() && (model.draft.reply_to || model.draft.edits)) {
    model.draft.reply_to = MessageId{};
    return;
  }
  if (edit_text(model.composer, *action, width)) return;
  switch (*action) {
    case Action::send:
      return send(model);
    case Action::newline:
      model.composer.insert("\n");
      return;
    case Action::complete:
      return complete(model);
    case Action::editor:
      model.effects.emplace_back(EditOutside{model.composer.text()});
      return;
    case Action::cancel:
      if (model.draft.edits) {
        keep_draft(model);
        take_draft(model);
      }
      model.focus = Focus::main;
      return;
    case Action::line_up:
      model.focus = Focus::main;
      return select_next(model, -1);
    case Action::line_down:
      return;
    default:
      return act(model, *action);
  }
}

void press_in_picker(Model& model, Picker& picker, const std::string& key) {
  const auto count = picker.choices.size();
  if (key == "escape" || key == "ctrl-c") {
    model.overlay = std::monostate{};
  } else if (key == "up" || key == "shift-tab" || key == "ctrl-p") {
    if (count > 0) picker.selected = (picker.selected + count - 1) % count;
  } else if (key == "down" || key == "tab" || key == "ctrl-n") {
    if (count > 0) picker.selected = (picker.selected + 1) % count;
  } else if (key == "pageup") {
    picker.selected -= std::min<std::size_t>(picker.selected, 10);
  } else if (key == "pagedown") {
    if (count > 0) picker.selected = std::min(count - 1, picker.selected + 10);
  } else if (key == "enter") {
    if (picker.selected >= count) return;
    const auto choose = picker.choices[picker.selected].choose;
    model.overlay = std::monostate{};
    choose(model);
  } else if (const auto action = model.settings.keys.find(key, Context::writing);
             action && edit_text(picker.filter, *action, 200)) {
    refresh_picker(model);
  } else if (const auto text = typed(key)) {
    picker.filter.insert(*text);
    refresh_picker(model);
  }
}

void next_choice(Form& form, int step) {
  const Field& field = form.fields[form.focus];
  const auto at = std::ranges::find(field.choices, form.values[form.focus].text(), &std::pair<std::string, std::string>::first);
  const auto count = static_cast<int>(field.choices.size());
  const auto now = at == field.choices.end() ? 0 : static_cast<int>(at - field.choices.begin());
  form.values[form.focus].set(field.choices[static_cast<std::size_t>((now + step + count) % count)].first);
}

void press_in_form(Model& model, Form& form, const std::string& key) {
  if (form.busy) {
    if (key == "escape") model.overlay = std::monostate{};
    return;
  }
  const bool on_button = form.focus >= form.fields.size();
  if (key == "escape" || key == "ctrl-c") {
    if (form.confirming && !form.fields.empty()) {
      form.confirming = false;
      return;
    }
    return leave_form(model);
  }
  if (form.confirming) {
    if (key == "enter") submit(model);
    return;
  }
  if (key == "ctrl-s") return submit(model);
  if (!on_button && !form.suggestions.empty() && (key == "tab" || key == "enter")) {
    const std::string chosen = form.suggestions[std::min(form.suggested, form.suggestions.size() - 1)].text;
    const bool is_it = chosen == form.values[form.focus].text();
    take_suggestion(model);
    if (!is_it && key == "tab") return;
    move_focus(form, 1);
    return suggest(model);
  }
  if (!on_button && !form.suggestions.empty() && (key == "down" || key == "up")) {
    const auto count = form.suggestions.size();
    form.suggested = (form.suggested + (key == "down" ? 1 : count - 1)) % count;
    return;
  }
  const bool in_text = !on_button && form.fields[form.focus].kind == Field::Kind::text;
  if (key == "tab" || (key == "down" && !in_text) || (key == "enter" && !on_button && !in_text)) {
    move_focus(form, 1);
    return suggest(model);
  }
  if (key == "shift-tab" || (key == "up" && !in_text)) {
    move_focus(form, -1);
    return suggest(model);
  }
  if (on_button) {
    if (key == "enter" || key == "space") submit(model);
    return;
  }
  const Field& field = form.fields[form.focus];
  Editor& editor = form.values[form.focus];
  form.trouble.clear();
  if (field.kind == Field::Kind::choice) {
    if (key == "left" || key == "right" || key == "space") return next_choice(form, key == "left" ? -1 : 1);
    for (const auto& [value, words] : field.choices) {
      if (typed(key) && words.starts_with(key)) return editor.set(value);
    }
    return;
  }
  const auto action = model.settings.keys.find(key, Context::writing);
  if (action == Action::editor && in_text) {
    model.effects.emplace_back(EditOutside{editor.text()});
  } else if (in_text && key == "enter") {
    editor.insert("\n");
  } else if (action && edit_text(editor, *action, std::max(2, model.size.columns - 12))) {
    suggest(model);
  } else if (in_text && action == Action::line_down) {
    move_focus(form, 1);
  } else if (in_text && action == Action::line_up) {
    move_focus(form, -1);
  } else if (const auto text = typed(key)) {
    if (!editor.insert(*text)) form.trouble = tr("This is as much as it may have.");
    suggest(model);
  }
}

void press_in_help(Model& model, Help& help, const std::string& key) {
  const auto page = static_cast<std::size_t>(std::max(1, model.size.rows - 6));
  if (key == "down" || key == "j") {
    ++help.top;
  } else if (key == "up" || key == "k") {
    help.top -= help.top > 0 ? 1 : 0;
  } else if (key == "pagedown" || key == "space") {
    help.top += page;
  } else if (key == "pageup") {
    help.top -= std::min(help.top, page);
  } else if (key == "home") {
    help.top = 0;
  } else {
    model.overlay = std::monostate{};
  }
}

/// Who is not in the room cannot be told of it; the text is posted all the same.
bool post_without_mentions(Model& model, const std::string& params) {
  const auto json = parse(params);
  if (json.has_error()) return false;
  auto post = read<MessagePost::Params>(json.value());
  if (post.has_error() || !post.value().mentions) return false;
  post.value().mentions.reset();
  model.keep<MessagePost>(post.value());
  model.say(tr("It is posted without telling those it names: only members of the room can be told."));
  return true;
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
  if (model.notice && model.notice->bad) model.notice.reset();
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
  if (!model.composer.insert(text))
    model.complain(
        fill(tr("The pasted text is too long: a message has at most {1} bytes."), {std::to_string(limits::text_bytes)}));
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
    model.composer.set(std::move(clean));
  }
}

void resize(Model& model, terminal::Size size) {
  model.size = size;
  settle(model);
}

void tick(Model& model, Time now) {
  model.now = now;
  if (model.notice && model.notice->until < now) model.notice.reset();
  std::erase_if(model.typing, [&](const auto& entry) { return entry.second.second < now; });
}

void on_online(Model& model, const HelloResult& hello) {
  model.link.state = Link::State::online;
  model.link.since = {};
  model.email = hello.email;
  model.server = client::printable_line(hello.server);
  model.names_asked.clear();
  model.sending_marks = false;
  if (!model.room_selected) {
    const auto rooms = listed_rooms(model);
    if (!rooms.empty()) model.room_selected = rooms.front().id;
  }
  model.call<RoomList>({}, [](Model& m, const client::CallAnswer& answer) {
    if (const auto rooms = result_of<RoomList>(answer)) m.mirror.apply(*rooms);
  });
  model.members_asked.clear();
  ask_desk_work(model);
  refresh(model);
  ask_members(model);
}

void on_offline(Model& model, const std::string& why, bool for_good) {
  if (model.link.state != Link::State::offline) model.link.since = model.now;
  model.link.state = for_good ? Link::State::ended : Link::State::offline;
  model.link.why = client::printable_line(why);
  model.sending_marks = false;
  model.online.clear();
  for (View& view : model.views) {
    if (auto* panel = std::get_if<Panel>(&view)) panel->asking = false;
    if (auto* reading = std::get_if<Reading>(&view)) reading->asking = reading->asking_before = reading->asking_after = false;
  }
}

void on_change(Model& model, const Change& change) {
  take(model, change);
  take_desk_work(model, change);
  if (change.profile) ask_desk_work(model);  // of another role, maybe
  if (const Reading* open = model.reading();
      open != nullptr && is_online(model) && change.message && open->place == Place{change.message->room, change.message->thread})
    settle(model);
  if (change.membership && !change.membership->in) {
    // Out of a room: what was open of it goes, but for what was written.
    const RoomId room = change.membership->room;
    const bool was_open = model.reading() != nullptr && model.reading()->place.room == room;
    if (was_open) keep_draft(model);
    std::erase_if(model.views, [&](const View& view) {
      const auto* reading = std::get_if<Reading>(&view);
      return reading != nullptr && reading->place.room == room;
    });
    if (!was_open) return;
    take_draft(model);
    model.focus = model.views.empty() ? Focus::rooms : Focus::main;
  }
}

void on_notice(Model& model, const std::string& method, const boost::json::value& params) {
  if (method == "typing") {
    const auto typing = read<Typing>(params);
    if (typing.has_value() && typing.value().member != model.mirror.me().id)
      model.typing[{typing.value().room, typing.value().thread}] = {typing.value().member, Time{model.now.value + 5000}};
  } else if (method == "presence") {
    const auto presence = read<Presence>(params);
    if (presence.has_error()) return;
    auto& online = model.online[presence.value().room];
    online.insert(presence.value().came.begin(), presence.value().came.end());
    for (const MemberId who : presence.value().went) online.erase(who);
  } else if (method == "left") {
    const auto closed = read<StreamClosed>(params);
    if (closed.has_error() || !closed.value().stream.starts_with("room:") || closed.value().code == LeftCode::left) return;
    model.complain(
        fill(tr("You are no longer in a room: {1}. See your notifications."), {client::printable_line(closed.value().reason)}));
  }
}

void on_sent(Model& model, const client::Queued& queued, const client::CallAnswer& answer) {
  model.postponed.erase(queued.key);
  if (!answer.error) {
    if (const auto posted = result_of<MessagePost>(answer); posted && posted->pending)
      model.say(tr("It waits for a moderator: first posts in this room are looked at."));
    if (queued.method == ThreadCreate::name) {
      // Not under the hands of somebody who writes: what is typed would become commands.
      const bool busy = model.focus == Focus::composer || !std::holds_alternative<std::monostate>(model.overlay);
      if (const auto posted = result_of<ThreadCreate>(answer); posted && posted->thread && !busy)
        open_thread(model, posted->thread);
    }
    return;
  }
  if (queued.method == MessagePost::name && answer.error->data.field == "mentions" && post_without_mentions(model, queued.params))
    return;
  const std::string why = client::said(*answer.error);
  if (queued.method == NotificationSeen::name || queued.method == ReadAll::name) return model.complain(why);
  give_back(model, {queued.method, queued.params, why});
  model.complain(fill(tr("Not sent: {1}"), {why}));
  model.effects.emplace_back(Plain::bell);
}

void on_postponed(Model& model, const client::Queued& queued, const client::CallError& error) {
  model.postponed[queued.key] = client::said(error);
}

void on_waiting(Model& model, std::vector<client::Queued> waiting) {
  model.waiting = std::move(waiting);
  if (auto* panel = model.panel(); panel != nullptr && panel->name == "waiting" && panel->refresh) panel->refresh(model, *panel);
}

}  // namespace standpipe::screen
