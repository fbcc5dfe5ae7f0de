#include "client-cli/screen/room_list.hpp"

#include <algorithm>

#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

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
  const RoomId before = model.room_selected;
  select_room(model, step);
  for (std::size_t i = 0; i < listed_rooms(model).size() && !model.mirror.is_in(model.room_selected); ++i)
    select_room(model, step);
  if (!model.mirror.is_in(model.room_selected)) {  // that was the last one
    model.room_selected = before;
    return;
  }
  keep_draft(model);
  open_room(model, model.room_selected);
}

void open_nth_room(Model& model, int number) {
  const auto rooms = listed_rooms(model);
  if (number < 1 || static_cast<std::size_t>(number) > rooms.size())
    return model.say(fill(tr("The list has no room {1}."), {std::to_string(number)}));
  keep_draft(model);
  model.room_selected = rooms[static_cast<std::size_t>(number) - 1].id;
  open_room(model, model.room_selected);
}

}  // namespace standpipe::screen
