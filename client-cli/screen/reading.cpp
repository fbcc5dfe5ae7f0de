#include "client-cli/screen/reading.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/pages.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/viewport.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

constexpr std::size_t most_views = 12;
/// Who has not touched the keyboard for so long does not read what comes.
constexpr std::int64_t away_ms = 60 * 1000;

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
  reading->read_all = true;
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
    if (is_new && reading->follow) drop_far_end(*reading, false);
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
  const auto marked = model.marks.find(place);
  const Index told = std::max(model.mirror.read_up_to(place), marked == model.marks.end() ? Index{} : marked->second);
  // Who jumped over something has not read it.
  if (top > told.next() && !reading->read_all) return;
  if (read > told) {  // one's own texts, too: the server may not have counted them as read
    model.marks[place] = read;
    model.own_marks[place] = std::max(model.own_marks[place], read);
  }
}

}  // namespace standpipe::screen
