#include "client-cli/screen/reading.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

constexpr std::size_t page = 60;
/// Beyond, the far end of what is open goes; it comes again when one goes there.
constexpr std::size_t most_open = 1500;
constexpr std::size_t most_views = 12;
/// Who has not touched the keyboard for so long does not read what comes.
constexpr std::int64_t away_ms = 60 * 1000;

Reading* find_reading(Model& model, const Place& place) {
  for (auto at = model.views.rbegin(); at != model.views.rend(); ++at) {
    auto* reading = std::get_if<Reading>(&*at);
    if (reading != nullptr && reading->place == place) return reading;
  }
  return nullptr;
}

Index read_up_to(const Model& model, const Place& place) {
  Index index = model.mirror.read_up_to(place);
  for (const auto* marks : {&model.marks, &model.own_marks}) {
    if (const auto own = marks->find(place); own != marks->end()) index = std::max(index, own->second);
  }
  return index;
}

/// The part without gaps that ends with the last of these.
void fill_from(Reading& reading, const std::vector<Message>& messages) {
  for (auto at = messages.rbegin(); at != messages.rend(); ++at) {
    if (!reading.messages.empty() && at->index.next() != reading.messages.begin()->first) break;
    reading.messages[at->index] = *at;
  }
}

void ask_names(Model& model, const std::vector<Message>& messages) {
  MemberGet::Params ask;
  for (const Message& m : messages) {
    if (ask.members.size() >= 200) break;
    if (!m.by || model.mirror.person(m.by) || !model.names_asked.insert(m.by).second) continue;
    ask.members.push_back(m.by);
  }
  if (ask.members.empty()) return;
  model.call<MemberGet>(ask, [asked = ask.members](Model& m, const client::CallAnswer& answer) {
    for (const MemberId id : asked) m.names_asked.erase(id);
    if (const auto people = result_of<MemberGet>(answer)) m.mirror.apply(*people);
  });
}

void trim(Reading& reading, bool keep_start) {
  while (reading.messages.size() > most_open) {
    if (keep_start) {
      reading.messages.erase(std::prev(reading.messages.end()));
      reading.at_end = false;
    } else {
      reading.messages.erase(reading.messages.begin());
    }
  }
}

void take_page(Model& model, Reading& reading, const MessagePage& got, bool anew) {
  model.mirror.apply(got);
  if (anew) reading.messages.clear();
  for (const Message& m : got.messages) {
    if (m.room == reading.place.room && m.thread == reading.place.thread) reading.messages[m.index] = m;
  }
  ask_names(model, got.messages);
}

MessageHistory::Params history_of(const Place& place) {
  MessageHistory::Params ask;
  ask.room = place.room;
  if (place.thread) ask.thread = place.thread;
  ask.limit = page;
  return ask;
}

void show(const Model& model, Reading& reading, Index at);

std::string trouble_of(const client::CallAnswer& answer) {
  return answer.error ? client::said(*answer.error) : tr("The server's answer cannot be read; is this client too old for it?");
}

/// Only the answer to what was asked last is taken: it puts another part in place of the one that is open.
std::int64_t begin_asking(Model& model, const Place& place) {
  const std::int64_t serial = model.next_serial++;
  if (auto* reading = find_reading(model, place)) {
    reading->asking = true;
    reading->asked = serial;
  }
  return serial;
}

void load(Model& model, const Place& place, MessageHistory::Params ask, std::optional<Index> at) {
  const std::int64_t serial = begin_asking(model, place);
  model.call<MessageHistory>(ask, [place, at, serial](Model& m, const client::CallAnswer& answer) {
    Reading* reading = find_reading(m, place);
    if (reading == nullptr || reading->asked != serial) return;
    reading->asking = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got) {
      if (!answer.error || answer.error->code != "connection_lost") reading->trouble = trouble_of(answer);
      return;
    }
    reading->trouble.clear();
    // What came live meanwhile may be newer than the page.
    const auto had = reading->messages;
    take_page(m, *reading, *got, true);
    reading->at_end = !got->more_after;
    if (reading->at_end) {
      for (const auto& [index, message] : had) {
        if (reading->messages.empty() || index > reading->messages.rbegin()->first) reading->messages[index] = message;
      }
    }
    if (!got->more_before && !reading->messages.empty()) reading->start = reading->messages.begin()->first;
    Index goal = at.value_or(Index{});
    if (goal && !reading->messages.contains(goal) && !reading->messages.empty()) {
      const auto next = reading->messages.lower_bound(goal);
      goal = next == reading->messages.end() ? reading->messages.rbegin()->first : next->first;
    }
    if (goal) {
      show(m, *reading, goal);
    } else {
      reading->selected = Index{};
      reading->bottom = Index{};
      reading->follow = true;
    }
    settle(m);
  });
}

