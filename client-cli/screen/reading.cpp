#include "client-cli/screen/reading.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/moved_threads.hpp"
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
  model.awaits_thread = false;
  leave_composer(model);
  if (model.views.size() >= most_views) model.views.erase(model.views.begin());
  model.views.push_back(std::move(view));
  if (model.focus != Focus::main) model.focus = Focus::main;
}

/// What of a conversation the copy cannot tell is asked for.
void bring_up_to_date(Model& model, Reading& reading) {
  if (!is_online(model)) return;
  const ThreadId thread = reading.place.thread;
  if (thread && (reading.moved || !model.mirror.threads().contains(thread))) look_for_thread(model, thread);
  if (reading.stale && !reading.asking) ask_again(model, reading);
}

}  // namespace

void open_place(Model& model, Place place, std::optional<Index> around) {
  if (const auto thread = model.mirror.threads().find(place.thread); thread != model.mirror.threads().end()) {
    place.room = thread->second.room;
    thread_is_in(model, place.thread, place.room);
  }
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
  bring_up_to_date(model, *model.reading());
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
  model.awaits_thread = false;
  leave_composer(model);
  if (!model.views.empty()) model.views.pop_back();
  if (model.views.empty()) model.focus = Focus::rooms;
  if (auto* reading = model.reading()) {
    model.room_selected = reading->place.room;
    if (is_online(model)) begin(model, *reading, reading->selected ? std::optional(reading->selected) : std::nullopt);
    take_draft(model);
    bring_up_to_date(model, *reading);
  }
  if (auto* panel = model.panel(); panel != nullptr && panel->refresh) panel->refresh(model, *panel);
  complete_panel(model);
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
  if (change.thread && change.thread->gone) {
    thread_has_left(model, *change.thread);
  } else if (change.thread) {
    thread_is_in(model, change.thread->id, change.thread->room);
  }
  if (!change.message) return;
  const Message& m = *change.message;
  for (View& view : model.views) {
    auto* reading = std::get_if<Reading>(&view);
    if (reading == nullptr || reading->place.room != m.room) continue;
    if (m.gone) continue;  // with its thread, which says so itself
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

void take_gap(Model& model, const std::string& stream) {
  for (View& view : model.views) {
    const auto is_of = [&](RoomId room) { return room && stream == "room:" + std::to_string(room.value); };
    if (auto* reading = std::get_if<Reading>(&view); reading != nullptr && is_of(reading->place.room)) reading->stale = true;
    if (auto* panel = std::get_if<Panel>(&view);
        panel != nullptr && (is_of(panel->room) || (stream == "me" && panel->name == "notifications")))
      panel->loaded = false;
  }
  if (is_online(model)) refresh(model);
}

void refresh(Model& model) {
  if (auto* reading = model.reading()) {
    const Index last = model.mirror.last_index(reading->place);
    const auto& held = reading->messages;
    reading->asking = reading->asking_before = reading->asking_after = false;
    if (reading->follow && (held.empty() || held.rbegin()->first < last)) {
      // The copy has what came meanwhile, unless that was too much.
      for (const Message& m : model.mirror.newest(reading->place, page_messages)) {
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
    bring_up_to_date(model, *reading);
  }
  complete_panel(model);
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
