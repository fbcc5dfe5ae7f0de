#include "client-cli/screen/moved_threads.hpp"

#include <algorithm>

#include "client-cli/screen/pages.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

/// What is kept under the thread's place in another room, under the one in this room. `both`: what of two is right.
template <class T, class Both>
void carry(std::map<Place, T>& kept, const Place& to, Both both) {
  for (auto at = kept.begin(); at != kept.end();) {
    const auto next = std::next(at);
    if (at->first.thread == to.thread && at->first.room != to.room) {
      auto node = kept.extract(at);
      const auto [there, fresh] = kept.try_emplace(to, node.mapped());
      if (!fresh) there->second = both(there->second, node.mapped());
    }
    at = next;
  }
}

void follow(Model& model, Reading& reading, RoomId room) {
  reading.place.room = room;
  reading.moved = false;
  reading.stale = true;  // its messages have other numbers and revisions there
  reading.asking = reading.asking_before = reading.asking_after = false;
  for (auto& [index, message] : reading.messages) message.room = room;
  if (&reading != model.reading()) return;
  model.room_selected = room;
  model.say(fill(tr("This thread was moved to {1}."), {name_of(model, room)}));
}

void lose(Model& model, Reading& reading) {
  const Place place = reading.place;
  reading = Reading{};
  reading.place = place;
  reading.at_end = true;
  reading.trouble = fill(tr("This thread was moved to a room that you are not in. Ask a moderator of {1} where it is."),
                         {name_of(model, place.room)});
  if (&reading == model.reading()) model.complain(reading.trouble);
}

template <class F>
void for_each_view_of(Model& model, ThreadId thread, F&& f) {
  for (View& view : model.views) {
    auto* reading = std::get_if<Reading>(&view);
    if (reading != nullptr && reading->place.thread == thread) f(*reading);
  }
}

}  // namespace

void thread_has_left(Model& model, const Thread& tombstone) {
  if (const auto known = model.mirror.threads().find(tombstone.id); known != model.mirror.threads().end())
    return thread_is_in(model, tombstone.id, known->second.room);
  bool is_open = false;
  for_each_view_of(model, tombstone.id, [&](Reading& reading) {
    if (reading.place.room != tombstone.room) return;
    reading.moved = true;
    is_open = true;
  });
  if (is_open && is_online(model)) look_for_thread(model, tombstone.id);
}

void thread_is_in(Model& model, ThreadId thread, RoomId room) {
  const Place place{room, thread};
  carry(model.drafts, place, [](const Draft& there, const Draft& here) { return there.text.empty() ? here : there; });
  for (auto* marks : {&model.marks, &model.own_marks})
    carry(*marks, place, [](Index there, Index here) { return std::max(there, here); });
  bool is_seen = false;
  for_each_view_of(model, thread, [&](Reading& reading) {
    if (reading.place.room == room) return;
    follow(model, reading, room);
    is_seen = is_seen || &reading == model.reading();
  });
  if (is_seen && is_online(model)) ask_again(model, *model.reading());
}

void look_for_thread(Model& model, ThreadId thread) {
  model.call<ThreadGet>({thread}, [thread](Model& m, const client::CallAnswer& answer) {
    if (answer.error && client::worth_another_try(*answer.error)) return;  // with the next line
    if (const auto got = result_of<ThreadGet>(answer)) {
      m.mirror.apply(*got);
      const auto found = std::ranges::find(got->threads, thread, &Thread::id);
      if (found != got->threads.end()) return thread_is_in(m, thread, found->room);
    }
    // An event may have said meanwhile where it is.
    if (m.mirror.threads().contains(thread)) return;
    for_each_view_of(m, thread, [&](Reading& reading) { lose(m, reading); });
  });
}

}  // namespace standpipe::screen