/// What the copy has of it is shown at once; what it lacks is asked for.
void begin(Model& model, Reading& reading, std::optional<Index> around) {
  const Place place = reading.place;
  const Index last = model.mirror.last_index(place);
  const Index read = read_up_to(model, place);
  const bool something_new = unread(model, place) > 0;
  const Index goal = around ? *around : something_new ? read.next() : Index{};
  fill_from(reading, model.mirror.newest(place, page));
  if (something_new) reading.first_unread = read.next();
  reading.at_end = !reading.messages.empty() && reading.messages.rbegin()->first >= last;
  if (goal && (reading.messages.empty() || goal < reading.messages.begin()->first)) {
    Reading other = reading;
    other.messages.clear();
    fill_from(other, model.mirror.page(place, Index{std::max<std::int64_t>(1, goal.value - 10)}, page));
    if (other.messages.contains(goal)) {
      other.at_end = other.messages.rbegin()->first >= last;
      reading = std::move(other);
    }
  }
  if (goal && reading.messages.contains(goal)) {
    show(model, reading, goal);
  } else if (goal && !reading.messages.empty() && goal < reading.messages.begin()->first) {
    show(model, reading, reading.messages.begin()->first);  // as near as the copy comes
  }
  const bool enough = goal ? reading.messages.contains(goal) : reading.at_end;
  if (enough && !(place.thread && !model.mirror.threads().contains(place.thread))) return;
  auto ask = history_of(place);
  if (goal) ask.around = goal;
  load(model, place, ask, goal ? std::optional(goal) : std::nullopt);
}

void leave_composer(Model& model) {
  if (model.reading() == nullptr) return;
  keep_draft(model);
}

void push(Model& model, View view) {
  leave_composer(model);
  if (model.views.size() >= most_views) model.views.erase(model.views.begin());
  model.views.push_back(std::move(view));
  if (model.focus != Focus::main) model.focus = Focus::main;
}

int main_rows(const Model& model) {
  return areas(model).main.rows;
}
int main_columns(const Model& model) {
  return areas(model).main.columns;
}

int height(const Model& model, const Reading& reading, Index index) {
  return static_cast<int>(block(model, reading, index, main_columns(model)).size());
}

bool at_bottom(const Reading& reading) {
  return !reading.bottom;
}

/// The lowest place of the view, as a message even where it follows the newest.
void hold_bottom(Reading& reading) {
  if (reading.bottom || reading.messages.empty()) return;
  reading.bottom = reading.messages.rbegin()->first;
  reading.hidden = 0;
}

void let_go(Reading& reading) {
  if (!reading.at_end || reading.messages.empty() || reading.hidden > 0) return;
  if (reading.bottom == reading.messages.rbegin()->first) {
    reading.bottom = Index{};
    reading.follow = true;
  }
}

/// The view is full as long as there is something to fill it.
void clamp(const Model& model, Reading& reading) {
  for (int i = 0; i < 200 && reading.bottom; ++i) {
    int rows = 0;
    for (const Piece& piece : visible(model, reading, main_rows(model), main_columns(model))) rows += piece.rows;
    if (rows >= main_rows(model)) return;
    if (reading.hidden > 0) {
      reading.hidden = std::max(0, reading.hidden - (main_rows(model) - rows));
      continue;
    }
    const auto next = reading.messages.upper_bound(reading.bottom);
    if (next == reading.messages.end()) return let_go(reading);
    reading.bottom = next->first;
    reading.hidden = height(model, reading, next->first);  // as much of it as is needed comes next
  }
}

