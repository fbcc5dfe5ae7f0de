#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/fields.hpp"
#include "client-cli/screen/line_commands.hpp"
#include "client-cli/screen/line_input.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/update.hpp"

namespace standpipe::screen::by_line {

using namespace protocol;
using client::tr;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

std::optional<std::int64_t> number_after(char letter, const std::string& words) {
  if (words.size() < 2 || words.front() != letter) return std::nullopt;
  return number_in(words.substr(1));
}

void rooms(Model& model, Told& told, const std::string&) {
  model.overlay = std::monostate{};
  tell_rooms(model, told);
}

void go(Model& model, Told& told, const std::string& words) {
  if (words.empty()) return rooms(model, told, words);
  if (const auto number = whole_number(words)) {
    model.overlay = std::monostate{};
    if (told.list.empty() || !told.list.front().is_room) {  // the numbers of the list of rooms hold without it, too
      Told other;
      tell_rooms(model, other);
      told.list = std::move(other.list);
    }
    return choose(model, told, *number);
  }
  told.place.reset();
  if (const auto id = number_after('m', words)) return open_message(model, MessageId{*id});
  if (const auto id = number_after('t', words)) return open_thread(model, ThreadId{*id});
  std::vector<RoomId> found;
  for (const Room& room : listed_rooms(model)) {
    const std::string name = lower(room.name), slug = lower(room.slug), asked = lower(words);
    if (name == asked || slug == asked) {
      found = {room.id};
      break;
    }
    if (name.find(asked) != std::string::npos || slug.find(asked) != std::string::npos) found.push_back(room.id);
  }
  if (found.size() == 1) {
    model.room_selected = found.front();
    model.focus = Focus::rooms;
    return act(model, Action::open);
  }
  open_go_to(model);
  auto& picker = std::get<Picker>(model.overlay);
  picker.filter.set(words);
  refresh_picker(model);
}

void next(Model& model, Told& told, const std::string&) {
  if (model.reading() != nullptr && told.begun && !told.live) return take_line(model, told, "");
  next_unread(model);
}

void more(Model& model, Told& told, const std::string&) {
  if (std::holds_alternative<Picker>(model.overlay)) {
    told.wanted = told.choices + 15;
    return;
  }
  if (const Panel* panel = model.panel()) {
    if (told.items >= panel->items.size() && !panel->more) return told.out.push_back(tr("That is all."));
    told.wanted = told.items + 10;
    told.more_asked = true;
    return;
  }
  if (model.reading() == nullptr) return told.out.push_back(tr("Nothing is open. /rooms lists the rooms."));
  told.older = 10;
  told.asked_before = Index{};
}

void read_again(Model& model, Told& told, const std::string&) {
  const Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return told.out.push_back(tr("Nothing is open. /rooms lists the rooms."));
  const Index newest = reading->messages.rbegin()->first;
  tell_again(told, reading->messages.contains(reading->first_unread)
                       ? reading->first_unread
                       : std::max(reading->messages.begin()->first, Index{std::max<std::int64_t>(1, newest.value - 9)}));
}

void newest(Model& model, Told& told, const std::string&) {
  if (model.reading() == nullptr) return told.out.push_back(tr("Nothing is open. /rooms lists the rooms."));
  told.place.reset();
  to_newest(model);
}

void thread(Model& model, Told& told, const std::string& words) {
  if (words.empty()) return take_command(model, told, "threads");
  const Panel* panel = model.panel();
  if (const auto number = whole_number(words)) {
    if (panel != nullptr && panel->name == "threads" && told.panel != 0 && *number <= told.list.size())
      return choose(model, told, *number);
    return open_thread(model, ThreadId{static_cast<std::int64_t>(*number)});
  }
  if (const auto id = number_after('t', words)) return open_thread(model, ThreadId{*id});
  told.out.push_back(tr("Write its number, like /thread t12; /threads lists them."));
}

void back(Model& model, Told& told, const std::string&) {
  if (std::holds_alternative<Picker>(model.overlay)) {
    model.overlay = std::monostate{};
    told.list.clear();
    return;
  }
  if (model.views.size() <= 1) return rooms(model, told, {});
  go_back(model);
  told.place.reset();
  told.went_back = true;
}

}  // namespace standpipe::screen::by_line
