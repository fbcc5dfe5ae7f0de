#include "client-cli/screen/model.hpp"

#include <algorithm>

#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;

RoomId Model::room() const {
  if (const Reading* open = reading()) return open->place.room;
  if (const Panel* open = panel()) return open->room;
  return {};
}

std::string name_of(const Model& model, MemberId id) {
  if (!id) return tr("the server");
  const auto person = model.mirror.person(id);
  if (!person) return "@" + std::to_string(id.value);
  return person->name.empty() ? tr("former member") : printable_line(person->name);
}

std::string name_of(const Model& model, RoomId id) {
  const auto room = model.mirror.rooms().find(id);
  if (room == model.mirror.rooms().end()) return "#" + std::to_string(id.value);
  const auto partner = std::ranges::find_if(room->second.between, [&](MemberId one) { return one != model.mirror.me().id; });
  if (partner != room->second.between.end()) return name_of(model, *partner);
  return printable_line(room->second.name);
}

bool is_administrator(const Model& model) {
  return model.mirror.me().role == Role::administrator;
}

bool is_moderator(const Model& model, RoomId room) {
  if (is_administrator(model)) return true;
  const auto known = model.mirror.rooms().find(room);
  return known != model.mirror.rooms().end() &&
         std::ranges::find(known->second.moderators, model.mirror.me().id) != known->second.moderators.end();
}

std::optional<Message> message_of(const Model& model, MessageId id) {
  if (const Reading* reading = model.reading()) {
    for (const auto& [index, m] : reading->messages) {
      if (m.id == id) return m;
    }
  }
  return model.mirror.message(id);
}

bool is_online(const Model& model) {
  return model.link.state == Link::State::online;
}

}  // namespace standpipe::screen