/// Moves the lowest line that is seen, down for more than 0.
void move_bottom(const Model& model, Reading& reading, int lines) {
  reading.hidden -= lines;
  while (reading.hidden < 0) {
    const auto next = reading.messages.upper_bound(reading.bottom);
    if (next == reading.messages.end()) {
      reading.hidden = 0;
      break;
    }
    reading.bottom = next->first;
    reading.hidden += height(model, reading, next->first);
  }
  for (;;) {
    const int of_it = height(model, reading, reading.bottom);
    if (reading.hidden < of_it) break;
    const auto at = reading.messages.find(reading.bottom);
    if (at == reading.messages.begin()) {
      reading.hidden = std::max(0, of_it - 1);
      break;
    }
    reading.hidden -= of_it;
    reading.bottom = std::prev(at)->first;
  }
}

/// Shows a message with a part of what was said before it.
void show(const Model& model, Reading& reading, Index at) {
  reading.selected = at;
  reading.follow = false;
  if (!reading.messages.contains(at)) return;
  reading.bottom = at;
  reading.hidden = 0;
  const int rows = main_rows(model);
  move_bottom(model, reading, rows - rows / 4 - height(model, reading, at));
  clamp(model, reading);
  let_go(reading);
}

/// Where one follows the newest, what is selected may be left behind; else the view stays with it.
void keep_selected_seen(const Model& model, Reading& reading) {
  if (!reading.selected) return;
  const auto pieces = visible(model, reading, main_rows(model), main_columns(model));
  if (std::ranges::find(pieces, reading.selected, &Piece::index) != pieces.end()) return;
  if (reading.follow || !reading.messages.contains(reading.selected)) {
    reading.selected = Index{};
  } else if (model.focus == Focus::main) {
    show(model, reading, reading.selected);
  }
}

}  // namespace

void open_place(Model& model, Place place, std::optional<Index> around) {
  if (auto* open = model.reading(); open != nullptr && open->place == place && !around) {
    model.focus = Focus::main;
    return;
  }
  Reading reading;
  reading.place = place;
  model.room_selected = place.room;
  push(model, std::move(reading));
  begin(model, *model.reading(), around);
  take_draft(model);
  if (place.thread && !model.mirror.threads().contains(place.thread)) {
    model.call<ThreadGet>({place.thread}, [](Model& m, const client::CallAnswer& answer) {
      if (const auto got = result_of<ThreadGet>(answer)) m.mirror.apply(*got);
    });
  }
  settle(model);
}

void open_message(Model& model, MessageId message) {
  if (const auto known = model.mirror.message(message)) return open_place(model, {known->room, known->thread}, known->index);
  model.call<MessageGet>({{message}}, [message](Model& m, const client::CallAnswer& answer) {
    const auto got = result_of<MessageGet>(answer);
    if (!got) return m.complain(trouble_of(answer));
    if (got->messages.empty())
      return m.complain(fill(tr("There is no message m{1} that you can see."), {std::to_string(message.value)}));
    m.mirror.apply(*got);
    const Message& found = got->messages.front();
    open_place(m, {found.room, found.thread}, found.index);
  });
}

void open_thread(Model& model, ThreadId thread) {
  const auto known = model.mirror.threads().find(thread);
  if (known != model.mirror.threads().end()) return open_place(model, {known->second.room, thread});
  model.call<ThreadGet>({thread}, [thread](Model& m, const client::CallAnswer& answer) {
    const auto got = result_of<ThreadGet>(answer);
    if (!got) return m.complain(trouble_of(answer));
    if (got->threads.empty())
      return m.complain(fill(tr("There is no thread t{1} that you can see."), {std::to_string(thread.value)}));
    m.mirror.apply(*got);
    open_place(m, {got->threads.front().room, thread});
  });
}

void go_back(Model& model) {
  leave_composer(model);
  if (!model.views.empty()) model.views.pop_back();
  if (model.views.empty()) model.focus = Focus::rooms;
  if (auto* reading = model.reading()) {
    model.room_selected = reading->place.room;
    if (is_online(model)) begin(model, *reading, reading->selected ? std::optional(reading->selected) : std::nullopt);
    take_draft(model);
  }
  if (auto* panel = model.panel(); panel != nullptr && panel->refresh) panel->refresh(model, *panel);
}

