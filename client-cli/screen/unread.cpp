#include "client-cli/screen/unread.hpp"

#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/pages.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/viewport.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::tr;

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
    model.seeks_unread = true;
    return model.call<ThreadList>(ask, [id, others = std::move(others)](Model& m, const client::CallAnswer& answer) {
      m.seeks_unread = false;
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

/// What one has written right after what one has read is read, too.
Index with_own_after(const Model& model, const Place& place, Index read) {
  for (;;) {
    const auto next = model.mirror.page(place, read.next(), 1);
    if (next.empty() || next.front().index != read.next() || next.front().by != model.mirror.me().id) return read;
    read = read.next();
  }
}

}  // namespace

Index read_up_to(const Model& model, const Place& place) {
  Index index = model.mirror.read_up_to(place);
  for (const auto* marks : {&model.marks, &model.own_marks}) {
    if (const auto own = marks->find(place); own != marks->end()) index = std::max(index, own->second);
  }
  return index;
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
  const auto count = std::max<std::int64_t>(0, model.mirror.last_index(place).value - read_up_to(model, place).value);
  // Part of a thread may have been said before one came, or before all was marked as read.
  return place.thread ? std::min(count, unread(model, place.room)) : count;
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

void next_unread(Model& model) {
  const auto* reading = model.reading();
  // Who presses again while it is on its way is not led past it.
  if (model.seeks_unread || (reading != nullptr && reading->asking && unread(model, reading->place) > 0)) return;
  // What is unread below is read first, page by page.
  if (reading != nullptr && unread(model, reading->place) > 0 && !at_bottom(*reading) && !reading->messages.empty()) {
    const Index next = read_up_to(model, reading->place).next();
    if (reading->messages.contains(next) && !is_in_view(model, *reading, next)) return show(model, *model.reading(), next);
    return scroll(model, std::max(1, main_rows(model) - 2));
  }
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

void send_marks(Model& model) {
  if (!is_online(model) || model.sending_marks) return;
  for (auto& [place, index] : model.marks) index = with_own_after(model, place, index);
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