void scroll(Model& model, int lines) {
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return;
  if (lines > 0 && at_bottom(*reading)) return;
  hold_bottom(*reading);
  reading->follow = false;
  move_bottom(model, *reading, lines);
  clamp(model, *reading);
  if (lines > 0) let_go(*reading);
  const auto pieces = visible(model, *reading, main_rows(model), main_columns(model));
  std::vector<Index> seen;
  for (const Piece& p : pieces) {
    if (p.index) seen.push_back(p.index);
  }
  if (!seen.empty() && (reading->selected < seen.front() || reading->selected > seen.back()))
    reading->selected = lines < 0 ? seen.back() : seen.front();
  if (!seen.empty() && lines < 0 && reading->messages.begin()->first == seen.front() && pieces.front().from == 0)
    reading->selected = seen.front();
}

void select_next(Model& model, int step) {
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return;
  // A message that is higher than the screen is scrolled through before the next one.
  const int rows = main_rows(model);
  if (rows <= 0) return;
  auto at = reading->messages.find(reading->selected);
  if (at != reading->messages.end() && height(model, *reading, at->first) > rows) {
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    const bool more = step < 0 ? pieces.front().index == at->first && pieces.front().from > 0
                               : pieces.back().index == at->first && reading->bottom == at->first && reading->hidden > 0;
    if (more) {
      scroll(model, step * std::max(1, rows / 2));
      const auto now = visible(model, *reading, rows, main_columns(model));
      if (std::ranges::find(now, at->first, &Piece::index) != now.end()) reading->selected = at->first;
      return;
    }
  }
  if (at == reading->messages.end()) {
    at = std::prev(reading->messages.end());
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    for (const Piece& p : pieces) {
      if (p.index) at = reading->messages.find(p.index);
    }
  } else if (step < 0 && at != reading->messages.begin()) {
    --at;
  } else if (step > 0 && std::next(at) != reading->messages.end()) {
    ++at;
  } else if (step > 0) {
    return to_newest(model);
  }
  reading->selected = at->first;
  for (int i = 0; i < 400; ++i) {
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    const auto found = std::ranges::find(pieces, at->first, &Piece::index);
    const int whole = height(model, *reading, at->first);
    if (found != pieces.end() && (found->rows >= std::min(whole, rows) || (step > 0 && whole >= rows))) break;
    const Index wanted = at->first;
    scroll(model, step < 0 ? -1 : 1);
    reading->selected = wanted;
    if (step > 0 && at_bottom(*reading)) break;
  }
  if (step < 0) reading->follow = false;
}

void to_oldest(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  if (!reading->messages.empty() && reading->messages.begin()->first > reading->start && is_online(model)) {
    auto ask = history_of(reading->place);
    ask.after = Index{};
    return load(model, reading->place, ask, Index{1});
  }
  if (reading->messages.empty()) return;
  show(model, *reading, reading->messages.begin()->first);
  reading->bottom = reading->messages.begin()->first;
  clamp(model, *reading);
}

void to_newest(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  reading->bottom = Index{};
  reading->hidden = 0;
  reading->follow = true;
  reading->selected = Index{};
  if (!reading->at_end && is_online(model)) load(model, reading->place, history_of(reading->place), std::nullopt);
}

void to_first_unread(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  const Index goal = reading->first_unread;
  if (!goal) return model.say(tr("Nothing here is new."));
  if (reading->messages.contains(goal)) return show(model, *reading, goal);
  auto ask = history_of(reading->place);
  ask.around = goal;
  load(model, reading->place, ask, goal);
}

void to_time(Model& model, Time at) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  for (const auto& [index, message] : reading->messages) {
    if (message.at < at) continue;
    if (index != reading->messages.begin()->first || index == reading->start) return show(model, *reading, index);
    break;
  }
  auto ask = history_of(reading->place);
  ask.at = at;
  const Place place = reading->place;
  const std::int64_t serial = begin_asking(model, place);
  model.call<MessageHistory>(ask, [place, at, serial](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr || open->asked != serial) return;
    open->asking = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got) return m.complain(trouble_of(answer));
    if (got->messages.empty()) return m.say(tr("There is nothing from that time on."));
    take_page(m, *open, *got, true);
    open->at_end = !got->more_after;
    if (!got->more_before) open->start = open->messages.begin()->first;
    const auto found = std::ranges::find_if(open->messages, [&](const auto& entry) { return entry.second.at >= at; });
    show(m, *open, found == open->messages.end() ? open->messages.rbegin()->first : found->first);
    settle(m);
  });
}

std::vector<Room> listed_rooms(const Model& model) {
  std::vector<Room> in, others, direct;
  for (const auto& [id, room] : model.mirror.rooms()) {
    const Room shown = model.mirror.shown(room);
    if (room.kind == RoomKind::direct) {
      if (model.mirror.is_in(id)) direct.push_back(shown);
    } else if (model.mirror.is_in(id)) {
      in.push_back(shown);
    } else if (!room.archived && (room.kind == RoomKind::cop || room.kind == RoomKind::announcement)) {
      others.push_back(shown);
    }
  }
  in.insert(in.end(), direct.begin(), direct.end());
  in.insert(in.end(), others.begin(), others.end());
  return in;
}

std::int64_t unread(const Model& model, const Place& place) {
  const auto membership = model.mirror.memberships().find(place.room);
  if (membership == model.mirror.memberships().end() || !membership->second.in) return 0;
  const auto thread = model.mirror.threads().find(place.thread);
  if (place.thread && thread != model.mirror.threads().end() && thread->second.last_number <= membership->second.baseline)
    return 0;  // it was all said before one came into the room
  return std::max<std::int64_t>(0, model.mirror.last_index(place).value - read_up_to(model, place).value);
}

std::int64_t unread(const Model& model, RoomId room) {
  std::int64_t count = model.mirror.unread(room);
  for (const auto& [place, index] : model.marks) {
    if (place.room == room) count -= std::max<std::int64_t>(0, index.value - model.mirror.read_up_to(place).value);
  }
  return std::max<std::int64_t>(0, count);
}

std::int64_t mentions(const Model& model, RoomId room) {
  return std::ranges::count_if(model.mirror.notifications(), [&](const auto& entry) {
    const Notification& n = entry.second;
    return n.room == room && !n.seen && entry.first > model.seen_up_to &&
           (n.kind == NotificationKind::mention || n.kind == NotificationKind::reply);
  });
}

namespace {

/// The first place with something unread in these rooms, other than the one that is open.
void next_unread_of(Model& model, std::vector<RoomId> rooms) {
  const auto* reading = model.reading();
  const auto is_open = [&](const Place& place) { return reading != nullptr && reading->place == place; };
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    const RoomId id = rooms[i];
    if (unread(model, id) <= 0) continue;
    const Place chat{id, ThreadId{}};
    if (unread(model, chat) > 0 && !is_open(chat)) return open_place(model, chat);
    if (is_open(chat) && reading->first_unread && !reading->follow && unread(model, chat) > 0) return to_newest(model);
    for (const auto& [thread_id, thread] : model.mirror.threads()) {
      const Place place{id, thread_id};
      if (thread.room == id && unread(model, place) > 0 && !is_open(place)) return open_place(model, place);
    }
    if (!is_online(model)) continue;
    // A thread that the copy does not know.
    ThreadList::Params ask;
    ask.room = id;
    ask.unread = true;
    ask.limit = 10;
    std::vector<RoomId> others(rooms.begin() + static_cast<std::ptrdiff_t>(i) + 1, rooms.end());
    return model.call<ThreadList>(ask, [id, others = std::move(others)](Model& m, const client::CallAnswer& answer) {
      const auto got = result_of<ThreadList>(answer);
      if (!got) return m.complain(trouble_of(answer));
      m.mirror.apply(*got);
      for (const Thread& thread : got->threads) {
        const auto* open = m.reading();
        const Place place{id, thread.id};
        if (unread(m, place) > 0 && (open == nullptr || open->place != place)) return open_place(m, place);
      }
      next_unread_of(m, others);
    });
  }
  model.say(tr("Nothing is unread."));
}

}  // namespace

void next_unread(Model& model) {
  const auto* reading = model.reading();
  const auto rooms = listed_rooms(model);
  // First the rest of this room, then the rooms after it, then those before it.
  std::vector<RoomId> order;
  const RoomId here = reading != nullptr ? reading->place.room : RoomId{};
  const auto at = std::ranges::find(rooms, here, &Room::id);
  for (auto room = at; room != rooms.end(); ++room) order.push_back(room->id);
  for (auto room = rooms.begin(); room != at; ++room) order.push_back(room->id);
  next_unread_of(model, std::move(order));
}

void next_mention(Model& model) {
  for (const auto& [id, n] : model.mirror.notifications()) {
    if (n.seen || id <= model.seen_up_to || !n.message ||
        (n.kind != NotificationKind::mention && n.kind != NotificationKind::reply))
      continue;
    model.seen_up_to = id;
    model.keep<NotificationSeen>({id});
    return open_message(model, n.message);
  }
  model.say(tr("Nobody has mentioned you since."));
}

namespace {

/// Nothing that nobody has seen yet moves out of the view.
void stop_at_unread(const Model& model, Reading& reading) {
  const int rows = main_rows(model);
  if (!reading.follow || !reading.first_unread || rows <= 0 || reading.messages.size() < 2) return;
  const auto pieces = visible(model, reading, rows, main_columns(model));
  if (!pieces.empty() && pieces.front().index < reading.first_unread) return;
  if (!pieces.empty() && pieces.front().index == reading.first_unread && pieces.front().from == 0) return;
  reading.follow = false;
  reading.bottom = std::prev(reading.messages.end(), 2)->first;
  reading.hidden = 0;
}

}  // namespace

void take(Model& model, const Change& change) {
  if (change.thread || change.message || change.room || change.membership || change.notification || change.mark) {
    if (auto* panel = model.panel(); panel != nullptr && panel->refresh) panel->refresh(model, *panel);
  }
  if (!change.message) return;
  const Message& m = *change.message;
  for (View& view : model.views) {
    auto* reading = std::get_if<Reading>(&view);
    if (reading == nullptr || reading->place.room != m.room) continue;
    if (m.gone) {
      // A thread goes as a whole: what is left of it meanwhile is no part without gaps.
      const auto goes = [&](const auto& entry) { return entry.second.id == m.id; };
      if (std::ranges::none_of(reading->messages, goes)) continue;
      const Place place = reading->place;
      *reading = Reading{};
      reading->place = place;
      reading->at_end = true;
      continue;
    }
    if (reading->place.thread != m.thread) continue;
    const bool is_new = !reading->messages.contains(m.index);
    const bool next = reading->messages.empty() ? reading->at_end || m.index == Index{1}
                                                : reading->at_end && reading->messages.rbegin()->first.next() == m.index;
    if (is_new && !next) {
      if (reading->messages.empty() || m.index > reading->messages.rbegin()->first) reading->at_end = false;
      continue;
    }
    if (is_new && !reading->follow) hold_bottom(*reading);
    reading->messages[m.index] = m;
    if (is_new) reading->at_end = true;
    if (m.by == model.mirror.me().id) model.own_marks[reading->place] = std::max(model.own_marks[reading->place], m.index);
    // What comes in one go with the line is not seen one by one either.
    const bool away = model.now.value - model.last_key.value > away_ms || !is_online(model);
    if (is_new && m.by != model.mirror.me().id && !reading->first_unread && (away || !reading->follow))
      reading->first_unread = m.index;
    if (is_new && away && reading == model.reading()) stop_at_unread(model, *reading);
    if (is_new && reading->follow) trim(*reading, false);
    ask_names(model, {m});
  }
  model.typing.erase({m.room, m.thread});
}

void refresh(Model& model) {
  if (auto* reading = model.reading()) {
    const Index last = model.mirror.last_index(reading->place);
    const auto& held = reading->messages;
    reading->asking = reading->asking_before = reading->asking_after = false;
    if (reading->follow && (held.empty() || held.rbegin()->first < last)) {
      // The copy has what came meanwhile, unless that was too much.
      for (const Message& m : model.mirror.newest(reading->place, page)) {
        if (held.empty() || m.index == held.rbegin()->first.next()) reading->messages[m.index] = m;
      }
      reading->at_end = !held.empty() && held.rbegin()->first >= last;
      if (!reading->at_end) {  // as if it was opened now: at the first unread one
        const Place place = reading->place;
        *reading = Reading{};
        reading->place = place;
        begin(model, *reading, std::nullopt);
      }
    }
    for (auto& [index, message] : reading->messages) {
      if (const auto now = model.mirror.message(message.id); now && now->rev > message.rev) message = *now;
    }
    std::vector<Message> all;
    for (const auto& [index, message] : reading->messages) all.push_back(message);
    ask_names(model, all);
  }
  if (auto* panel = model.panel(); panel != nullptr && panel->load && panel->items.empty()) load_panel(model, *panel);
  send_marks(model);
  settle(model);
}

void load_older(Model& model, Reading& reading) {
  if (reading.messages.empty() || reading.asking || reading.asking_before) return;
  const Place place = reading.place;
  const Index oldest = reading.messages.begin()->first;
  if (oldest <= reading.start) return;
  auto older = model.mirror.page(place, Index{std::max<std::int64_t>(1, oldest.value - static_cast<std::int64_t>(page))}, page);
  std::erase_if(older, [&](const Message& m) { return m.index >= oldest; });
  const auto had = reading.messages.size();
  fill_from(reading, older);
  if (reading.messages.size() != had || !is_online(model)) return;
  reading.asking_before = true;
  auto ask = history_of(place);
  ask.before = oldest;
  model.call<MessageHistory>(ask, [place, oldest](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr) return;
    open->asking_before = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got || open->messages.empty() || open->messages.begin()->first != oldest) return;
    take_page(m, *open, *got, false);
    if (!got->more_before) open->start = got->messages.empty() ? open->messages.begin()->first : got->messages.front().index;
    trim(*open, true);
  });
}

void load_newer(Model& model, Reading& reading) {
  if (reading.messages.empty() || reading.at_end || reading.asking || reading.asking_after || !is_online(model)) return;
  const Place place = reading.place;
  const Index newest = reading.messages.rbegin()->first;
  reading.asking_after = true;
  auto ask = history_of(place);
  ask.after = newest;
  model.call<MessageHistory>(ask, [place, newest](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr) return;
    open->asking_after = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got || open->messages.empty() || open->messages.rbegin()->first != newest) return;
    hold_bottom(*open);
    take_page(m, *open, *got, false);
    open->at_end = !got->more_after;
    trim(*open, false);
  });
}

void settle(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty() || areas(model).main.rows <= 0) return;
  clamp(model, *reading);
  keep_selected_seen(model, *reading);
  // Another part is on its way: what is seen meanwhile is neither read nor gone on with.
  if (reading->asking) return;
  const auto pieces = visible(model, *reading, main_rows(model), main_columns(model));
  if (pieces.empty()) return;
  const auto first = std::ranges::find_if(pieces, [](const Piece& p) { return p.index != Index{}; });
  const Index top = first == pieces.end() ? reading->messages.rbegin()->first : first->index;
  const Place place = reading->place;
  const Index oldest = reading->messages.begin()->first, newest = reading->messages.rbegin()->first;

  // Two screens before they are needed.
  const auto ahead = std::int64_t{2} * main_rows(model);
  if (top.value - oldest.value < ahead) load_older(model, *reading);
  const Index lowest = pieces.back().index ? pieces.back().index : newest;
  if (newest.value - lowest.value < ahead) load_newer(model, *reading);

  // What is seen to its end is read, as long as somebody is there.
  if (!model.mirror.is_in(place.room) || model.now.value - model.last_key.value > away_ms) return;
  Index read = lowest;
  if (pieces.back().index && pieces.back().from + pieces.back().rows < height(model, *reading, lowest) && read.value > 0)
    read = Index{read.value - 1};
  if (read > read_up_to(model, place)) {
    model.marks[place] = read;
    model.own_marks[place] = read;
  }
}

void send_marks(Model& model) {
  if (!is_online(model) || model.sending_marks) return;
  std::erase_if(model.marks, [&](const auto& entry) { return entry.second <= model.mirror.read_up_to(entry.first); });
  for (const auto& [place, index] : model.marks) {
    model.sending_marks = true;
    ReadMarkSet::Params mark;
    mark.room = place.room;
    if (place.thread) mark.thread = place.thread;
    mark.index = index;
    model.act<ReadMarkSet>(mark, [place, index](Model& m, const client::CallAnswer& answer) {
      m.sending_marks = false;
      const bool again = answer.error && client::worth_another_try(*answer.error);
      const auto own = m.marks.find(place);
      if (!again && own != m.marks.end() && own->second == index) m.marks.erase(own);
      if (!again) send_marks(m);
    });
    return;
  }
}

}  // namespace standpipe::screen
